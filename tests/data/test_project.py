"""Snapshots: shared frames, changes by identity, hashes, and when a passphrase is required."""

import dataclasses

import pandas as pd
import pytest

from data.errors import UnknownBatch
from data.project import (
    About,
    Project,
    changed_tables,
    requires_passphrase,
    sensitive_tables,
    table_hash,
)
from data.schema import TABLES


def skill(officer: str) -> pd.DataFrame:
    return pd.DataFrame({"officer_id": [officer], "topic": ["counselling"]})


def test_a_new_project_has_every_table_empty() -> None:
    project = Project.new(About.new("Điện Biên", "11", vintage="2025-07-01"))
    assert list(project.tables) == list(TABLES)
    assert all(frame.empty for frame in project.tables.values())


def test_projects_made_apart_have_ids_of_their_own() -> None:
    ids = {About.new("Điện Biên", "11", vintage="2025-07-01").project_id for _ in range(3)}
    assert len(ids) == 3


def test_a_snapshot_cannot_be_changed(project: Project) -> None:
    with pytest.raises(TypeError):
        project.tables["cases"] = project["cases"]  # type: ignore[index]
    with pytest.raises(TypeError):
        project.about.extras["a"] = "b"  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        project.about = project.about  # type: ignore[misc]


def test_a_change_shares_the_other_tables(project: Project) -> None:
    after = project.append("skills", skill("a"))
    assert changed_tables(project, after) == ("skills",)
    assert all(after[name] is project[name] for name in TABLES if name != "skills")
    assert len(project["skills"]) == 0


def test_putting_a_table_back_is_no_change(project: Project) -> None:
    assert project.with_table("cases", project["cases"]) is project


def test_going_back_to_an_old_snapshot_is_undo(project: Project) -> None:
    after = project.append("skills", skill("a"))
    assert changed_tables(after.with_table_of(project, "skills"), project) == ()


def test_a_snapshot_does_not_show_its_rows_when_printed(project: Project) -> None:
    assert "case-1" not in repr(project.with_table("cases", project["cases"].head(1)))


def test_an_unknown_table_is_refused(project: Project) -> None:
    with pytest.raises(KeyError, match="children"):
        project.with_table("children", pd.DataFrame())


def test_appended_rows_get_ids_beyond_the_largest(project: Project) -> None:
    rows = project["cases"].loc[[60]]
    assert project.append("cases", rows)["cases"].index.tolist() == list(range(1, 62))
    assert project.append("skills", skill("a").set_axis([41]))["skills"].index.tolist() == [1]


def test_appended_rows_keep_the_types_of_the_table(project: Project) -> None:
    more = pd.DataFrame({"code": ["03130"], "name": ["Mường Thanh"]})
    after = project.append("units", more)["units"]
    assert after.dtypes.equals(project["units"].dtypes)
    assert after.crs == "EPSG:4326"


def test_about_is_replaced_in_a_new_snapshot(project: Project) -> None:
    after = project.replace_about(name="Sơn La")
    assert (project.about.name, after.about.name) == ("Điện Biên", "Sơn La")
    assert changed_tables(project, after) == ()


def test_equal_content_has_an_equal_hash_whatever_its_row_ids(project: Project) -> None:
    renumbered = project["cases"].set_axis(project["cases"].index + 100)
    assert table_hash(project.with_table("cases", renumbered), "cases") == table_hash(project, "cases")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("cases", "kind"),
        ("units", "geometry"),
        ("units", "valid_from"),
        ("facilities", "capacity"),
        ("rasters", "content"),
    ],
)
def test_any_change_of_a_value_changes_the_hash(project: Project, table: str, column: str) -> None:
    values = [None] * len(project[table])
    after = project.with_table(table, project[table].assign(**{column: values}))
    assert table_hash(after, table) != table_hash(project, table)


def test_a_value_in_another_column_or_row_changes_the_hash(project: Project) -> None:
    one = project.append("skills", pd.DataFrame({"officer_id": ["a", "b"]}))
    other = project.append("skills", pd.DataFrame({"officer_id": ["b", "a"]}))
    moved = project.append("skills", pd.DataFrame({"topic": ["a", "b"]}))
    assert len({table_hash(each, "skills") for each in (project, one, other, moved)}) == 4


def test_a_hash_is_the_same_in_every_run(project: Project) -> None:
    assert table_hash(project, "units") == "f1b35d997d10be6593f5d3cf1b2fe4ec1b948076989e1066d572c9c5c17acee4"


def test_a_simulated_project_needs_no_passphrase(project: Project) -> None:
    assert sensitive_tables(project) == ("cases", "facilities")
    assert not requires_passphrase(project)


@pytest.mark.parametrize("table", ["cases", "case_counts", "officers", "recommendations"])
def test_rows_of_people_or_cases_require_a_passphrase(real_project: Project, table: str) -> None:
    assert not requires_passphrase(real_project)
    assert requires_passphrase(real_project.append(table, pd.DataFrame({"source": ["a list"]})))


@pytest.mark.parametrize(
    ("disclosure", "required"), [("public", False), ("commune", True), ("hidden", True), (None, True)]
)
def test_places_that_are_not_public_require_a_passphrase(
    real_project: Project, disclosure: str | None, required: bool
) -> None:
    place = pd.DataFrame({"facility_id": ["a"], "disclosure": [disclosure]})
    assert requires_passphrase(real_project.append("facilities", place)) is required


def test_a_hash_is_kept_until_the_table_is_another(project: Project) -> None:
    before = table_hash(project, "units")
    same = project.replace_about(name="Khác")
    assert same.hashes is project.hashes
    other = same.with_table("units", same["units"].iloc[1:])
    assert table_hash(other, "units") != before
    assert table_hash(project, "units") == before


def test_an_import_can_be_taken_back_by_its_batch(project: Project) -> None:
    skills = pd.DataFrame({"topic": ["a", "b"], "batch_id": ["B", None]})
    after = project.append("skills", skills)
    assert after.batches() == ("B",)
    without = after.without_batch("B")
    assert without["skills"]["topic"].tolist() == ["b"]
    assert changed_tables(after, without) == ("skills",)


def test_an_unknown_batch_is_named_with_those_there_are(project: Project) -> None:
    after = project.append("skills", pd.DataFrame({"topic": ["a"], "batch_id": ["B"]}))
    with pytest.raises(UnknownBatch) as caught:
        after.without_batch("C")
    assert (caught.value.batch_id, caught.value.known) == ("C", ("B",))
