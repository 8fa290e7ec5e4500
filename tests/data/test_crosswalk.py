"""What became of each unit: the rows shipped, held against an independent table, and corrections of them."""

from pathlib import Path

import pandas as pd
import pytest

from data.crosswalk import (
    CROSSWALK_COLUMNS,
    check_crosswalk,
    corrected,
    crosswalk_with_names,
    shipped_crosswalk,
)
from data.errors import ContradictoryCrosswalk, UnsourcedCorrection
from data.frames import conform
from data.schema import TABLES
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units


@pytest.fixture(scope="module")
def shipped() -> pd.DataFrame:
    return shipped_crosswalk()


@pytest.fixture
def independent(shared: Path) -> pd.DataFrame:
    """The pairs of dvhcvn/20250701, with the codes of the polygons."""
    return pd.read_csv(shared / "data/vietnam/crosswalk_old_new_2025.csv", dtype=str)


def links(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["old_code", "new_code", "relation"])


def stated(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return links(*rows).assign(source="a made-up resolution", stated_on="2025-06-16")


def test_every_commune_and_province_of_the_old_list_went_somewhere(shipped):
    old = known_units(OLD_VINTAGE)
    expected = set(old.loc[old["level"] != "district", "code"])
    islands = {"318", "471", "498", "536", "755"}
    assert set(shipped["old_code"]) == expected | islands
    assert set(shipped["new_code"]) == set(known_units(VINTAGE)["code"])


def test_a_commune_stays_in_the_province_its_province_went_to(shipped):
    old, new = (known_units(v).set_index("code")["province_code"] for v in (OLD_VINTAGE, VINTAGE))
    went = shipped.set_index("old_code")["new_code"]
    before, after = shipped["old_code"].map(old), shipped["new_code"].map(new)
    assert (before.map(went[went.index.str.len() == 2]) == after).all()


def test_how_many_units_are_whole_and_how_many_are_split(shipped):
    communes = shipped[shipped["old_code"].str.len() == 5]
    assert communes["relation"].value_counts().to_dict() == {"whole": 9564, "part": 1033}
    assert communes.loc[communes["relation"] == "part", "old_code"].nunique() == 471
    assert shipped["weight"].isna().all()


def test_the_rows_conform_to_the_projects_table(shipped):
    kept = conform(shipped, TABLES["crosswalk"])
    assert kept[list(CROSSWALK_COLUMNS)].equals(shipped.set_index(kept.index))


def test_the_pairs_agree_with_an_independent_table(shipped, independent):
    ours = set(zip(shipped["old_code"], shipped["new_code"], strict=True))
    theirs = set(zip(independent["old_code"], independent["new_code_current"], strict=True))
    known = set(shipped["old_code"])
    comparable = {(old, new) for old, new in theirs if old in known}
    assert len(theirs) - len(comparable) == 12  # units dissolved on 1 January 2025, which the list no longer has
    assert len(comparable & ours) / len(comparable) > 0.995
    of_communes = {(old, new) for old, new in ours if len(old) == 5}
    assert len(of_communes & theirs) / len(of_communes) > 0.994


def unchanged(crosswalk: pd.DataFrame) -> frozenset[str]:
    """Return the commune codes that are wholly what they were, and nothing else."""
    rows = crosswalk[crosswalk["old_code"].str.len() == 5]
    alone = ~rows["new_code"].duplicated(keep=False)
    same = alone & (rows["relation"] == "whole") & (rows["old_code"] == rows["new_code"])
    return frozenset(rows.loc[same, "old_code"])


def test_of_the_3316_shared_codes_only_131_still_mean_the_same_area(independent, shipped):
    old, new = (known_units(v).query("level == 'commune'")["code"] for v in (OLD_VINTAGE, VINTAGE))
    assert len(set(old) & set(new)) == 3316
    counts = {}
    for column in ("new_code", "new_code_current"):
        alone = independent.groupby(column)["old_code"].transform("size") == 1
        same = alone & (independent["relation"] == "full") & (independent["old_code"] == independent[column])
        counts[column] = frozenset(independent.loc[same, "old_code"])
    assert len(counts["new_code"]) == 131
    # Ia Mơ has the code 23938 in the package and the polygons, and 23737 in the resolutions' table.
    assert unchanged(shipped) == counts["new_code_current"] == counts["new_code"] | {"23938"}


def test_a_correction_restates_a_unit_and_touches_no_other(shipped):
    made = corrected(shipped, stated(("03349", "03325", "part"), ("03349", "03349", "part")))
    rows = made[made["old_code"] == "03349"]
    assert rows[["new_code", "relation"]].values.tolist() == [["03325", "part"], ["03349", "part"]]
    assert set(rows["source"]) == {"a made-up resolution"}
    assert rows["stated_on"].iloc[0] == pd.Timestamp("2025-06-16")
    others = made[made["old_code"] != "03349"].reset_index(drop=True)
    pd.testing.assert_frame_equal(others, shipped[shipped["old_code"] != "03349"].reset_index(drop=True))


def test_a_correction_may_add_a_unit_the_crosswalk_lacks(shipped):
    made = corrected(shipped, stated(("07693", "07682", "whole")))
    assert len(made) == len(shipped) + 1


def test_no_corrections_leave_the_crosswalk_as_it_is(shipped):
    pd.testing.assert_frame_equal(corrected(shipped, stated()), shipped)


@pytest.mark.parametrize("lacking", ["source", "stated_on"])
def test_a_correction_needs_its_source_and_its_date(shipped, lacking):
    with pytest.raises(UnsourcedCorrection) as caught:
        corrected(shipped, stated(("03349", "03349", "whole")).assign(**{lacking: None}))
    assert caught.value.codes == ("03349",)


@pytest.mark.parametrize(
    "rows",
    [
        [("1", "A", "whole"), ("1", "B", "whole")],
        [("1", "A", "whole"), ("1", "B", "part")],
        [("1", "A", "part")],
        [("1", "A", "part"), ("1", "A", "part")],
    ],
)
def test_a_crosswalk_that_says_two_things_of_a_unit_is_refused(rows):
    with pytest.raises(ContradictoryCrosswalk) as caught:
        check_crosswalk(links(("0", "A", "whole"), *rows))
    assert caught.value.codes == ("1",)


def test_for_people_each_code_has_its_name_and_place(shipped):
    row = crosswalk_with_names(shipped).set_index("old_code").loc["03349"]
    named = ["old_name", "old_district", "old_province", "new_name", "new_province"]
    assert row[named].tolist() == [
        "Xã Noong Luống", "Huyện Điện Biên", "Tỉnh Điện Biên", "Xã Thanh Yên", "Tỉnh Điện Biên",
    ]  # fmt: skip
