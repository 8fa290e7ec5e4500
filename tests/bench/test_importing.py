"""The figures of imports: what is measured is what people do, and it keeps its limits."""

from pathlib import Path

import pandas as pd
import pytest

from bench import importing
from bench.figure import Limit
from data.schema import TABLES
from data.store import Store


def test_the_counts_to_import_are_all_different(tmp_path: Path) -> None:
    rows = pd.read_csv(importing.write_case_counts(tmp_path / "a.csv", 10_000), dtype="str")
    key = [name for name in TABLES["case_counts"].key if name in rows]
    assert len(rows) == 10_000
    assert not rows.duplicated(key).any()
    assert rows["unit_code"].nunique() == 45


def test_an_import_that_is_measured_lies_in_an_encrypted_file(tmp_path: Path) -> None:
    path = importing.write_case_counts(tmp_path / "a.csv", 300)
    assert importing.counts_seconds(path, tmp_path / "a.lachan") > 0
    with Store.open(tmp_path / "a.lachan", passphrase=importing.PASSPHRASE) as store:
        assert len(store.project["case_counts"]) == 300
    assert importing.PASSPHRASE.encode() not in (tmp_path / "a.lachan").read_bytes()


def test_cases_that_are_measured_are_read_with_guessed_columns_and_without_names(tmp_path: Path) -> None:
    path = importing.write_cases(tmp_path / "a.csv", 300)
    assert importing.cases_seconds(path, tmp_path / "a.lachan") > 0
    with Store.open(tmp_path / "a.lachan", passphrase=importing.PASSPHRASE) as store:
        cases = store.project["cases"]
    assert len(cases) == 300
    assert cases[["unit_code", "kind", "agency", "sex", "reported_on", "link_keys"]].notna().all(axis=None)
    assert set(cases["sex"]) == {"female", "male"}


def test_rows_set_aside_spoil_the_figure(tmp_path: Path) -> None:
    path = importing.write_case_counts(tmp_path / "a.csv", 300)
    path.write_text(path.read_text().replace(",home,", ",nowhere,", 1))
    with pytest.raises(ValueError, match="300 rows read, 299 accepted"):
        importing.counts_seconds(path, tmp_path / "a.lachan")


@pytest.mark.slow
def test_what_was_promised_of_cases_and_schools_is_measured_beside_its_limit() -> None:
    found = {figure.name: figure for figure in importing.figures(rows=(100_000,))}
    cases, schools = found["importing 100,000 cases"], found["placing 40,000 schools"]
    assert cases.limit == Limit(seconds=10.0, memory_mb=800.0)
    assert schools.limit == Limit(seconds=5.0)
    assert all(figure.seconds > 0 and figure.peak_memory_mb > 50 for figure in found.values())
