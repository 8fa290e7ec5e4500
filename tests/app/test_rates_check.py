"""The last year against the years before it."""

from datetime import date

import pandas as pd
import pytest

from app.case_counts import Selection
from app.children import Children
from app.language import Text
from app.rates_check import last_year_foretold

CHILDREN = Children(pd.Series({"00001": 1000.0, "00002": 1000.0}), Text("", ""))


def chosen(counts: dict[int, tuple[int, int]]) -> Selection:
    rows = pd.DataFrame(
        [
            {
                "unit_code": code, "agency": "police", "stage": "received", "counted": "cases", "count": count,
                "period_start": pd.Timestamp(year, 1, 1), "period_end": pd.Timestamp(year, 12, 31),
            }
            for year, pair in counts.items()
            for code, count in zip(CHILDREN.by_commune.index, pair, strict=True)
        ]
    )  # fmt: skip
    return Selection(rows, date(min(counts), 1, 1), date(max(counts), 12, 31), 0, 0)


def test_a_year_like_those_before_is_foretold_in_every_commune() -> None:
    found = last_year_foretold(CHILDREN, chosen({2022: (10, 12), 2023: (12, 10), 2024: (11, 11)}), 0.95)
    assert found is not None
    assert (found.within, found.communes, found.share, found.start) == (2, 2, 100, date(2024, 1, 1))


def test_a_year_ten_times_as_high_is_not() -> None:
    found = last_year_foretold(CHILDREN, chosen({2022: (10, 12), 2023: (12, 10), 2024: (110, 11)}), 0.95)
    assert found is not None
    assert (found.within, found.communes) == (1, 2)


@pytest.mark.parametrize("counts", [{2024: (30, 30)}, {2023: (9, 10), 2024: (9, 9)}])
def test_one_year_or_fewer_than_20_cases_before_the_last_are_too_little(counts: dict[int, tuple[int, int]]) -> None:
    assert last_year_foretold(CHILDREN, chosen(counts), 0.95) is None


def test_a_commune_without_returns_in_one_of_the_parts_is_not_judged() -> None:
    selection = chosen({2022: (10, 12), 2023: (12, 10), 2024: (11, 11)})
    rows = selection.rows
    silent = rows[(rows["unit_code"] == "00001") | (rows["period_end"] < pd.Timestamp(2024, 1, 1))]
    found = last_year_foretold(CHILDREN, Selection(silent, selection.start, selection.end, 0, 0), 0.95)
    assert found is not None
    assert found.communes == 1
