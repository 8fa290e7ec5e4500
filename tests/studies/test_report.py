"""How a study is written down, and that every study is."""

import doctest
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import studies.__main__ as studies_main
from studies import report
from studies.report import Report, markdown

STUDY = Report(
    title="A study",
    method="It was tried.",
    findings=("One.", "Two."),
    tables={"Counts": pd.DataFrame({"kind": ["a", "b"], "share": [0.123456, 1.0], "worked": [True, False]})},
)


def test_a_page_holds_method_day_findings_and_tables() -> None:
    page = markdown(STUDY, name="trying", day=date(2026, 1, 2), seconds=3.4)
    assert page == (
        "# A study\n\nIt was tried.\n\n`python -m studies trying`, 2026-01-02, 3 s.\n\n- One.\n- Two.\n\n"
        "## Counts\n\n| kind | share | worked |\n|---|---|---|\n| a | 0.1235 | yes |\n| b | 1 | no |\n"
    )


def test_examples_of_the_tables_hold() -> None:
    found = doctest.testmod(report)
    assert found.attempted >= 2
    assert found.failed == 0


def test_a_study_is_written_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(studies_main.STUDIES, "trying", lambda: STUDY)
    path = studies_main.write("trying", tmp_path)
    assert path == tmp_path / "trying.md"
    assert path.read_text(encoding="utf-8").startswith("# A study\n")


def test_every_study_has_its_page_in_the_documents() -> None:
    assert {path.stem for path in studies_main.FOLDER.glob("*.md")} == set(studies_main.STUDIES)


def test_an_unknown_study_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["studies", "nothing"])
    with pytest.raises(SystemExit) as caught:
        studies_main.main()
    assert caught.value.code == 2
    assert "rate_intervals" in capsys.readouterr().err
