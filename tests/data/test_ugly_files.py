"""Ugly files are read as meant, or refused with the stated reason."""

import datetime

import numpy as np
import pytest

from data.parsing import parse
from data.reading import RawTable, read_rows
from data.schema import Column
from tests.data.ugly_files import PERSON, UGLY, Ugly

FILES = [pytest.param(name, ugly, id=name) for name, ugly in UGLY.items()]
READ = [pytest.param(name, ugly, id=name) for name, ugly in UGLY.items() if not ugly.meant.refused]
REFUSED = [pytest.param(name, ugly, id=name) for name, ugly in UGLY.items() if ugly.meant.refused]


def data_of(raw: RawTable) -> dict[str, list[str]]:
    """Return the cells of the rows that are data, by column."""
    data = np.ones(len(raw), dtype=bool)
    data[[row.row for row in raw.non_data]] = False
    return raw.frame[data].to_dict("list")


def test_there_are_enough_of_them():
    assert len(UGLY) >= 25


@pytest.mark.parametrize(("name", "ugly"), READ)
def test_an_ugly_file_is_read_as_meant(tmp_path, name: str, ugly: Ugly):
    ugly.write(tmp_path / name)
    raw, meant = read_rows(tmp_path / name), ugly.meant
    assert data_of(raw) == meant.columns
    assert (raw.first_row, raw.titles) == (meant.first, meant.titles)
    assert {raw.first_row + row.row: row.reason for row in raw.non_data} == meant.non_data
    assert (raw.others, raw.alike) == (meant.others, meant.alike)
    assert meant.encoding in (None, raw.encoding)


@pytest.mark.parametrize(("name", "ugly"), READ)
def test_totals_are_checked_and_groups_known(tmp_path, name: str, ugly: Ugly):
    ugly.write(tmp_path / name)
    raw, meant = read_rows(tmp_path / name), ugly.meant
    found = {
        (raw.first_row + row.row, total.column): (total.stated, total.added)
        for row in raw.non_data
        for total in row.differences
    }
    assert found == meant.differences
    if meant.groups is not None:
        apart = {row.row for row in raw.non_data}
        assert [group for row, group in enumerate(raw.groups) if row not in apart] == meant.groups


@pytest.mark.parametrize(("name", "ugly"), READ)
def test_no_text_of_a_row_without_data_is_left(tmp_path, name: str, ugly: Ugly):
    ugly.write(tmp_path / name)
    raw = read_rows(tmp_path / name)
    assert not (raw.frame.iloc[[row.row for row in raw.non_data]] != "").to_numpy().any()
    assert PERSON not in repr((raw.frame.to_dict(), raw.groups, raw.titles, raw.non_data))


@pytest.mark.parametrize(("name", "ugly"), [case for case in READ if case.values[1].meant.values])
def test_numbers_and_days_are_read_as_meant(tmp_path, name: str, ugly: Ugly):
    ugly.write(tmp_path / name)
    raw = read_rows(tmp_path / name)
    for column, (kind, values) in ugly.meant.values.items():
        result = parse(raw.frame[column], raw.numeric[column].to_numpy(), Column(column, kind))
        read = result.values.dt.date if isinstance(values[0], datetime.date) else result.values
        assert read.tolist() == values
        flags = {ugly.meant.flags[column]} if column in ugly.meant.flags else set()
        assert {finding.reason for finding in result.findings} == flags


@pytest.mark.parametrize(("name", "ugly"), REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path, name: str, ugly: Ugly):
    if name == "locked.xlsx":
        pytest.importorskip("msoffcrypto")
    ugly.write(tmp_path / name)
    with pytest.raises(ugly.meant.refused) as caught:
        read_rows(tmp_path / name)
    assert caught.value.path == tmp_path / name
