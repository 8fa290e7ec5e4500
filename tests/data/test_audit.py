"""The audit is a chain: each row holds the hash of the one before."""

import pandas as pd
import pytest

from data.audit import broken_links, with_audit_row
from data.project import Project


def broken(project: Project) -> tuple[int, ...]:
    return broken_links(project.about.project_id, project["audit"])


@pytest.fixture
def audited(project: Project) -> Project:
    for hour, what in enumerate(("create", "import", "edit", "export")):
        project = with_audit_row(project, at=f"2026-01-01T0{hour}:00:00+00:00", who="Lan", what=what, object_="cases")
    return project


def test_a_chain_made_here_is_whole(audited: Project) -> None:
    assert audited["audit"]["what"].tolist() == ["create", "import", "edit", "export"]
    assert audited["audit"]["hash_before"].is_unique
    assert broken(audited) == ()


def test_an_empty_audit_is_whole(project: Project) -> None:
    assert broken(project) == ()


@pytest.mark.parametrize("column", ["at", "who", "what", "object"])
def test_a_changed_row_breaks_the_link_after_it(audited: Project, column: str) -> None:
    audit = audited["audit"].copy()
    audit.loc[2, column] = "other"
    assert broken(audited.with_table("audit", audit)) == (3,)


def test_a_row_taken_out_breaks_the_link_after_it(audited: Project) -> None:
    assert broken(audited.with_table("audit", audited["audit"].drop(index=2))) == (3,)
    assert broken(audited.with_table("audit", audited["audit"].drop(index=1))) == (2,)


def test_a_chain_belongs_to_its_project(audited: Project) -> None:
    assert broken(audited.replace_about(project_id="another")) == (1,)


def test_the_last_row_can_be_cut_off_unseen(audited: Project) -> None:
    """What a chain cannot show: its end. The file's own count of rows shows it, unless that is changed as well."""
    assert broken(audited.with_table("audit", audited["audit"].head(3))) == ()
    assert isinstance(audited["audit"], pd.DataFrame)
