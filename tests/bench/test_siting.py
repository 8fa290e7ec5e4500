"""The siting benchmark: how its problems are read, and what it says without the peer or the problems."""

import json
from math import inf
from pathlib import Path

import pytest

from bench import __main__ as bench_main
from bench import importing, program, risk, siting, stability, travel_time, window

PATH_OF_THREE = "3 4 1\n1 2 9\n2 3 1\n1 2 2\n1 3 7\n"
"""Three nodes; the edge 1–2 is given twice."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in siting.ALL:
        (tmp_path / f"{name}.txt").write_text(PATH_OF_THREE)
    optima = "".join(f"{name},3,2\n" for name in siting.ALL)
    (tmp_path / "optima.csv").write_text(f"problem,p_median,p_center\n{optima}")
    return tmp_path


@pytest.fixture
def small_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siting, "COMMUNES", 40)
    monkeypatch.setattr(siting, "COUNTRY_SITES", 4)


def test_an_edge_given_twice_has_the_length_of_its_last_line(folder: Path) -> None:
    cost, p = siting.read_pmed(folder / "pmed1.txt")
    assert p == 1
    assert cost.tolist() == [[0, 2, 3], [2, 0, 1], [3, 1, 0]]


@pytest.mark.usefixtures("small_country")
def test_without_the_peers_their_times_are_null(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siting, "find_spec", lambda _name: None)
    country, *found, heuristic = siting.figures(folder)
    assert country.name == "p-median 40 x 40, p: 4, to a gap of 0.5%"
    assert 0 < country.seconds < 300
    names = [f"p-median {name}" for name in ("pmed1", "pmed6", "pmed11", "pmed16")]
    assert [figure.name for figure in found] == [*names, "p-center pmed1", "p-center pmed6"]
    for figure in found:
        assert (figure.peer, figure.peer_seconds) == ("spopt with HiGHS", None)
        assert figure.seconds > 0
    assert heuristic.name == "heuristic, pmed1 to pmed20: 20 optimal, worst 0.00%"
    assert (heuristic.peer, heuristic.peer_seconds) == (None, None)


@pytest.mark.usefixtures("small_country")
def test_with_the_peers_their_times_stand_beside_and_the_totals_have_limits(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(siting, "find_spec", lambda _name: object())
    monkeypatch.setattr(siting, "spopt_seconds", lambda _kind, _path: 7.0)
    monkeypatch.setattr(siting, "fasterpam_seconds", lambda _paths: 2.0)
    monkeypatch.setattr(siting, "fasterpam_total", lambda _path: 6.0)
    _, *found, heuristic = siting.figures(folder)
    totals = {figure.name: figure for figure in found if figure.name.endswith("total")}
    assert [figure.peer_seconds for figure in found] == [7.0] * 4 + [28.0] + [7.0] * 2 + [14.0]
    limits = {name: figure.limit.seconds for name, figure in totals.items() if figure.limit}
    assert limits == {
        "p-median pmed1, pmed6, pmed11, pmed16: total": pytest.approx(2.8),
        "p-center pmed1, pmed6: total": pytest.approx(0.14),
    }
    assert heuristic.peer_seconds == 2.0
    assert "FasterPAM, restarts: 10: 0 optimal, worst 100.00%; ours worse in 0" in heuristic.name


def test_a_country_whose_gap_stays_larger_keeps_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siting, "COUNTRY_LIMIT", siting.Limit(0.01))
    assert siting.country_seconds(400, 20) == inf


def test_without_the_problems_a_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "figures", lambda: [program.Figure("opening", 0.5, 100.0)])
    for others in (importing, travel_time, risk, stability, window):
        monkeypatch.setattr(others, "figures", list)
    monkeypatch.setattr(siting, "PMED", tmp_path / "absent")
    bench_main.main()
    said = capsys.readouterr()
    assert json.loads(said.out)["name"] == "opening"
    assert str(tmp_path / "absent") in said.err
