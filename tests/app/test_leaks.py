"""A hidden shelter and a single case leave no trace in a shareable file: it is the same with and without them."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader

from app import release as gate
from app.demo import PLAN_FILES
from app.errors import NothingToRelease
from app.language import LANGUAGES, Language
from app.questions import find, names
from app.release import Audience, release
from app.reports import printed_plan
from app.reports.files import WRITERS
from app.result import Sensitivity
from app.results import run_and_store
from data.project import Project
from data.store import Store

NAME = "Nhà tạm lánh Zyxwv"
HIDDEN = {
    "facility_id": "QX77",
    "kind": "reliable_address",
    "name": NAME,
    "commune_code": "03214",
    "vintage": "2025-07-01",
    "lon": 103.334455,
    "lat": 21.223344,
    "capacity": 7,
    "disclosure": "hidden",
    "status": "in_use",
}
TRACES = (NAME, "Zyxwv", "QX77", "103.334455", "21.223344", "103.33445", "103,33446", "21,22334", "planted_kind")
CASE = {
    "unit_code": "03175",
    "vintage": "2025-07-01",
    "period_start": pd.Timestamp(2026, 3, 1),
    "period_end": pd.Timestamp(2026, 3, 31),
    "place": "home",
    "kind": "planted_kind",
    "agency": "police",
    "stage": "received",
    "counted": "cases",
    "count": 1,
}
MADE = "2026-01-01T00:00:00+00:00"
RUNS = (
    ("rates", {}),
    ("rates", {"period_start": "2025-01-01", "period_end": "2026-12-31"}),
    ("shelters", {"p": 3}),
    ("shelters", {"p": 3, "objective": "p_median"}),
    ("shelters", {"p": 3, "existing": "all"}),
    ("shelters", {"p": 3, "minutes": "air"}),
    ("reconcile", {}),
    ("clusters", {"permutations": 99, "scan_permutations": 99, "redraws": 19}),
    ("expected", {}),
    ("hidden", {"reporting_lower": 10, "reporting_upper": 30}),
    ("alerts", {}),
    ("access", {"resolution": 1000}),
    ("access", {"resolution": 1000, "existing": "all"}),
    ("supply", {"resolution": 1000}),
    ("supply", {"resolution": 1000, "existing": "all"}),
    ("referral", {"resolution": 1000}),
    ("referral", {"resolution": 1000, "existing": "all"}),
)


def planted(project: Project) -> Project:
    return project.append("facilities", pd.DataFrame([HIDDEN])).append("case_counts", pd.DataFrame([CASE]))


def shareable_files(folder: Path, project: Project) -> Iterator[tuple[str, str]]:
    """Yield every shareable file of every run, as text, as if all were made at one moment."""
    with Store.create(folder / "p.lachan", project) as store:
        for analysis, parameters in RUNS:
            stored = run_and_store(store, find(analysis), parameters, who="test")
            try:
                released = replace(release(store, stored.result_id, Audience.SHAREABLE, who="test"), created_at=MADE)
            except NothingToRelease:
                continue
            for suffix, writer in WRITERS.items():
                for code in LANGUAGES:
                    yield f"{stored.result_id}{suffix} {code}", as_text(suffix, writer(released, Language(code)))


def as_text(suffix: str, content: bytes) -> str:
    """Return all that a file holds: of a PDF its words, a space between two, and every line and symbol drawn."""
    if content.startswith(b"%PDF-"):
        pages = PdfReader(io.BytesIO(content)).pages
        drawn = [page.get_contents().get_data().decode("latin-1") for page in pages]
        return "\n".join([" ".join("\n".join(page.extract_text() for page in pages).split()), *drawn])
    if suffix != ".xlsx":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name != "docProps/core.xml"}
    return json.dumps(parts, ensure_ascii=False)


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a printed plan as the document it is printed from, which holds all that the paper shows."""
    monkeypatch.setattr(printed_plan, "pdf_of", lambda html, *, made: html.encode())


def test_every_analysis_is_looked_at() -> None:
    assert {analysis for analysis, _ in RUNS} == set(names())


@pytest.mark.slow
def test_shareable_files_are_the_same_with_and_without_a_hidden_shelter_and_a_single_case(
    tmp_path: Path, demo: Project, unprinted: None
) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    with_them = dict(shareable_files(tmp_path / "with", planted(demo)))
    without = dict(shareable_files(tmp_path / "without", demo))
    assert len(with_them) == 12 * len(WRITERS) * len(LANGUAGES)
    assert with_them == without
    for name, text in with_them.items():
        assert not [trace for trace in TRACES if trace in text], name


@pytest.mark.slow
@pytest.mark.slow
def test_with_the_gate_switched_off_they_are_found(
    tmp_path: Path, demo: Project, unprinted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(gate.ALLOWED, Audience.SHAREABLE, frozenset(Sensitivity))
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    with_them = dict(shareable_files(tmp_path / "with", planted(demo)))
    without = dict(shareable_files(tmp_path / "without", demo))
    rates = [name for name in with_them if name.startswith("rates")]
    assert all(with_them[name] != without[name] for name in rates)
    hidden = [name for name, text in with_them.items() if NAME in text]
    runs = ("shelters-3", "access-2", "supply-2", "referral-2")
    assert {name.split()[0] for name in hidden} == {f"{run}{suffix}" for run in runs for suffix in WRITERS}
    with_positions = [name for name in hidden if ".pdf" not in name]  # paper shows where, and prints no coordinates
    assert all("103.334455" in with_them[name] or "103.33446" in with_them[name] for name in with_positions)
    assert all(with_them[name] != without[name] for name in hidden)


def test_the_demo_plan_names_none_of_the_shelters_that_are_not_public(demo_folder: Path, demo: Project) -> None:
    facilities = demo["facilities"]
    secret = facilities[facilities["disclosure"] != "public"]
    assert len(secret) == 3
    for file in PLAN_FILES:
        text = as_text(Path(file).suffix, (demo_folder / file).read_bytes())
        for place in secret.to_dict("records"):
            assert place["name"] not in text
            assert f'"{place["facility_id"]}"' not in text


def test_the_demo_plan_is_the_shareable_run_with_public_shelters(demo_folder: Path) -> None:
    plan = json.loads((demo_folder / "plan.json").read_text(encoding="utf-8"))
    assert (plan["audience"], plan["parameters"]["existing"], plan["parameters"]["p"]) == ("shareable", "public", 5)
    assert plan["simulated"] is True
    assert any("public" in finding["en"] for finding in plan["findings"])
