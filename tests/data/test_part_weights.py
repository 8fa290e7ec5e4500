"""Weights of the parts of split units from whole sums before and after."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.crosswalk import shipped_crosswalk
from data.part_weights import part_weights


def links(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["old_code", "new_code", "relation"])


SPLIT = links(("1", "A", "part"), ("1", "B", "part"), ("2", "B", "whole"), ("3", "A", "whole"))


def weights(found: pd.DataFrame) -> dict[tuple[str, str], float]:
    return dict(zip(zip(found["old_code"], found["new_code"], strict=True), found["weight"], strict=True))


def test_what_whole_units_leave_over_are_the_parts() -> None:
    found = part_weights(SPLIT, {"1": 100, "2": 50, "3": 10}, {"A": 80, "B": 80})
    assert weights(found) == {("1", "A"): 70.0, ("1", "B"): 30.0}
    assert set(found["weight_basis"]) == {"children"}


def test_parts_share_as_the_new_units_say_where_the_two_sums_are_of_other_years() -> None:
    found = part_weights(SPLIT, {"1": 100, "2": 50, "3": 10}, {"A": 150, "B": 110})  # 140 and 60 are left for 100
    assert weights(found) == pytest.approx({("1", "A"): 70.0, ("1", "B"): 30.0})


@pytest.mark.parametrize("lacking", ["1", "2", "A", "B"])
def test_a_unit_of_which_something_is_not_known_gets_no_weights(lacking: str) -> None:
    before, after = {"1": 100, "2": 50, "3": 10}, {"A": 80, "B": 80}
    before.pop(lacking, None)
    after.pop(lacking, None)
    assert part_weights(SPLIT, before, after).empty


def test_units_that_share_a_new_one_with_an_unknown_unit_get_none_and_others_do() -> None:
    table = links(
        ("1", "A", "part"), ("1", "B", "part"), ("2", "B", "part"), ("2", "C", "part"), ("8", "X", "part"),
        ("8", "Y", "part"),
    )  # fmt: skip
    found = part_weights(table, {"1": 10, "8": 10}, {"A": 4, "B": 8, "C": 9, "X": 1, "Y": 9})
    assert weights(found) == {("8", "X"): 1.0, ("8", "Y"): 9.0}


def test_new_units_with_less_than_their_whole_units_leave_nothing_and_the_unit_is_not_in_it() -> None:
    assert part_weights(SPLIT, {"1": 100, "2": 50, "3": 10}, {"A": 5, "B": 5}).empty


@given(st.integers(0, 2**32 - 1))
def test_parts_add_up_to_their_old_unit_and_exact_sums_are_met(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    table = links(*((str(old), new, "part") for old in range(3) for new in "ABC"))
    true = drawn.uniform(1, 9, len(table))
    before = {old: true[table["old_code"] == old].sum() for old in "012"}
    after = {new: true[table["new_code"] == new].sum() for new in "ABC"}
    found = part_weights(table, before, after)
    assert found.groupby("old_code")["weight"].sum().to_dict() == pytest.approx(before)
    assert found.groupby("new_code")["weight"].sum().to_dict() == pytest.approx(after, rel=1e-6)


def test_on_the_real_crosswalk_fitting_halves_the_error_of_equal_shares() -> None:
    drawn = np.random.default_rng(1)
    table = shipped_crosswalk()[["old_code", "new_code", "relation"]]
    table = table[table["old_code"].str.len() == 5].reset_index(drop=True)
    before = {code: float(drawn.integers(500, 5000)) for code in table["old_code"].unique()}
    part = drawn.uniform(0.2, 1, len(table))
    share = part / pd.Series(part).groupby(table["old_code"]).transform("sum")
    true = table["old_code"].map(before) * share
    after = true.groupby(table["new_code"]).sum().to_dict()
    found = part_weights(table, before, after).merge(table.assign(true=true), on=["old_code", "new_code"])
    equal = found["old_code"].map(before) / found.groupby("old_code")["true"].transform("size")
    fitted = (found["true"] - found["weight"]).abs().mean()
    assert len(found) == (table["relation"] == "part").sum()
    assert fitted < 0.55 * (found["true"] - equal).abs().mean()
