"""Write small ugly files, one trouble each and some with several, as offices send them, and say how each is meant.

``python tests/data/ugly_files.py FOLDER`` writes them all. Names and figures are invented; only the communes are real.
"""

import datetime
import io
import sys
import unicodedata
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import openpyxl
from shapely.geometry import Point

from data.encodings import FROM_TCVN3
from data.errors import EmptySource, ProtectedSource, SourceFileError, UnknownEncoding, UnreadableSource
from data.issues import Reason
from data.schema import Kind

Rows = Sequence[Sequence[object]]
HEADER = ("Mã xã", "Tên xã", "Tiếp nhận", "Giải quyết")
COMMUNES = (("03127", "Điện Biên Phủ", 12, 11), ("03349", "Thanh Yên", 3, 3), ("03151", "Mường Nhé", 5, 2))
PLAIN = {
    "Mã xã": ["03127", "03349", "03151"],
    "Tên xã": ["Điện Biên Phủ", "Thanh Yên", "Mường Nhé"],
    "Tiếp nhận": ["12", "3", "5"],
    "Giải quyết": ["11", "3", "2"],
}
TITLES = ("BÁO CÁO CÔNG TÁC BẢO VỆ TRẺ EM", "Đến 30/9/2025")
PERSON = "Nguyễn Thị Planted"  # stands in notes, and must not come out of reading


@dataclass(frozen=True)
class Meant:
    """How a file is to be read: cells of its data rows by column, and everything said about the rest."""

    columns: Mapping[str, list[str]] = field(default_factory=lambda: PLAIN)
    first: int = 2
    titles: tuple[str, ...] = ()
    non_data: Mapping[int, Reason] = field(default_factory=dict)
    differences: Mapping[tuple[int, str], tuple[float, float]] = field(default_factory=dict)
    encoding: str | None = None
    groups: list[str] | None = None
    others: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    values: Mapping[str, tuple[Kind, list[object]]] = field(default_factory=dict)
    flags: Mapping[str, Reason] = field(default_factory=dict)
    refused: type[SourceFileError] | None = None


@dataclass(frozen=True)
class Ugly:
    """A file: how it is written, and how it is meant."""

    write: Callable[[Path], object]
    meant: Meant


def to_tcvn3(text: str) -> bytes:
    """Encode as TCVN3; a capital with a tone, which it has not, becomes the small letter."""
    letters = {letter: bytes([byte]) for byte, letter in FROM_TCVN3.items()}
    return b"".join(letters.get(c) or letters.get(c.lower()) or c.encode("cp1252") for c in text)


def to_windows_1258(text: str) -> bytes:
    """Encode as Windows does: the letter, then its tone as a combining mark where there is no letter for both."""
    return b"".join(map(_letter_1258, text))


def _letter_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        return (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")


def as_text(rows: Rows, mark: str = ",") -> str:
    """Write rows of cells without marks or quotes in them as delimited text."""
    return "".join(mark.join(map(str, row)) + "\r\n" for row in rows)


def text(rows: Rows, mark: str = ",", *, encode: Callable[[str], bytes] = str.encode) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(encode(as_text(rows, mark)))


def xlsx(
    rows: Rows, *, merge: Sequence[str] = (), formats: Mapping[str, str] | None = None, **sheets: Rows
) -> Callable[[Path], object]:
    """Return a writer of a workbook: `rows` in its first sheet, `merge` and `formats` for that, further sheets."""

    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        for name, content in {"Sheet1": rows, **sheets}.items():
            sheet = book["Sheet"] if name == "Sheet1" else book.create_sheet(name)
            sheet.title = name
            for row in content:
                sheet.append([None if cell == "" else cell for cell in row])
        for block in merge:
            book["Sheet1"].merge_cells(block)
        for cell, shown in (formats or {}).items():
            book["Sheet1"][cell].number_format = shown
        book.save(path)

    return write


def xls(rows: Rows, *, merge: Sequence[tuple[int, int, int, int]] = ()) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("Sheet1")
        inside = {
            (r, c) for top, bottom, left, right in merge for r in range(top, bottom + 1) for c in range(left, right + 1)
        }
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell != "" and (r, c) not in inside:
                    sheet.write(r, c, cell)
        for top, bottom, left, right in merge:
            sheet.write_merge(top, bottom, left, right, rows[top][left])
        book.save(str(path))

    return write


def ods(rows: Rows) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        from odf.opendocument import OpenDocumentSpreadsheet
        from odf.table import Table, TableCell, TableRow
        from odf.text import P

        book = OpenDocumentSpreadsheet()
        table = Table(name="Sheet1")
        for row in rows:
            line = TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell, TableCell, P))
            table.addElement(line)
        book.spreadsheet.addElement(table)
        book.save(str(path))

    return write


def _ods_cell(cell: object, make: Callable[..., object], paragraph: Callable[..., object]) -> object:
    match cell:
        case "":
            return make()
        case int() | float():
            made = make(valuetype="float", value=cell)
        case datetime.date():
            made = make(valuetype="date", datevalue=cell.isoformat())
        case _:
            made = make(valuetype="string")
    made.addElement(paragraph(text=str(cell)))  # type: ignore[attr-defined]
    return made


def locked(path: Path) -> None:
    """Write a workbook that a password locks."""
    import msoffcrypto
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(list(HEADER))
    book.save(plain)
    with path.open("wb") as file:
        OOXMLFile(plain).encrypt("mật khẩu", file)
    with path.open("rb") as file:
        assert msoffcrypto.OfficeFile(file).is_encrypted()


def kml(path: Path) -> None:
    """Write places as Google Earth does: a name, a description, data of one's own, a height."""
    places = "".join(
        f"<Placemark><name>{name}</name><description>Trạm y tế</description><ExtendedData><Data name='capacity'>"
        f"<value>{n}</value></Data></ExtendedData><Point><coordinates>103.{n},21.4,500</coordinates></Point></Placemark>"
        for name, n in (("Thanh Yên", 6), ("Mường Nhé", 8))
    )
    path.write_text(
        "<?xml version='1.0' encoding='UTF-8'?><kml xmlns='http://www.opengis.net/kml/2.2'><Document>"
        f"<Folder><name>Cơ sở</name>{places}</Folder></Document></kml>",
        encoding="utf-8",
    )


def shapefile(encode: Callable[[str], str], *, encoding: str) -> Callable[[Path], object]:
    """Return a writer of a shapefile whose file of letters (.cpg) was lost on the way."""

    def write(path: Path) -> None:
        names = [encode(name) for _, name, _, _ in COMMUNES]
        with warnings.catch_warnings(action="ignore"):
            places = gpd.GeoDataFrame({"ten": names}, geometry=[Point(103, 21)] * 3, crs="EPSG:4326")
            places.to_file(path, encoding=encoding)
        path.with_suffix(".cpg").unlink()

    return write


def _latin(text_: str) -> str:
    return to_tcvn3(text_).decode("latin-1")


PLACES = Meant(columns={"ten": PLAIN["Tên xã"]}, first=1)
NUMBERED = [("STT", "Tên xã", "Số vụ"), (1, "Thanh Yên", 3), (2, "Mường Nhé", 5)]
TWO_LINES = [("STT", "Tên xã", "Số vụ", "", "Ghi chú"), ("", "", "Tiếp nhận", "Giải quyết", "")]
TWO_LINE_ROWS = [(1, "Thanh Yên", 3, 3, ""), (2, "Mường Nhé", 5, 2, "gửi chậm")]
TWO_LINE_COLUMNS = {
    "STT": ["1", "2"],
    "Tên xã": ["Thanh Yên", "Mường Nhé"],
    "Số vụ – Tiếp nhận": ["3", "5"],
    "Số vụ – Giải quyết": ["3", "2"],
    "Ghi chú": ["", "gửi chậm"],
}
NOTES = [
    ("",) * 4,
    (f"Ghi chú: cháu {PERSON} sinh ngày 1/2/2015, điện thoại 0912345678", "", "", ""),
    ("", "", "Điện Biên, ngày 30 tháng 9 năm 2025", ""),
    ("Người lập biểu", "", "Thủ trưởng đơn vị", ""),
    (PERSON, "", "Trần Văn B", ""),
]
NOTED = dict.fromkeys(range(6, 10), Reason.NOTE_ROW) | {5: Reason.BLANK_ROW}
DAYS = ["15/12/2023", "15-12-23", "2023-12-15", "15.12.2023", "ngày 15 tháng 12 năm 2023", "15/12/2023 08:30"]
DAY = datetime.date(2023, 12, 15)


def _one_column(name: str, cells: Sequence[object]) -> Rows:
    return [("Tên xã", name), *((f"Xã {place}", cell) for place, cell in zip("ABCDEFGH", cells, strict=False))]


def _numbers(name: str, cells: Sequence[str], values: list[object], **said: object) -> Meant:
    columns = {"Tên xã": [f"Xã {place}" for place, _ in zip("ABCDEFGH", cells, strict=False)], name: list(cells)}
    return Meant(columns=columns, values={name: (Kind.NUMBER, values)}, **said)  # type: ignore[arg-type]


def _lines(*cells: object) -> tuple[object, ...]:
    return (*cells, *[""] * (4 - len(cells)))


TABLE = [HEADER, *COMMUNES]

UGLY: dict[str, Ugly] = {
    "titles_above.csv": Ugly(
        text([*map(_lines, TITLES), _lines(), *TABLE]), Meant(first=5, titles=TITLES)
    ),
    "letterhead.xlsx": Ugly(
        xlsx(
            [
                ("UBND TỈNH ĐIỆN BIÊN", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""),
                ("SỞ Y TẾ", "", "Độc lập - Tự do - Hạnh phúc", ""),
                ("Số: 12/BC-SYT", "", "Điện Biên, ngày 30 tháng 9 năm 2025", ""),
                _lines(TITLES[0]),
                _lines(TITLES[1]),
                *TABLE,
            ],
            merge=["A1:B1", "C1:D1", "A4:D4", "A5:D5"],
        ),
        Meant(
            first=7,
            titles=(
                "UBND TỈNH ĐIỆN BIÊN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ Y TẾ", "Độc lập - Tự do - Hạnh phúc",
                "Số: 12/BC-SYT", "Điện Biên, ngày 30 tháng 9 năm 2025", *TITLES,
            ),
        ),
    ),
    "two_lines_merged.xlsx": Ugly(
        xlsx([*TWO_LINES, *TWO_LINE_ROWS], merge=["A1:A2", "B1:B2", "C1:D1", "E1:E2"]),
        Meant(columns=TWO_LINE_COLUMNS, first=3),
    ),
    "two_lines_merged.xls": Ugly(
        xls([*TWO_LINES, *TWO_LINE_ROWS], merge=[(0, 1, 0, 0), (0, 1, 1, 1), (0, 0, 2, 3), (0, 1, 4, 4)]),
        Meant(columns=TWO_LINE_COLUMNS, first=3),
    ),
    "two_lines_told_by_blanks.csv": Ugly(text([*TWO_LINES, *TWO_LINE_ROWS]), Meant(columns=TWO_LINE_COLUMNS, first=3)),
    "two_lines_told_by_blanks.ods": Ugly(ods([*TWO_LINES, *TWO_LINE_ROWS]), Meant(columns=TWO_LINE_COLUMNS, first=3)),
    "three_lines.csv": Ugly(
        text([
            ("Tên xã", "Số vụ", "", "", ""),
            ("", "Tiếp nhận", "", "Giải quyết", ""),
            ("", "Nam", "Nữ", "Nam", "Nữ"),
            ("Thanh Yên", 1, 2, 1, 0),
        ]),
        Meant(
            columns={
                "Tên xã": ["Thanh Yên"],
                "Số vụ – Tiếp nhận – Nam": ["1"],
                "Số vụ – Tiếp nhận – Nữ": ["2"],
                "Số vụ – Giải quyết – Nam": ["1"],
                "Số vụ – Giải quyết – Nữ": ["0"],
            },
            first=4,
        ),
    ),
    "upper_line_nearly_empty.csv": Ugly(
        text([
            _lines("BÁO CÁO"),
            ("Đơn vị", "Kết quả", "", ""),
            ("", "Tiếp nhận", "Giải quyết", "Khởi tố"),
            ("Thanh Yên", 3, 2, 1),
            ("Mường Nhé", 5, 2, 0),
        ]),
        Meant(
            columns={
                "Đơn vị": ["Thanh Yên", "Mường Nhé"],
                "Kết quả – Tiếp nhận": ["3", "5"],
                "Kết quả – Giải quyết": ["2", "2"],
                "Kết quả – Khởi tố": ["1", "0"],
            },
            first=4,
            titles=("BÁO CÁO",),
        ),
    ),
    "years_in_the_header.xlsx": Ugly(
        xlsx([("Tên xã", "Tình trạng", 2023, 2024), ("Thanh Yên", "tốt", 3, 4)]),
        Meant(columns={"Tên xã": ["Thanh Yên"], "Tình trạng": ["tốt"], "2023": ["3"], "2024": ["4"]}),
    ),
    "line_breaks_in_the_header.xlsx": Ugly(
        xlsx([("Mã\nxã", " Tên \n xã ", "Tiếp\r\nnhận", "Giải quyết"), *COMMUNES]), Meant()
    ),
    "header_on_each_page.csv": Ugly(
        text([HEADER, COMMUNES[0], HEADER, *COMMUNES[1:]]), Meant(non_data={3: Reason.HEADER_ROW})
    ),
    "numbering_row_of_letters.xlsx": Ugly(
        xlsx([HEADER, ("A", "B", 1, 2), *COMMUNES]), Meant(non_data={2: Reason.NUMBERING_ROW})
    ),
    "numbering_row_in_brackets.csv": Ugly(
        text([HEADER, ("(1)", "(2)", "(3)", "(4)=(3)-1"), *COMMUNES]), Meant(non_data={2: Reason.NUMBERING_ROW})
    ),
    "numbering_row_plain.xls": Ugly(
        xls([HEADER, (1, 2, 3, 4), *COMMUNES]), Meant(non_data={2: Reason.NUMBERING_ROW})
    ),
    "totals_below.csv": Ugly(text([*TABLE, ("", "Tổng cộng", 20, 16)]), Meant(non_data={5: Reason.TOTALS_ROW})),
    "totals_above.xlsx": Ugly(
        xlsx([HEADER, ("Toàn tỉnh", "", 20, 16), *COMMUNES], merge=["A2:B2"]), Meant(non_data={2: Reason.TOTALS_ROW})
    ),
    "totals_wrong.csv": Ugly(
        text([*TABLE, ("Tổng số", "", 21, 16)]),
        Meant(non_data={5: Reason.TOTALS_ROW}, differences={(5, "Tiếp nhận"): (21.0, 20.0)}),
    ),
    "commune_called_cong_hoa.csv": Ugly(
        text([("Tên xã", "Số vụ"), ("Cộng Hoà", 4), ("Tổng Đài", 2), ("Cộng", 6)]),
        Meant(columns={"Tên xã": ["Cộng Hoà", "Tổng Đài"], "Số vụ": ["4", "2"]}, non_data={4: Reason.TOTALS_ROW}),
    ),
    "groups_merged_across.xlsx": Ugly(
        xlsx(
            [HEADER, _lines("Huyện Điện Biên"), COMMUNES[1], _lines("Huyện Mường Nhé"), COMMUNES[2]],
            merge=["A2:D2", "A4:D4"],
        ),
        Meant(
            columns={name: cells[1:] for name, cells in PLAIN.items()},
            non_data={2: Reason.GROUP_ROW, 4: Reason.GROUP_ROW},
            groups=["Huyện Điện Biên", "Huyện Mường Nhé"],
        ),
    ),
    "subtotals_of_districts.csv": Ugly(
        text([
            ("STT", "Đơn vị", "Số vụ"),
            ("", "Tổng cộng", 20),
            ("I", "Huyện Điện Biên", 15),
            (1, "Thanh Yên", 3),
            (2, "Thanh Xương", 12),
            ("II", "Huyện Mường Nhé", 4),
            (1, "Mường Nhé", 5),
        ]),
        Meant(
            columns={
                "STT": ["1", "2", "1"],
                "Đơn vị": ["Thanh Yên", "Thanh Xương", "Mường Nhé"],
                "Số vụ": ["3", "12", "5"],
            },
            non_data={2: Reason.TOTALS_ROW, 3: Reason.GROUP_ROW, 6: Reason.GROUP_ROW},
            differences={(6, "Số vụ"): (4.0, 5.0)},
            groups=["Huyện Điện Biên", "Huyện Điện Biên", "Huyện Mường Nhé"],
        ),
    ),
    "districts_as_data.csv": Ugly(
        text([("Đơn vị", "Số vụ"), ("Huyện Điện Biên", 15), ("Huyện Mường Nhé", ""), ("Thị xã Mường Lay", 2)]),
        Meant(
            columns={
                "Đơn vị": ["Huyện Điện Biên", "Huyện Mường Nhé", "Thị xã Mường Lay"],
                "Số vụ": ["15", "", "2"],
            }
        ),
    ),
    "commune_without_figures.csv": Ugly(
        text([*TABLE, ("", "Xã Nậm Kè", "", ""), ("Cộng", "", 20, 16)]),
        Meant(
            columns={name: [*cells, "Xã Nậm Kè" if name == "Tên xã" else ""] for name, cells in PLAIN.items()},
            non_data={6: Reason.TOTALS_ROW},
        ),
    ),
    "blank_rows.xlsx": Ugly(
        xlsx([HEADER, _lines(), COMMUNES[0], _lines(" "), *COMMUNES[1:]]),
        Meant(non_data={2: Reason.BLANK_ROW, 4: Reason.BLANK_ROW}),
    ),
    "notes_and_signatures.xlsx": Ugly(xlsx([*TABLE, *NOTES]), Meant(non_data=NOTED)),
    "names_under_the_totals.csv": Ugly(
        text([*TABLE, ("", "Cộng", 20, 16), _lines(PERSON)]),
        Meant(non_data={5: Reason.TOTALS_ROW, 6: Reason.NOTE_ROW}),
    ),
    "merged_over_rows.xlsx": Ugly(
        xlsx(
            [("Huyện", "Tên xã", "Số vụ"), ("Điện Biên", "A", 3), ("", "B", ""), ("", "C", 1)],
            merge=["A2:A4", "C2:C3"],
        ),
        Meant(columns={"Huyện": ["Điện Biên"] * 3, "Tên xã": ["A", "B", "C"], "Số vụ": ["3", "", "1"]}),
    ),
    "semicolons.csv": Ugly(
        text([("Tên xã", "Tỷ lệ", "Số vụ"), ("A", "1,5", "3"), ("B", "2,25", "4")], ";"),
        Meant(
            columns={"Tên xã": ["A", "B"], "Tỷ lệ": ["1,5", "2,25"], "Số vụ": ["3", "4"]},
            values={"Tỷ lệ": (Kind.NUMBER, [1.5, 2.25])},
        ),
    ),
    "tabs.tsv": Ugly(text(TABLE, "\t"), Meant(encoding="utf-8")),
    "byte_order_mark.csv": Ugly(text(TABLE, encode=lambda t: t.encode("utf-8-sig")), Meant(encoding="utf-8-sig")),
    "utf_16.txt": Ugly(text(TABLE, "\t", encode=lambda t: t.encode("utf-16")), Meant(encoding="utf-16")),
    "utf_16_without_mark.csv": Ugly(text(TABLE, encode=lambda t: t.encode("utf-16-le")), Meant(encoding="utf-16")),
    "utf_16_big_end.csv": Ugly(text(TABLE, encode=lambda t: t.encode("utf-16-be")), Meant(encoding="utf-16")),
    "windows_1258.csv": Ugly(text(TABLE, encode=to_windows_1258), Meant(encoding="windows-1258")),
    "tcvn3.csv": Ugly(text(TABLE, encode=to_tcvn3), Meant(encoding="tcvn3")),
    "tcvn3_in_cells.xlsx": Ugly(
        xlsx([HEADER, *((code, _latin(name), a, b) for code, name, a, b in COMMUNES)]), Meant(encoding="tcvn3")
    ),
    "decomposed.csv": Ugly(
        text(TABLE, encode=lambda t: unicodedata.normalize("NFD", t).encode()), Meant(encoding="utf-8")
    ),
    "western_letters.csv": Ugly(
        lambda path: path.write_bytes("tên\nHòa\n".encode("cp1252")), Meant(refused=UnknownEncoding)
    ),
    "numbers_vietnamese.csv": Ugly(
        text(_one_column("Dân số", ["1.234,5", "27.800", "5"]), ";"),
        _numbers("Dân số", ["1.234,5", "27.800", "5"], [1234.5, 27800.0, 5.0]),
    ),
    "numbers_english.csv": Ugly(
        text(_one_column("Dân số", ["1,234.5", "27,800", "5"]), ";"),
        _numbers("Dân số", ["1,234.5", "27,800", "5"], [1234.5, 27800.0, 5.0]),
    ),
    "numbers_in_groups.csv": Ugly(
        text(_one_column("Dân số", ["1 234,5", "27\u00a0800", "1 234 567"]), ";"),
        _numbers("Dân số", ["1 234,5", "27\u00a0800", "1 234 567"], [1234.5, 27800.0, 1234567.0]),
    ),
    "numbers_that_do_not_decide.csv": Ugly(
        text(_one_column("Dân số", ["1.234", "27.800"]), ";"),
        _numbers("Dân số", ["1.234", "27.800"], [1234.0, 27800.0], flags={"Dân số": Reason.NUMBER_AMBIGUOUS}),
    ),
    "percent_signs.csv": Ugly(
        text(_one_column("Tỷ lệ", ["21,3%", "100 %"]), ";"),
        _numbers("Tỷ lệ", ["21,3%", "100 %"], [21.3, 100.0], flags={"Tỷ lệ": Reason.PERCENT_TAKEN}),
    ),
    "percent_cells.xlsx": Ugly(
        xlsx(_one_column("Tỷ lệ", [0.213, 1]), formats={"B2": "0.0%", "B3": "0%"}),
        _numbers("Tỷ lệ", ["21.3", "100"], [21.3, 100.0]),
    ),
    "days_in_many_ways.csv": Ugly(
        text(_one_column("Ngày", DAYS)),
        Meant(
            columns={"Tên xã": [f"Xã {place}" for place in "ABCDEF"], "Ngày": DAYS},
            values={"Ngày": (Kind.DATE, [DAY] * 6)},
        ),
    ),
    "days_as_serials.xlsx": Ugly(
        xlsx(_one_column("Ngày", [45275, DAY, datetime.datetime(2023, 12, 15)])),
        Meant(
            columns={"Tên xã": ["Xã A", "Xã B", "Xã C"], "Ngày": ["45275", "2023-12-15", "2023-12-15"]},
            values={"Ngày": (Kind.DATE, [DAY] * 3)},
        ),
    ),
    "months.csv": Ugly(
        text(_one_column("Tháng", ["tháng 9/2025", "T9/2025", "9/2025", "2025-09"])),
        Meant(
            columns={
                "Tên xã": ["Xã A", "Xã B", "Xã C", "Xã D"],
                "Tháng": ["tháng 9/2025", "T9/2025", "9/2025", "2025-09"],
            },
            values={"Tháng": (Kind.DATE, [datetime.date(2025, 9, 1)] * 4)},
            flags={"Tháng": Reason.DAY_ASSUMED},
        ),
    ),
    "cover_sheet.xlsx": Ugly(
        xlsx([("BÁO CÁO",), ("Năm 2025",)], Data=TABLE), Meant(others=("Sheet1",))
    ),
    "sheet_for_each_commune.xlsx": Ugly(
        xlsx(NUMBERED, Nhé=NUMBERED, Khác=[("Ghi", "chép"), ("a", "b")]),
        Meant(
            columns={"STT": ["1", "2"], "Tên xã": ["Thanh Yên", "Mường Nhé"], "Số vụ": ["3", "5"]},
            others=("Nhé", "Khác"),
            alike=("Nhé",),
        ),
    ),
    "letters_lost.shp": Ugly(shapefile(str, encoding="UTF-8"), PLACES),
    "tcvn3.shp": Ugly(shapefile(_latin, encoding="ISO-8859-1"), Meant(PLACES.columns, first=1, encoding="tcvn3")),
    "places.kml": Ugly(
        kml,
        Meant(
            columns={
                "Name": ["Thanh Yên", "Mường Nhé"],
                "description": ["Trạm y tế", "Trạm y tế"],
                "capacity": ["6", "8"],
            },
            first=1,
        ),
    ),
    "new_workbook_under_the_old_name.xls": Ugly(xlsx(TABLE), Meant()),
    "old_workbook_under_the_new_name.xlsx": Ugly(xls(TABLE), Meant()),
    "locked.xlsx": Ugly(locked, Meant(refused=ProtectedSource)),
    "quote_that_never_closes.csv": Ugly(
        lambda path: path.write_text('a,b\n1,2\n"3,4\n', encoding="utf-8"), Meant(refused=UnreadableSource)
    ),
    "workbook_called_text.csv": Ugly(xlsx(TABLE), Meant(refused=UnreadableSource)),
    "text_called_workbook.xlsx": Ugly(text(TABLE), Meant(refused=UnreadableSource)),
    "nothing_in_it.xlsx": Ugly(xlsx([]), Meant(refused=EmptySource)),
    "everything.xlsx": Ugly(
        xlsx(
            [
                _lines("UBND TỈNH ĐIỆN BIÊN", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                _lines(_latin(TITLES[0].title())),
                _lines(),
                ("Mã xã", "Tên\nxã", "Số vụ", ""),
                ("", "", "Tiếp nhận", "Giải quyết"),
                ("A", "B", 1, 2),
                _lines("I. Huyện Điện Biên"),
                ("03349", _latin("Xã Thanh Yên"), "1.203", 3),
                ("03127", _latin("Xã Hẹ Muông"), "12", 11),
                _lines(),
                _lines("II. Huyện Mường Nhé"),
                ("03151", _latin("Xã Nậm Kè"), "5", 2),
                ("", _latin("Tổng cộng"), "1.221", 16),
                *NOTES[1:],
            ],
            merge=["A4:A5", "B4:B5", "C4:D4", "A2:D2"],
        ),
        Meant(
            columns={
                "Mã xã": ["03349", "03127", "03151"],
                "Tên xã": ["Xã Thanh Yên", "Xã Hẹ Muông", "Xã Nậm Kè"],
                "Số vụ – Tiếp nhận": ["1.203", "12", "5"],
                "Số vụ – Giải quyết": ["3", "11", "2"],
            },
            first=6,
            titles=("UBND TỈNH ĐIỆN BIÊN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", TITLES[0].title()),
            non_data={
                6: Reason.NUMBERING_ROW,
                7: Reason.GROUP_ROW,
                10: Reason.BLANK_ROW,
                11: Reason.GROUP_ROW,
                13: Reason.TOTALS_ROW,
                **dict.fromkeys(range(14, 18), Reason.NOTE_ROW),
            },
            differences={(13, "Số vụ – Tiếp nhận"): (1221.0, 1220.0)},
            encoding="tcvn3",
            groups=["Huyện Điện Biên", "Huyện Điện Biên", "Huyện Mường Nhé"],
        ),
    ),
    "everything.csv": Ugly(
        text(
            [
                _lines("Biểu số 02"),
                _lines(TITLES[0].title()),
                ("Mã xã", "Tên xã", "Tiếp nhận", "Giải quyết"),
                ("(1)", "(2)", "(3)", "(4)"),
                ("Cộng", "", "1.250", "16"),
                ("03127", "Điện Biên Phủ", "1.242", "11"),
                ("03349", "Thanh Yên", "3", "3"),
                _lines(),
                ("03151", "Mường Nhé", "5", "2"),
                _lines("* Số liệu tạm tính"),
                _lines("", "", "Người lập", "Giám đốc"),
                _lines("", "", PERSON, ""),
            ],
            ";",
            encode=to_tcvn3,
        ),
        Meant(
            columns={**PLAIN, "Tiếp nhận": ["1.242", "3", "5"]},
            first=4,
            titles=("Biểu số 02", TITLES[0].title()),
            non_data={
                4: Reason.NUMBERING_ROW,
                5: Reason.TOTALS_ROW,
                8: Reason.BLANK_ROW,
                10: Reason.NOTE_ROW,
                11: Reason.NOTE_ROW,
                12: Reason.NOTE_ROW,
            },
            encoding="tcvn3",
        ),
    ),
}  # fmt: skip


def write_all(folder: Path) -> dict[str, Path]:
    """Write every ugly file into `folder`; return where each is."""
    for name, ugly in UGLY.items():
        ugly.write(folder / name)
    return {name: folder / name for name in UGLY}


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
