"""Counts brought from one vintage to another: nothing added, nothing lost, and never a join on codes."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.admin_units import convert
from data.conversion import recompute_rate
from data.crosswalk import corrected, shipped_crosswalk
from data.errors import AmbiguousVintage, ContradictoryCrosswalk, NoCrosswalk
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units

CROSSWALK = pd.DataFrame(
    [("1", "A", "whole"), ("2", "A", "whole"), ("3", "A", "part"), ("3", "B", "part"), ("3", "C", "part")],
    columns=["old_code", "new_code", "relation"],
)
BEFORE = "2024-12-31"


def table(**values: object) -> pd.DataFrame:
    return pd.DataFrame({"unit_code": list(values), "count": list(values.values())})


def converted(frame: pd.DataFrame, **options: object):
    given = {"from_": BEFORE, "value_columns": ["count"], "crosswalk": CROSSWALK, **options}
    return convert(frame, **given)


def counts(made) -> dict[str, object]:
    return made.frame.set_index("unit_code")["count"].to_dict()


def ranges(made) -> dict[str, tuple[object, object]]:
    return {row.unit_code: (row.low, row.high) for row in made.ranges.itertuples()}


@cache
def old_codes() -> tuple[str, ...]:
    return tuple(shipped_crosswalk()["old_code"].drop_duplicates())


def every_old_unit(seed: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    size = len(old_codes())
    return pd.DataFrame({"code": old_codes(), "a": draw.integers(0, 10**6, size), "b": draw.integers(-50, 3, size)})


def test_whole_units_add_up_and_nothing_is_uncertain():
    made = converted(table(**{"1": 10, "2": 5}))
    assert counts(made) == {"A": 15}
    assert ranges(made) == {"A": (15, 15)}
    assert made.frame["count"].dtype == np.int64


def test_a_split_unit_is_shared_equally_to_the_unit_when_nothing_else_is_known():
    made = converted(table(**{"1": 10, "3": 11}))
    assert counts(made) == {"A": 14, "B": 4, "C": 3}
    assert ranges(made) == {"A": (10, 21), "B": (0, 11), "C": (0, 11)}
    assert (made.basis.whole, made.basis.split, made.basis.shared_by) == (1, 1, {"equal": 1})


def test_rows_of_one_unit_are_added_before_they_are_shared():
    assert counts(converted(pd.DataFrame({"unit_code": ["3"] * 3, "count": [1, 1, 1]}))) == {"A": 1, "B": 1, "C": 1}


def test_unmatched_rows_come_back_as_they_were():
    frame = pd.DataFrame({"unit_code": ["1", "9", None], "note": ["x", "y", "z"], "count": [1, 2, 4]}, index=[7, 8, 9])
    made = converted(frame)
    pd.testing.assert_frame_equal(made.unmatched, frame.loc[[8, 9]])
    assert made.frame["count"].sum() + made.unmatched["count"].sum() == 7
    assert made.basis.unmatched == 2


def test_the_input_is_not_changed():
    frame = every_old_unit(1)
    before = frame.copy()
    convert(frame, from_=BEFORE, value_columns=["a"], code="code")
    pd.testing.assert_frame_equal(frame, before)


def test_other_numbers_are_shared_in_proportion():
    made = converted(table(**{"3": 1.5}))
    assert counts(made) == pytest.approx({"A": 0.5, "B": 0.5, "C": 0.5})


def test_whole_numbers_kept_as_floats_stay_whole():
    made = converted(table(**{"3": 10.0}))
    assert counts(made) == {"A": 4.0, "B": 3.0, "C": 3.0}
    assert made.frame["count"].dtype == np.float64


def test_a_missing_value_is_not_zero_and_leaves_the_range_open():
    made = converted(table(**{"1": 10, "3": None}).astype({"count": "Int64"}))
    assert counts(made)["A"] == 10
    assert made.frame["count"].isna().tolist() == [False, True, True]
    assert made.ranges["low"].tolist() == [10, 0, 0]
    assert made.ranges["high"].isna().all()
    assert made.frame["count"].dtype == "Int64"


def test_by_keeps_rows_apart():
    frame = pd.DataFrame({"unit_code": ["1", "2", "1"], "year": [2023, 2023, 2024], "count": [1, 2, 4]})
    made = converted(frame, by=["year"])
    assert made.frame.values.tolist() == [["A", 2023, 3], ["A", 2024, 4]]
    assert made.ranges.columns.tolist() == ["unit_code", "year", "column", "low", "high"]


def test_no_rows_give_no_rows():
    made = converted(table())
    assert len(made.frame) == len(made.ranges) == len(made.unmatched) == 0
    assert len(converted(table(**{"9": 1})).frame) == 0


@pytest.mark.parametrize(
    ("weights", "expected", "basis"),
    [
        ({"new_code": ["A", "B", "C"], "weight": [60, 30, 10]}, {"A": 60, "B": 30, "C": 10}, "stated"),
        ({"old_code": ["3"] * 3, "new_code": ["A", "B", "C"], "weight": [0, 0, 2]}, {"A": 0, "B": 0, "C": 100},
         "stated"),
        ({"new_code": ["A", "B", "C"] * 2, "weight": [1, 1, 2, 7, 1, 1], "weight_basis": ["children"] * 3 + ["area"] * 3
          }, {"A": 25, "B": 25, "C": 50}, "children"),
        ({"new_code": ["A", "B", "A", "B", "C"], "weight": [1, 1, 8, 1, 1], "weight_basis": ["children"] * 2 +
          ["area"] * 3}, {"A": 80, "B": 10, "C": 10}, "area"),
        ({"new_code": ["A", "B"], "weight": [1, 1]}, {"A": 34, "B": 33, "C": 33}, "equal"),
        ({"new_code": ["A", "B", "C"], "weight": [0, 0, 0]}, {"A": 34, "B": 33, "C": 33}, "equal"),
    ],
)  # fmt: skip
def test_children_before_area_before_equal_shares(weights, expected, basis):
    made = converted(table(**{"3": 100}), weights=pd.DataFrame(weights))
    assert counts(made) == expected
    assert made.basis.shared_by == {basis: 1}
    assert ranges(made) == dict.fromkeys("ABC", (0, 100))


def test_weights_of_the_crosswalk_count_where_none_are_given():
    weighted = CROSSWALK.assign(weight=[None, None, 0.7, 0.2, 0.1], weight_basis=[None, None, *["area"] * 3])
    made = converted(table(**{"3": 10}), crosswalk=weighted)
    assert (counts(made), made.basis.shared_by) == ({"A": 7, "B": 2, "C": 1}, {"area": 1})


def test_codes_of_both_vintages_without_a_day_are_refused_with_the_figures():
    with pytest.raises(AmbiguousVintage) as caught:
        convert(table(**{"03349": 1, "00001": 2, "99999": 3}), value_columns=["count"])
    found = caught.value
    assert (found.codes, found.in_both, found.only_old, found.only_new, found.unknown) == (("03349",), 1, 1, 0, 1)


def test_old_and_new_codes_mixed_are_refused():
    with pytest.raises(AmbiguousVintage):
        convert(table(**{"00001": 2, "11948": 3}), value_columns=["count"])


def test_codes_only_the_old_list_has_need_no_day():
    made = convert(table(**{"00001": 2}), value_columns=["count"])
    assert (counts(made), made.basis.valid_on, made.basis.from_) == ({"00097": 2}, "", OLD_VINTAGE)


def test_a_table_of_2024_is_converted_and_never_joined_to_the_units_of_2025():
    shared = sorted(set(known_units(OLD_VINTAGE)["code"]) & set(known_units(VINTAGE)["code"]))
    communes = [code for code in shared if len(code) == 5]
    assert len(communes) == 3316
    frame = pd.DataFrame({"unit_code": communes, "count": 1})
    with pytest.raises(AmbiguousVintage) as caught:
        convert(frame, value_columns=["count"])
    assert caught.value.in_both == 3316
    made = convert(frame, from_=BEFORE, value_columns=["count"])
    assert made.frame["count"].sum() == 3316
    received = made.ranges.set_index("unit_code")
    sure = received[(received["low"] == 1) & (received["high"] == 1)].index
    links = shipped_crosswalk()
    alone = links[~links["new_code"].duplicated(keep=False) & (links["relation"] == "whole")]
    assert set(alone.loc[alone["old_code"] == alone["new_code"], "old_code"]) & set(communes) <= set(sure)


def test_present_codes_said_to_be_present_stay_as_they_are():
    made = convert(table(**{"03349": 5, "00001": 2}), from_="2025-07-01", value_columns=["count"])
    assert counts(made) == {"03349": 5}
    assert made.unmatched["unit_code"].tolist() == ["00001"]


def test_nothing_leads_back_to_the_old_list():
    with pytest.raises(NoCrosswalk) as caught:
        convert(table(**{"03349": 5}), from_="2025-07-01", to="2025-06-30", value_columns=["count"])
    assert (caught.value.start, caught.value.end) == (VINTAGE, OLD_VINTAGE)


def test_a_contradictory_crosswalk_is_refused():
    twice = pd.concat([CROSSWALK, CROSSWALK.iloc[:1]])
    with pytest.raises(ContradictoryCrosswalk):
        converted(table(**{"1": 1}), crosswalk=twice)


def test_a_corrected_crosswalk_wins_over_the_shipped_one():
    moved = pd.DataFrame({"old_code": ["00001"], "new_code": ["00004"], "relation": ["whole"],
                          "source": ["a letter"], "stated_on": ["2025-08-01"]})  # fmt: skip
    made = convert(table(**{"00001": 2}), from_=BEFORE, value_columns=["count"],
                   crosswalk=corrected(shipped_crosswalk(), moved))  # fmt: skip
    assert (counts(made), made.basis.sources) == ({"00004": 2}, ("a letter",))


def later(*rows: tuple[str, str, str]) -> pd.DataFrame:
    edits = pd.DataFrame(rows, columns=["old_code", "new_code", "relation"])
    return pd.concat([CROSSWALK, edits.assign(old_vintage=VINTAGE, new_vintage="2026-05-01")])


def test_a_later_edit_is_put_behind_the_reform():
    crosswalk = later(("B", "D", "whole"), ("C", "D", "whole"))
    made = converted(table(**{"3": 11}), crosswalk=crosswalk, to="2026-12-31")
    assert counts(made) == {"A": 4, "D": 7}
    assert (made.basis.to, ranges(made)["D"]) == ("2026-05-01", (0, 11))
    assert counts(converted(table(**{"3": 11}), crosswalk=crosswalk, to="2026-04-30")) == {"A": 4, "B": 4, "C": 3}


def test_parts_that_came_together_again_are_whole():
    crosswalk = later(("A", "D", "whole"), ("B", "D", "whole"), ("C", "D", "whole"))
    made = converted(table(**{"3": 11}), crosswalk=crosswalk, to="2026-05-01")
    assert (counts(made), ranges(made), made.basis.split) == ({"D": 11}, {"D": (11, 11)}, 0)


def test_codes_of_2025_go_to_a_later_vintage():
    crosswalk = later(("A", "D", "part"), ("A", "E", "part"))
    made = converted(table(A=3, B=1), crosswalk=crosswalk, from_="2025-07-01", to="2026-05-01")
    assert counts(made) == {"B": 1, "D": 2, "E": 1}


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_random_integers_on_all_old_codes_keep_their_total(seed):
    frame = every_old_unit(seed)
    made = convert(frame, from_=BEFORE, value_columns=["a", "b"], code="code")
    assert len(made.unmatched) == 0
    for column in ("a", "b"):
        assert int(made.frame[column].sum()) == int(frame[column].sum())
    for column, limits in made.ranges.groupby("column"):
        values = made.frame.set_index("code")[column].reindex(limits["code"]).to_numpy()
        assert (limits["low"].to_numpy() <= values).all()
        assert (values <= limits["high"].to_numpy()).all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("1239"), st.integers(-(10**15), 10**15)), max_size=12),
    st.lists(st.floats(0, 1e6), min_size=3, max_size=3),
    st.randoms(use_true_random=False),
)
def test_totals_are_kept_whatever_the_weights_and_the_order_of_rows(rows, weights, random):
    frame = pd.DataFrame(rows, columns=["unit_code", "count"]).astype({"unit_code": "str", "count": "int64"})
    stated = pd.DataFrame({"new_code": ["A", "B", "C"], "weight": weights})
    made = converted(frame, weights=stated)
    assert int(made.frame["count"].sum()) + int(made.unmatched["count"].sum()) == sum(value for _, value in rows)
    shuffled = random.sample(range(len(rows)), len(rows))
    pd.testing.assert_frame_equal(converted(frame.iloc[shuffled], weights=stated).frame, made.frame)


def test_sums_beyond_64_bits_are_refused_not_wrapped():
    with pytest.raises(OverflowError):
        converted(table(**{"1": 2**62, "2": 2**62}))


def test_a_rate_is_made_anew_from_converted_counts():
    frame = pd.DataFrame({"unit_code": ["1", "3", "2"], "cases": [2, 3, 1], "children": [1000, 900, 500]})
    made = converted(frame, value_columns=["cases", "children"])
    rates = recompute_rate(made, "cases", "children", per=1000).set_index("unit_code")
    assert rates.loc["A", "rate"] == pytest.approx(1000 * 4 / 1800)
    assert rates.loc["A", "low"] == pytest.approx(1000 * 3 / 2400)
    assert rates.loc["A", "high"] == pytest.approx(1000 * 6 / 1500)


def test_a_rate_over_no_children_is_missing():
    frame = pd.DataFrame({"unit_code": ["1"], "cases": [2], "children": [0]})
    rates = recompute_rate(converted(frame, value_columns=["cases", "children"]), "cases", "children")
    assert rates[["rate", "low", "high"]].isna().all(axis=None)
