"""A planted child and the passphrase are looked for in everything the program leaves behind, and are nowhere.

With the dropping switched off the same search finds them, so it can find.
"""

import io
import json
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import openpyxl
import pytest

from app.cli import main
from data import case_import, link_keys, proposals
from data.backups import backups_of
from data.database import connected
from data.encryption import key_of_file
from data.identity_cells import Identity
from data.name_folding import without_accents

PASSPHRASE = "Chín Quả Na Ngọt Trên Đồi"
NAME, MOTHER = "Quàng Thị Xuyến Quỳ", "Lường Thị Nhuần"
BORN, PHONE, NUMBER = "09/03/2014", "0987 650 432", "011214765432"
HEADER = [
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "CCCD",
    "SĐT",
    "Xã",
    "Ngày tiếp nhận",
    "Loại vụ việc",
    "Tình trạng",
    "Ghi chú",
]
CHILD = [NAME, BORN, "Nữ", NUMBER, PHONE, "Thanh Yên", "20/02/2026", "Bỏ mặc", "đang xử lý", f"con bà {MOTHER}"]
TRACES = {
    "name": ["quang thi xuyen quy"],
    "mother": ["luong thi nhuan"],
    "birth date": ["2014 03 09", "09 03 2014", "9 3 2014"],
    "phone": ["0987650432", "987650432", "0987 650 432"],
    "number": ["011214765432", "11214765432"],
    "passphrase": ["chin qua na ngot tren doi"],
}


def written_list(folder: Path) -> Path:
    """Write the child into a valid row, a row to be set aside, an unmapped column and a note under the table."""
    book = openpyxl.Workbook()
    other = ["Giàng A Tủa", "01/02/2012", "Nam", "", "", "Thanh Yên", "01/02/2026", "Bạo lực", "đã đóng", ""]
    aside = [*CHILD[:6], f"{NAME}, sinh {BORN}", *CHILD[7:]]
    wrong = [*CHILD[:8], f"cháu {NAME} {PHONE}", ""]
    note = [f"{NAME} (SĐT {PHONE}, CCCD {NUMBER}), mẹ: {MOTHER}, sinh ngày {BORN}"]
    for row in (HEADER, CHILD, other, [*other[:6], "03/02/2026", *other[7:]], aside, wrong, [], note, ["", "", *note]):
        book.active.append(row)
    path = folder / f"{NAME} - ho so.xlsx"
    book.save(path)
    return path


PLACES = ("TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME", "LACHAN_CONFIG")


class Left:
    """What several commands left behind: their words, files, and the tables of the project and its backups."""

    def __init__(self, folder: Path, patched: pytest.MonkeyPatch, *mapping: str) -> None:
        self.folder, self.source, self.project = folder, folder / "source", folder / "project" / "t.lachan"
        for name in ("source", "project", "out", *PLACES):
            (folder / name).mkdir(parents=True)
            patched.setenv(name, str(folder / name))
        patched.setenv("LACHAN_PASSPHRASE", PASSPHRASE)
        patched.setattr(tempfile, "tempdir", str(folder / "TMPDIR"))
        patched.setattr("data.encryption.KEY_ITERATIONS", 2)  # many files are opened
        self.said: list[str] = []
        out = folder / "out"
        cases = ("import", self.project, "cases", written_list(self.source), *mapping)
        self.run("new", self.project, "--province", "11")
        self.run(*cases, "--set", "agency=police", "--json", "--dry-run")
        self.run(*cases, "--set", "agency=police", "--json")
        self.run(*cases, "--set", "agency=health", "--repeat", "add", "--set-aside", out / "aside.xlsx")
        self.run(*cases, "--repeat", "skip")
        self.run("run", self.project, "reconcile", "--json")
        self.run("run", self.project, "reconcile")
        self.run("verify", self.project, "--json")
        for suffix in ("html", "xlsx", "json"):
            to = ("--to", out / f"r.{suffix}", "--audience", "internal")
            self.run("export", self.project, "--result", "reconcile-1", *to)

    def run(self, *arguments: object) -> None:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), suppress(SystemExit):
            main(["--lang", "en", *map(str, arguments)])
        self.said += [out.getvalue(), err.getvalue()]

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield everything, with where it was: compressed parts are opened, encrypted files decrypted."""
        for number, text in enumerate(self.said):
            yield f"said {number}", text.encode()
        yield from documents_in(self.folder)
        yield from documents_of(self.project)


def documents_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a folder but the source, and what is in those that are compressed."""
    for path in folder.rglob("*"):
        if path.is_file() and path.parent != folder / "source":
            yield str(path.relative_to(folder)), path.read_bytes()
            yield from unzipped(path)


def documents_of(project: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the rows of a project and of its backups."""
    for name, path in ((project.name, project), *((each.name, each.path) for each in backups_of(project))):
        for table, row in rows_of(path):
            yield f"{name}:{table}", row


def rows_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every row of every table of a decrypted project file."""
    with connected(path, key_of_file(path, PASSPHRASE)) as engine, closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in cursor.execute(f'SELECT * FROM "{table}"').fetchall():
                yield table, b"\n".join(content(value) for value in row)


def content(value: object) -> bytes:
    if not isinstance(value, bytes):
        return str(value).encode()
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def unzipped(path: Path) -> Iterator[tuple[str, bytes]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
            for name in book.namelist():
                yield f"{path.name}/{name}", book.read(name)


def plain(text: str) -> str:
    """Return text without accents, case and signs, so that every way to write it is found."""
    letters = without_accents(unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def traces(document: bytes) -> set[str]:
    found = set()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1258"):
        for text in {decoded := document.decode(encoding, errors="ignore"), unescaped(decoded)}:
            line = plain(text)
            found |= {what for what, needles in TRACES.items() if any(needle in line for needle in needles)}
    return found


def unescaped(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


def found_in(left: Left) -> dict[str, set[str]]:
    """Return what was found, by where."""
    found: dict[str, set[str]] = {}
    for where, document in left.documents():
        if traces(document):
            found.setdefault(where, set()).update(traces(document))
    return found


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Left]:
    with pytest.MonkeyPatch.context() as patched:
        yield Left(tmp_path_factory.mktemp("left"), patched)


def test_neither_child_nor_passphrase_is_left_anywhere(left: Left) -> None:
    assert found_in(left) == {}


def test_the_rows_came_in_and_were_set_aside_as_meant(left: Left) -> None:
    report = json.loads(left.said[4])
    assert (report["read"], report["accepted"], report["set_aside"], report["non_data"]) == (8, 3, 2, 3)
    assert "Họ và tên" not in report["mapping"].values()
    tables = [table for table, _ in rows_of(left.project)]
    assert tables.count("cases") > 3
    assert tables.count("secrets") == 1
    assert len(backups_of(left.project)) >= 2


def test_a_project_without_a_passphrase_takes_no_cases(tmp_path: Path, lachan) -> None:
    project = tmp_path / "open.lachan"
    assert lachan("new", project, "--province", "11").code == 0
    before = project.read_bytes()
    ran = lachan("import", project, "cases", written_list(tmp_path), "--json")
    assert ran.code == 1
    assert "may only be kept encrypted" in ran.err
    assert traces((ran.out + ran.err).encode()) == set()
    assert project.read_bytes() == before


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("change", [str, str.upper, str.title, without_accents])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_search_finds_a_name_in_every_form(form: str, change, encoding: str) -> None:
    assert traces(unicodedata.normalize(form, f"… {change(NAME)} …").encode(encoding)) == {"name"}


def switch_dropping_off(monkeypatch: pytest.MonkeyPatch) -> None:
    children = case_import._children
    known = {"Họ và tên": Identity.NAME, "Ngày sinh": Identity.BIRTH_DATE, "CCCD": Identity.ID_NUMBER}
    for module in (case_import, proposals):
        monkeypatch.setattr(module, "identity_columns", lambda frame, also=(), tick=None: {})
    monkeypatch.setattr(case_import, "is_doubtful", lambda table, field, text: False)
    monkeypatch.setattr(case_import, "_note_rows", lambda raw, kept: [])
    monkeypatch.setattr(case_import, "_children", lambda raw, held: children(raw, known))
    monkeypatch.setattr(link_keys, "_hash", lambda key, label, parts: "/".join(parts))


def test_with_the_dropping_switched_off_the_search_finds_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_dropping_off(monkeypatch)
    off = Left(tmp_path, monkeypatch, "--map", "status=Ghi chú")
    found = found_in(off)
    assert found["t.lachan:cases"] >= {"name", "mother", "birth date", "number"}
    for where in ("said", "2", "aside."):  # reports, backups, rows set aside
        assert any(each.startswith(where) and "name" in what for each, what in found.items()), where
