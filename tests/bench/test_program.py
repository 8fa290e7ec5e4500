"""The figures of the program: what is measured is what people do, and it keeps its limits."""

from pathlib import Path

import pandas as pd
import pytest

from bench import program
from data.schema import TABLES
from data.store import Store


def test_the_rows_to_import_are_all_different(tmp_path: Path) -> None:
    rows = pd.read_csv(program.write_case_counts(tmp_path / "a.csv", 10_000), dtype="str")
    key = [name for name in TABLES["case_counts"].key if name in rows]
    assert len(rows) == 10_000
    assert not rows.duplicated(key).any()
    assert rows["unit_code"].nunique() == 45


def test_an_import_that_is_measured_lies_in_an_encrypted_file(tmp_path: Path) -> None:
    path = program.write_case_counts(tmp_path / "a.csv", 300)
    assert program.importing_seconds(path, tmp_path / "a.lachan") > 0
    with Store.open(tmp_path / "a.lachan", passphrase=program.PASSPHRASE) as store:
        assert len(store.project["case_counts"]) == 300
    assert program.PASSPHRASE.encode() not in (tmp_path / "a.lachan").read_bytes()


def test_rows_set_aside_spoil_the_figure(tmp_path: Path) -> None:
    path = program.write_case_counts(tmp_path / "a.csv", 300)
    path.write_text(path.read_text().replace(",home,", ",nowhere,", 1))
    with pytest.raises(ValueError, match="300 rows read, 299 accepted"):
        program.importing_seconds(path, tmp_path / "a.lachan")


@pytest.mark.slow
def test_demo_and_help_keep_their_limits() -> None:
    found = {figure.name: figure for figure in program.figures(repeats=3, rows=(1_000,))}
    assert set(found) == {
        "lachan demo",
        "lachan --help",
        "opening the demo project",
        "importing 1,000 case counts",
    }
    assert found["lachan demo"].seconds <= 20.0
    assert 50 < found["lachan demo"].peak_memory_mb <= 700.0
    assert found["lachan --help"].seconds <= 0.6
    assert all(figure.seconds > 0 and figure.peak_memory_mb > 10 for figure in found.values())
