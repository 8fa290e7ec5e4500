"""Old encodings are recognised by the words they make and converted; what cannot be told apart is refused."""

import csv
import shutil
import subprocess
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.admin_units import communes, provinces
from data.encodings import FROM_TCVN3, Evidence, decode, from_tcvn3, is_syllable, mend_tcvn3
from tests.data.ugly_files import to_tcvn3, to_windows_1258

NAMES = ["Xã Thanh Yên", "Xã Mường Phăng", "Phường Điện Biên Phủ", "Xã Sín Thầu", "Xã Búng Lao", "Xã Nà Tấu"]
UNICODE = {
    "utf-8": str.encode,
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "windows-1258": to_windows_1258,
}


def shown(text: str) -> str:
    """Return TCVN3 as a program shows it that does not know it."""
    return to_tcvn3(text).decode("cp1252")


@pytest.fixture(scope="module")
def unit_names() -> list[str]:
    """The full names of every present commune."""
    units = pd.concat([communes(code) for code in provinces()["code"]])
    return (units["kind"].str.capitalize() + " " + units["name"]).tolist()


def test_the_letters_are_those_of_the_standard():
    known = {0xA7: "Đ", 0xAD: "ư", 0xAE: "đ", 0xB5: "à", 0xBE: "ắ", 0xD6: "ệ", 0xE9: "ộ", 0xEE: "ợ", 0xFE: "ỵ"}
    assert {byte: FROM_TCVN3[byte] for byte in known} == known
    assert len(set(FROM_TCVN3.values())) == len(FROM_TCVN3) == 7 + 67  # capitals without a tone; small letters


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
def test_the_letters_agree_with_another_program():
    codes = bytes(sorted(FROM_TCVN3))
    other = subprocess.run(["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=codes, capture_output=True, check=False)
    if other.returncode:
        pytest.skip("this iconv does not know TCVN5712-1")
    assert other.stdout.decode() == "".join(FROM_TCVN3[code] for code in codes)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("§iÖn Biªn", "Điện Biên"),
        ("Hµ Néi", "Hà Nội"),
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("TØNH §IÖN BI£N", "TỈNH ĐIỆN BIÊN"),
    ],
)
def test_text_typed_in_a_vntime_font(written, meant):
    assert from_tcvn3(written) == meant
    assert mend_tcvn3([[written]])[0] == [[meant]]


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "gì", "Hoà", "thuỷ", "khuya", "Đắk", "ươn", "xoong", "ở"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["§iÖn", "mèt", "cảch", "éi", "hrẽ", "Tr­êng", "ẵ́n", "déc̣"])
def test_no_syllables(word):
    assert not is_syllable(word)


@pytest.mark.parametrize("encoding", UNICODE)
def test_every_unit_name_comes_back_from_each_encoding(unit_names, encoding):
    text = "Mã,Tên xã\r\n" + "".join(f"{i},{name}\r\n" for i, name in enumerate(unit_names))
    assert decode(UNICODE[encoding](text)).text == text


def test_every_unit_name_comes_back_from_tcvn3_but_for_capitals_it_cannot_write(unit_names):
    decoded = decode(to_tcvn3("\n".join(unit_names)))
    assert decoded.encoding == "tcvn3"
    assert decoded.text.lower() == "\n".join(unit_names).lower()
    changed = [name for name, read in zip(unit_names, decoded.text.split("\n"), strict=True) if name != read]
    assert len(changed) == 23  # 22 with a capital that TCVN3 has not, such as Ứ, and one with capitals inside, SRó


def test_every_old_and_new_name_comes_back(shared):
    with (shared / "data/vietnam/crosswalk_old_new_2025.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    keys = ("old_name", "new_name", "old_district")
    names = sorted({unicodedata.normalize("NFC", row[key]) for row in rows for key in keys})
    text = "\n".join(names)
    assert len(names) > 8_000
    assert all(decode(encode(text)).text == text for encode in UNICODE.values())
    assert decode(to_tcvn3(text)).text.lower() == text.lower()
    column = mend_tcvn3([[shown(name) for name in names]])[0][0]
    assert [name.lower() for name in column] == [name.lower() for name in names]
    assert mend_tcvn3([names]) == ([names], None)


@pytest.mark.slow
@pytest.mark.parametrize("encode", [to_tcvn3, to_windows_1258])
def test_a_table_of_one_commune_is_read_right_or_refused(shared, encode):
    with (shared / "data/vietnam/crosswalk_old_new_2025.csv").open(encoding="utf-8") as file:
        names = {unicodedata.normalize("NFC", row["old_name"]).strip() for row in csv.DictReader(file)}
    tables = [f"Mã xã,Tên xã\r\n1,{name}\r\n" for name in names]
    read = [(table, decode(encode(table))) for table in tables]
    assert all(decoded is None or decoded.text.lower() == table.lower() for table, decoded in read)
    assert sum(decoded is not None for _, decoded in read) >= 0.99 * len(read)


@given(st.lists(st.sampled_from(NAMES), min_size=1), st.sampled_from([to_tcvn3, to_windows_1258]))
def test_a_few_names_are_enough(names, encode):
    text = "Tên xã\n" + "\n".join(names)
    assert decode(encode(text)).text == text


def test_the_evidence_is_given():
    assert decode(to_windows_1258("Mường Phăng, Sín Thầu, abc")).evidence == Evidence(words=4, syllables=4)
    assert decode(b"code,name\n1,a\n").evidence is None


@pytest.mark.parametrize(
    "content",
    [
        "tên\nHòa\n".encode("cp1252"),  # reads as syllables in TCVN3 too
        "Müller, Größe, Straße".encode("cp1252"),
        "школа".encode("cp1251"),
        bytes(range(128, 256)),
    ],
)
def test_what_is_no_vietnamese_in_any_encoding_is_refused(content):
    assert decode(content) is None


@pytest.mark.parametrize(
    "text", ["5 µg ± 2 °C", "© 2025", "m² – §5", "½", "Café Müller", "Hà Nội", "Mường Nhé", "naïve"]
)
def test_text_that_is_no_tcvn3_is_left_alone(text):
    cells = [text, "Xã Thanh Yên", "Xã Búng Lao"]
    assert mend_tcvn3([cells]) == ([cells], None)


def test_a_cell_that_can_be_either_goes_with_its_column():
    columns = [["Mô", shown("Điện Biên"), shown("Mường Phăng")], ["Mô", "Điện Biên", "Mường Phăng"]]
    mended, evidence = mend_tcvn3(columns)
    assert mended == [["Mụ", "Điện Biên", "Mường Phăng"], columns[1]]
    assert evidence == Evidence(words=5, syllables=5)


def test_a_column_of_both_is_turned_cell_by_cell():
    cells = [shown("Xã Thanh Yên"), "Xã Mường Nhé", shown("Xã Chư Pưh"), "Tên xã"]
    assert mend_tcvn3([cells])[0] == [["Xã Thanh Yên", "Xã Mường Nhé", shown("Xã Chư Pưh"), "Tên xã"]]
    more = [shown("Nậm Kè"), shown("Sín Thầu")]
    mended = ["Xã Thanh Yên", "Xã Mường Nhé", "Xã Chư Pưh", "Tên xã", "Nậm Kè", "Sín Thầu"]
    assert mend_tcvn3([[*cells, *more]])[0] == [mended]
