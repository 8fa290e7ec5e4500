"""How texts become numbers, days, yes or no: decided by column, and never guessed in silence."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.issues import Reason
from data.parsing import parse, read_yes
from data.schema import TABLES, Column, Kind
from data.text_dates import read_day

VALUE = Column("value", Kind.NUMBER, minimum=0)
COUNT = Column("count", Kind.INTEGER, minimum=0)


def parsed(texts: list[str], column: Column, *, numeric: list[bool] | None = None):
    cells = np.array(numeric or [False] * len(texts), dtype=bool)
    return parse(pd.Series(texts, dtype="str"), cells, column)


def reasons(result) -> dict[Reason, list[int]]:
    return {finding.reason: finding.rows.tolist() for finding in result.findings}


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1.234,5", "1.234"], [1234.5, 1234.0]),
        (["1,234.5", "1,234"], [1234.5, 1234.0]),
        (["21,3", "1.234"], [21.3, 1234.0]),
        (["21.3", "1.234"], [21.3, 1.234]),
        (["1.234.567", "1.234"], [1234567.0, 1234.0]),
        (["0,125", "7"], [0.125, 7.0]),
        (["1 234,5", "1\u00a0234"], [1234.5, 1234.0]),
        (["1e-05", "2.5"], [1e-05, 2.5]),
        ([".5", "3"], [0.5, 3.0]),
    ],
)
def test_cells_that_leave_no_doubt_decide_for_the_column(texts, values):
    result = parsed(texts, VALUE)
    assert result.values.tolist() == values
    assert result.findings == ()


def test_thousands_are_assumed_where_nothing_decides_and_the_reading_is_flagged():
    result = parsed(["1.234", "27.800", "5"], COUNT)
    assert result.values.tolist() == [1234, 27800, 5]
    (finding,) = result.findings
    assert (finding.reason, finding.rows.tolist()) == (Reason.NUMBER_AMBIGUOUS, [0, 1])
    assert finding.each == {"taken": (1234.0, 27800.0)}


def test_the_limits_of_a_field_decide_where_the_writing_does_not():
    longitude = TABLES["facilities"].column("lon")
    result = parsed(["103.021", "103.122"], longitude)
    assert result.values.tolist() == [103.021, 103.122]
    assert result.findings == ()


def test_a_cell_in_the_other_convention_is_not_read():
    result = parsed(["1,5", "2,5", "3.5"], VALUE)
    assert result.values.tolist()[:2] == [1.5, 2.5]
    assert reasons(result) == {Reason.NOT_A_NUMBER: [2]}


def test_a_number_the_file_holds_as_a_number_needs_no_convention():
    result = parsed(["1.234", "1,5"], VALUE, numeric=[True, False])
    assert result.values.tolist() == [1.234, 1.5]
    assert result.findings == ()


@pytest.mark.parametrize("text", ["three", "% 12", "12 vụ", "1.2.3,4,5", "nan", "inf", "--1", "1,23,456.0"])
def test_what_is_no_number_is_said_so(text):
    assert reasons(parsed([text, "1"], VALUE)) == {Reason.NOT_A_NUMBER: [0]}


def test_a_count_is_whole():
    result = parsed(["2.5", "3.0", "4"], COUNT)
    assert reasons(result) == {Reason.NOT_WHOLE: [0]}
    assert result.values.tolist()[1:] == [3, 4]


def test_a_count_beyond_all_counting_is_refused():
    assert reasons(parsed(["9" * 30], COUNT)) == {Reason.NOT_WHOLE: [0]}


def test_blank_is_missing_and_no_problem():
    for kind in (Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE):
        result = parsed(["", ""], Column("x", kind))
        assert result.values.isna().all()
        assert result.findings == ()


@given(st.lists(st.floats(0, 1e9, allow_nan=False).map(lambda value: round(value, 2)), min_size=1))
def test_numbers_written_the_vietnamese_way_read_back(values):
    texts = [f"{value:,.2f}".translate(str.maketrans(",.", ".,")) for value in values]
    assert parsed(texts, VALUE).values.tolist() == values


@pytest.mark.parametrize(
    "text", ["2025-09-30", "2025/9/30", "30/9/2025", "30/09/2025", "30-9-2025", "30.9.2025", "2025-09-30 08:30:00"]
)
def test_a_day_is_read_year_first_or_day_first(text):
    assert read_day(text) == np.datetime64("2025-09-30", "s")


@pytest.mark.parametrize("text", ["9/30/2025", "30/2/2025", "31/9/25", "Quý III/2025", "45930", "30/9/0025"])
def test_what_is_no_day_is_said_so(text):
    assert read_day(text) is None
    assert reasons(parsed([text], Column("on", Kind.DATE))) == {Reason.NOT_A_DATE: [0]}


@given(st.dates(pd.Timestamp("1900-01-01").date(), pd.Timestamp("2199-12-31").date()))
def test_every_day_written_day_first_reads_back(day):
    assert read_day(day.strftime("%d/%m/%Y")) == np.datetime64(day, "s")


def test_yes_and_no_in_both_languages():
    assert [read_yes(text) for text in ("Có", "yes", "1", "Không", "no", "maybe")] == [
        True,
        True,
        True,
        False,
        False,
        None,
    ]
    assert reasons(parsed(["maybe"], Column("open_24h", Kind.BOOLEAN))) == {Reason.NOT_YES_OR_NO: [0]}


def test_choices_are_read_without_regard_to_case_and_spaces():
    status = TABLES["facilities"].column("status")
    assert parsed(["In use", "in_use", "IN-USE", "planned"], status).values.tolist() == ["in_use"] * 3 + ["planned"]


def test_a_percent_sign_is_dropped_and_said():
    result = parsed(["21,3%", "5", "100 %"], VALUE)
    assert result.values.tolist() == [21.3, 5.0, 100.0]
    assert reasons(result) == {Reason.PERCENT_TAKEN: [0, 2]}
    assert reasons(parsed(["%", "12% trẻ"], VALUE)) == {Reason.NOT_A_NUMBER: [0, 1]}


def test_a_serial_as_text_counts_only_among_days():
    result = parsed(["45930", "45930", "2025"], Column("reported_on", Kind.DATE), numeric=[True, False, True])
    assert result.values.isna().tolist() == [False, False, True]
    assert result.values.iloc[0] == result.values.iloc[1] == pd.Timestamp("2025-09-30")
    assert reasons(result) == {Reason.NOT_A_DATE: [2]}
    alone = parsed(["45930", "45931"], Column("reported_on", Kind.DATE))
    assert reasons(alone) == {Reason.NOT_A_DATE: [0, 1]}


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("reported_on", "2025-09-01", {Reason.DAY_ASSUMED: [0]}),
        ("period_end", "2025-09-30", {Reason.DAY_ASSUMED: [0]}),
        ("occurred_on", "2025-09-01", {}),
    ],
)
def test_a_month_is_its_first_day_or_its_last_where_that_ends(name, day, said):
    result = parsed(["tháng 9/2025"], Column(name, Kind.DATE))
    assert result.values.tolist() == [pd.Timestamp(day)]
    assert reasons(result) == said
