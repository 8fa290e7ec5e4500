"""Which returns came: zero is not missing, gaps and double counts are seen, the province is not expected to report."""

from datetime import date

import pandas as pd
import pytest

from app.calendar_strip import STATES, Span, Strip, calendar_strip, row_text, span_text
from app.language import Language
from data.periods import State
from data.project import Project

EN = Language("en")
JANUARY, MARCH = ("2025-01-01", "2025-01-31"), ("2025-03-01", "2025-03-31")


def sent(unit: str, days: tuple[str, str], count: int, agency: str = "police") -> dict[str, object]:
    return {
        "unit_code": unit, "vintage": "2025-07-01", "period_start": days[0], "period_end": days[1], "place": "home",
        "kind": "neglect", "agency": agency, "stage": "received", "counted": "cases", "count": count,
    }  # fmt: skip


@pytest.fixture
def strip(four_communes: Project) -> Strip:
    rows = [
        sent("00001", JANUARY, 2),
        sent("00001", MARCH, 0),
        sent("00002", ("2025-01-01", "2025-02-28"), 1),
        sent("00002", ("2025-02-01", "2025-03-31"), 1),
        sent("00003", JANUARY, 1, "health"),
        sent("01", JANUARY, 4),
    ]
    found = calendar_strip(four_communes.append("case_counts", pd.DataFrame(rows)))
    assert found is not None
    return found


def spans(strip: Strip, code: str, agency: str) -> list[tuple[State, str, str]]:
    row = next(row for row in strip.rows if (row.code, row.agency) == (code, agency))
    return [(span.state, span.first.isoformat(), span.last.isoformat()) for span in row.spans]


def test_a_zero_that_was_sent_is_not_a_return_that_never_came(strip: Strip) -> None:
    assert spans(strip, "00001", "police") == [
        (State.COUNTED, "2025-01-01", "2025-01-31"),
        (State.MISSING, "2025-02-01", "2025-02-28"),
        (State.ZERO, "2025-03-01", "2025-03-31"),
    ]


def test_days_counted_twice_lie_over_their_returns(strip: Strip) -> None:
    assert (State.OVERLAP, "2025-02-01", "2025-02-28") in spans(strip, "00002", "police")
    row = next(row for row in strip.rows if (row.code, row.agency) == ("00002", "police"))
    assert row.at(date(2025, 2, 3)) == Span(date(2025, 2, 1), date(2025, 2, 28), State.OVERLAP)
    assert row.at(date(2025, 1, 3)) == Span(date(2025, 1, 1), date(2025, 2, 28), State.COUNTED)
    assert row.at(date(2026, 1, 1)) is None


def test_every_agency_is_looked_for_in_every_commune_but_not_in_the_province(strip: Strip) -> None:
    assert {(row.code, row.agency) for row in strip.rows} == {
        *((code, agency) for code in ("00001", "00002", "00003", "00004") for agency in ("health", "police")),
        ("01", "police"),
    }
    assert strip.rows[-1].code == "01"
    assert spans(strip, "00004", "health") == [(State.MISSING, "2025-01-01", "2025-03-31")]


def test_communes_stand_in_the_order_of_the_alphabet(strip: Strip) -> None:
    assert list(dict.fromkeys(row.name for row in strip.rows)) == ["Xã Ba", "Xã Bốn", "Xã Hai", "Xã Một", "Tỉnh"]


def test_it_is_narrowed_to_an_agency_and_to_what_is_wrong(strip: Strip) -> None:
    assert {row.agency for row in strip.narrowed(agency="health").rows} == {"health"}
    complete = strip.narrowed(agency="police", only_troubled=True)
    assert {row.code for row in complete.rows} == {"00001", "00002", "00003", "00004", "01"}
    assert strip.count(State.OVERLAP) == 1


def test_a_span_is_said_with_its_days(strip: Strip) -> None:
    row = next(row for row in strip.rows if (row.code, row.agency) == ("00001", "police"))
    assert row_text(row, EN) == "Một commune · police"
    assert span_text(row.spans[1], EN) == "1 Feb 2025 – 28 Feb 2025, days: 28: no return came"
    assert set(STATES) == set(State)


def test_a_project_without_returns_has_none(four_communes: Project) -> None:
    assert calendar_strip(four_communes) is None
