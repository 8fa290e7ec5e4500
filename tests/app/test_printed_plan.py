"""The printed plan: all of it on paper, its marks on every page, in both languages, and nothing from outside."""

import io
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app import demo as demo_module
from app import words
from app.demo import PLAN_PARAMETERS, write_demo
from app.errors import PdfUnavailable
from app.language import LANGUAGES, Language
from app.names import shown_name
from app.questions import find
from app.release import Audience, Released, release
from app.reports import notes, printed_plan
from app.reports.printed_plan import MOST_COLUMNS, printed_plan_bytes, printed_plan_html
from app.reports.printing import pdf_of
from app.results import run_and_store
from data.project import Project
from data.store import Store

MADE = "2026-03-04T05:06:07+00:00"
ONE_NAME = "<!DOCTYPE html><style>p { font-size: 40pt }</style><p>Mường Ảng</p>"


@pytest.fixture(scope="module")
def printer() -> None:
    try:
        pdf_of(ONE_NAME, made=MADE)
    except PdfUnavailable as error:
        pytest.skip(f"no PDF can be printed here: {error.reason}")


@pytest.fixture(scope="module")
def plan(demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Released:
    return released(demo, tmp_path_factory.mktemp("plan"), "shelters", PLAN_PARAMETERS, Audience.SHAREABLE)


@pytest.fixture(scope="module")
def rates(demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Released:
    return released(demo, tmp_path_factory.mktemp("rates"), "rates", {}, Audience.INTERNAL)


@pytest.fixture(scope="module")
def printed(printer: None, plan: Released) -> dict[str, bytes]:
    return {code: printed_plan_bytes(plan, Language(code)) for code in LANGUAGES}


def released(project: Project, folder: Path, analysis: str, parameters: dict[str, Any], audience: Audience) -> Released:
    with Store.create(folder / "p.lachan", project) as store:
        stored = run_and_store(store, find(analysis), parameters, who="test")
        return replace(release(store, stored.result_id, audience, who="test"), created_at=MADE)


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page, one space between words."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


def column(plan: Released, table: str, name: str) -> list[Any]:
    return {each.name: each for each in plan.tables}[table].values(name)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_says_for_whom_it_is_what_is_simulated_and_its_number(
    printed: dict[str, bytes], plan: Released, code: Any
) -> None:
    marks = [notes.audience(plan, Language(code)), *notes.warnings(plan, Language(code))]
    sheets = pages(printed[code])
    assert len(marks) == 3
    assert len(sheets) == 4
    for number, text in enumerate(sheets, start=1):
        assert " · ".join(marks) in text
        assert f"{number} / 4" in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_five_sites_stand_there_with_their_reasons(printed: dict[str, bytes], plan: Released, code: Any) -> None:
    text = unspaced("".join(pages(printed[code])))
    names, reasons = column(plan, "sites", "name"), column(plan, "sites", f"reason_{code}")
    assert len(names) == 5
    said = [shown_name(name, Language(code)) for name in names]
    assert all(unspaced(each) in text for each in (*said, *reasons))


@pytest.mark.parametrize("code", LANGUAGES)
def test_findings_notes_and_every_commune_reach_the_paper_whole(
    printed: dict[str, bytes], plan: Released, code: Any
) -> None:
    text = unspaced("".join(pages(printed[code])))
    language = Language(code)
    said = [*notes.findings(plan, language), *(note.text for note in notes.notes(plan, language))]
    said += [shown_name(name, language) for name in column(plan, "communes", "name")] + column(plan, "communes", "code")
    assert not [each for each in said if unspaced(each) not in text]


def test_a_table_that_runs_over_two_pages_has_its_headings_on_both(printed: dict[str, bytes], plan: Released) -> None:
    codes = column(plan, "communes", "code")
    listing = [text for text in pages(printed["en"]) if any(code in text for code in codes)]
    assert len(listing) == 2
    assert all("Share of children within the limit, with the plan (%)" in text for text in listing)


def test_a_row_is_not_split_between_pages(printed: dict[str, bytes], plan: Released) -> None:
    sheets = pages(printed["en"])[1:]
    en = Language("en")
    for name, share in zip(*(column(plan, "communes", each) for each in ("name", "share_within_after")), strict=True):
        row = f"{shown_name(name, en)} {en.number(share, 1)}"
        assert [row in text for text in sheets].count(True) == 1, row


def test_the_same_result_is_the_same_file_dated_with_the_result(printed: dict[str, bytes], plan: Released) -> None:
    assert printed_plan_bytes(plan, Language("vi")) == printed["vi"]
    about = PdfReader(io.BytesIO(printed["vi"])).metadata
    assert about is not None
    assert about.creation_date == about.modification_date == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_the_paper_is_a4_upright(printed: dict[str, bytes]) -> None:
    box = PdfReader(io.BytesIO(printed["vi"])).pages[0].mediabox
    assert [round(float(side) * 25.4 / 72) for side in (box.width, box.height)] == [210, 297]


def test_no_text_reaches_over_the_edge_of_the_paper(printed: dict[str, bytes]) -> None:
    places: list[tuple[float, float]] = []

    def note(text: str, user: Any, matrix: Any, *_: Any) -> None:
        if text.strip():
            places.append((user[0] * matrix[4] + user[4], user[3] * matrix[5] + user[5]))

    for page in PdfReader(io.BytesIO(printed["vi"])).pages:
        page.extract_text(visitor_text=note)
    assert len(places) > 500
    assert all(0 < x < 595 and 0 < y < 842 for x, y in places)


def test_classes_of_the_map_are_told_apart_in_grey(rates: Released) -> None:
    swatches = re.findall(r'class="swatch" viewBox="0 0 8 5"><rect [^>]*fill="#(\w{6})"', html_of(rates))[:5]
    greys = [
        sum(int(fill[at : at + 2], 16) * share for at, share in ((0, 0.3), (2, 0.59), (4, 0.11))) for fill in swatches
    ]
    assert len(greys) == 5
    assert all(lighter - darker > 25 for lighter, darker in pairwise(greys))


def html_of(plan: Released) -> str:
    return printed_plan_html(plan, Language("en"))


def test_each_way_of_colouring_has_its_map(rates: Released, plan: Released) -> None:
    assert html_of(plan).count("<figure") == 1
    assert html_of(rates).count("<figure") == len(rates.layers) > 1
    assert "INTERNAL" in html_of(rates)


def test_of_a_wide_table_the_columns_that_fit_a_page_are_printed_those_of_the_map_first(rates: Released) -> None:
    wide = html_of(rates).split('<table class="communes">')[1].split("</thead>")[0]
    printed = [heading.split("<")[0] for heading in wide.split("<span>")[1:]]
    table = next(each for each in rates.tables if each.name == "communes")
    assert len(table.columns) > MOST_COLUMNS == len(printed)
    shown = [
        words.column_label(column, Language("en")) for column in table.columns if column.name in rates.layers[0].popup
    ]
    assert set(shown[:MOST_COLUMNS]) <= set(printed)


def test_a_result_without_a_layer_shows_the_communes_and_no_legend(demo: Project, tmp_path: Path) -> None:
    html = html_of(released(demo, tmp_path, "rates", {}, Audience.SHAREABLE))
    assert html.count("<figure") == 1
    assert "<aside" not in html


def test_only_a_few_sites_are_named_beside_the_map(plan: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    assert html_of(plan).count("<ol>") == 1
    monkeypatch.setattr(printed_plan, "LISTED_IN_LEGEND", 4)
    assert "<ol>" not in html_of(plan)


def test_a_name_cannot_end_the_element_or_the_style_it_stands_in(plan: Released) -> None:
    odd = replace(plan, place=replace(plan.place, name='"}</style><b>x'))
    html = html_of(odd)
    assert "<b>x" not in html
    assert html.count("</style>") == 1


@pytest.mark.slow
def test_a_hidden_shelter_leaves_no_word_and_no_mark_on_the_paper(printer: None, demo: Project, tmp_path: Path) -> None:
    secret = demo["facilities"].query("disclosure != 'public'")
    without = demo.with_table("facilities", demo["facilities"].drop(secret.index))
    drawn = []
    for name, project in (("with", demo), ("without", without)):
        (tmp_path / name).mkdir()
        plan = released(project, tmp_path / name, "shelters", PLAN_PARAMETERS, Audience.SHAREABLE)
        reader = PdfReader(io.BytesIO(printed_plan_bytes(plan, Language("vi"))))
        drawn.append([page.get_contents().get_data() for page in reader.pages])
    assert len(secret) == 3
    assert drawn[0] == drawn[1]


def test_it_prints_from_any_thread_and_without_a_display(printer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(pdf_of(ONE_NAME, made=MADE)))
    thread.start()
    thread.join()
    assert pages(made[0]) == ["Mường Ảng"]


@pytest.fixture
def asked(printer: None) -> Iterator[tuple[int, list[str]]]:
    """Serve on a port of this machine and note what is asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, paths
        server.shutdown()
        thread.join()


def test_a_document_is_given_no_network_no_files_and_no_scripts(asked: tuple[int, list[str]], tmp_path: Path) -> None:
    port, paths = asked
    (tmp_path / "secret.html").write_text("<p>secret</p>", encoding="utf-8")
    site, file = f"http://127.0.0.1:{port}", (tmp_path / "secret.html").as_uri()
    html = (
        f'<img src="{site}/image"><link rel="stylesheet" href="{site}/style">'
        f'<iframe src="{site}/frame"></iframe><iframe src="{file}"></iframe>'
        '<p>told</p><script>document.body.append("scripted")</script>'
    )
    text = " ".join(pages(pdf_of(html, made=MADE)))
    assert paths == []
    assert "told" in text
    assert "secret" not in text.replace("secret.html", "")
    assert "scripted" not in text


@pytest.fixture
def without_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let Qt's browser miss a library of the system, as on a bare server."""
    reason = "libEGL.so.1: cannot open shared object file"
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text(f"raise ImportError({reason!r})", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return reason


def test_a_missing_library_is_one_error_that_says_so(without_library: str) -> None:
    with pytest.raises(PdfUnavailable) as caught:
        pdf_of(ONE_NAME, made=MADE)
    assert without_library in caught.value.reason


@pytest.mark.slow
def test_the_demo_is_written_without_its_pdf_and_says_why(without_library: str, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "plan.pdf").write_bytes(b"of an earlier demo")
    files = write_demo(tmp_path / "demo", language=Language("vi"), who="test")
    assert [path.name for path in files.plan] == ["plan.html", "plan.xlsx", "plan.json"]
    assert [without_library in error.reason for error in files.left_out] == [True]
    assert not (tmp_path / "demo" / "plan.pdf").exists()
    assert set(demo_module.PLAN_FILES) - {path.name for path in files.plan} == {"plan.pdf"}


@pytest.mark.parametrize(("root", "sandbox"), [(True, "1"), (False, None)])
def test_the_sandbox_is_off_for_root_only(
    root: bool, sandbox: str | None, monkeypatch: pytest.MonkeyPatch, environment: Callable[[], dict[str, str]]
) -> None:
    monkeypatch.setattr("app.reports.printing._is_root", lambda: root)
    assert environment().get("QTWEBENGINE_DISABLE_SANDBOX") == sandbox


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, str]]:
    """Return what gives the environment the printing process would get."""
    import subprocess

    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    monkeypatch.setenv("QTWEBENGINE_REMOTE_DEBUGGING", "9222")

    def seen() -> dict[str, str]:
        given: dict[str, str] = {}

        def run(*_: object, env: dict[str, str], **__: object) -> subprocess.CompletedProcess[bytes]:
            given.update(env)
            return subprocess.CompletedProcess((), 0, b"%PDF-1.4", b"")

        monkeypatch.setattr(subprocess, "run", run)
        pdf_of(ONE_NAME, made=MADE)
        return given

    return seen


def test_nobody_can_listen_in_on_the_printing(environment: Callable[[], dict[str, str]]) -> None:
    assert "QTWEBENGINE_REMOTE_DEBUGGING" not in environment()
