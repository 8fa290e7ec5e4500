"""The siting benchmark: how its problems are read, and what it says without the peer or the problems."""

import json
from pathlib import Path

import pytest

from bench import __main__ as bench_main
from bench import importing, program, risk, siting, travel_time, window

PATH_OF_THREE = "3 4 1\n1 2 9\n2 3 1\n1 2 2\n1 3 7\n"
"""Three nodes; the edge 1–2 is given twice."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in siting.PROBLEMS:
        (tmp_path / f"{name}.txt").write_text(PATH_OF_THREE)
    return tmp_path


def test_an_edge_given_twice_has_the_length_of_its_last_line(folder: Path) -> None:
    cost, p = siting.read_pmed(folder / "pmed1.txt")
    assert p == 1
    assert cost.tolist() == [[0, 2, 3], [2, 0, 1], [3, 1, 0]]


def test_without_the_peer_its_time_is_null(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siting, "find_spec", lambda _name: None)
    found = list(siting.figures(folder))
    assert [figure.name for figure in found] == ["p-median pmed1", "p-median pmed6"]
    for figure in found:
        assert (figure.peer, figure.peer_seconds) == ("spopt with HiGHS", None)
        assert figure.seconds > 0


def test_with_the_peer_its_time_stands_beside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siting, "find_spec", lambda _name: object())
    monkeypatch.setattr(siting, "spopt_seconds", lambda _path: 7.0)
    assert [figure.peer_seconds for figure in siting.figures(folder)] == [7.0, 7.0]


def test_without_the_problems_a_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "figures", lambda: [program.Figure("opening", 0.5, 100.0)])
    for others in (importing, travel_time, risk, window):
        monkeypatch.setattr(others, "figures", list)
    monkeypatch.setattr(siting, "PMED", tmp_path / "absent")
    bench_main.main()
    said = capsys.readouterr()
    assert json.loads(said.out)["name"] == "opening"
    assert str(tmp_path / "absent") in said.err
