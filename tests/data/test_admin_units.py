"""The list of provinces and communes: what it holds, what of it is mended, and what it must not touch."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.admin_units import AREAS, COMMUNE_COLUMNS, communes, full_name, province_units, provinces
from data.errors import DataError, UnknownProvince
from data.frames import conform
from data.schema import TABLES
from data.unit_package import package_rows

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def dien_bien() -> pd.DataFrame:
    return communes("11").set_index("code")


@pytest.fixture(scope="module")
def country() -> pd.DataFrame:
    return pd.concat([communes(code) for code in provinces()["code"]], ignore_index=True)


def test_there_are_34_provinces_six_of_them_cities():
    listed = provinces()
    assert len(listed) == 34
    assert listed["code"].is_monotonic_increasing
    assert set(listed["kind"]) == {"tỉnh", "thành phố"}
    assert set(listed.loc[listed["kind"] == "thành phố", "name"]) == {
        "Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ",
    }  # fmt: skip
    assert listed.set_index("code")["name"]["11"] == "Điện Biên"


def test_there_are_3321_communes_and_no_code_twice(country):
    assert len(country) == 3321
    assert country["code"].is_unique
    assert country["kind"].value_counts().to_dict() == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert country["code"].str.fullmatch(r"\d{5}").all()


def test_dien_bien_has_45_communes_three_of_them_wards(dien_bien):
    assert len(dien_bien) == 45
    assert set(dien_bien.loc[dien_bien["kind"] == "phường", "name"]) == {"Điện Biên Phủ", "Mường Lay", "Mường Thanh"}
    assert set(dien_bien["parent_code"]) == {"11"}
    assert set(dien_bien["vintage"]) == {"2025-07-01"}
    assert set(dien_bien["valid_from"]) == {pd.Timestamp("2025-07-01")}
    assert dien_bien["valid_to"].isna().all()


def test_the_code_03349_is_now_thanh_yen(dien_bien):
    row = dien_bien.loc["03349"]
    assert full_name(row["kind"], row["name"]) == "Xã Thanh Yên"
    assert (row["lon"], row["lat"], row["area_km2"]) == (102.921, 21.3062, 130.1)


@pytest.mark.parametrize(
    ("kind", "name", "written"),
    [
        ("phường", "Điện Biên Phủ", "Phường Điện Biên Phủ"),
        ("đặc khu", "Phú Quốc", "Đặc khu Phú Quốc"),
        ("thành phố", "Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
    ],
)
def test_a_full_name_is_written_with_its_kind_before_it(kind, name, written):
    assert full_name(kind, name) == written


def test_names_are_nfc_and_have_no_stray_spaces(country):
    for name in country["name"]:
        assert name == unicodedata.normalize("NFC", name) == " ".join(name.split())


def test_centres_lie_in_vietnam(country):
    assert country["lon"].between(102, 115).all()
    assert country["lat"].between(7, 23.5).all()


def test_the_province_comes_first_and_its_area_is_that_of_its_communes():
    units = province_units("11")
    assert units["level"].tolist() == ["province"] + ["commune"] * 45
    assert (units["code"][0], units["name"][0], units["kind"][0]) == ("11", "Điện Biên", "tỉnh")
    assert pd.isna(units["parent_code"][0])
    assert units["area_km2"][0] == pytest.approx(units["area_km2"][1:].sum())
    assert units["area_km2"][0] == pytest.approx(9539.93, rel=0.001)  # area stated for the province in 2025


def test_the_rows_are_rows_of_the_table_units():
    units = province_units("11")
    declared = [name for name in TABLES["units"].names if name not in ("geometry", "batch_id")]
    assert list(units.columns) == declared
    assert conform(units, TABLES["units"])["code"].tolist() == units["code"].tolist()


def test_areas_taken_from_a_commune_of_the_same_name_elsewhere_are_mended(dien_bien):
    package = package_rows("admin_units", COMMUNE_COLUMNS).set_index("code")["area_km2"]
    assert (package["03313"], dien_bien["area_km2"]["03313"]) == (264.89, 136.01)  # Mường Lạn: Sơn La's before
    assert (package["03352"], dien_bien["area_km2"]["03352"]) == (136.72, 57.23)  # Thanh An
    assert "area: vietnamese-provinces-database (MIT)" in dien_bien["source"]["03313"]
    assert dien_bien["source"]["03349"].endswith("(MIT)")
    assert "area:" not in dien_bien["source"]["03349"]


def test_no_area_is_0_or_missing(country):
    package, mended = (
        package_rows("admin_units", COMMUNE_COLUMNS).set_index("code")["area_km2"],
        country.set_index("code")["area_km2"],
    )
    assert (package["06187"], mended["06187"]) == (0, 61.7)  # Phường Kỳ Lừa
    assert np.isnan(package["19147"])
    assert mended["19147"] == 1095.78  # Xã Thượng Trạch
    assert (country["area_km2"] > 0).all()


def test_every_mended_area_is_that_of_a_commune_listed(country):
    mended = pd.read_csv(AREAS, comment="#", dtype={"code": "str"})
    assert len(mended) == 166
    assert mended["code"].is_unique
    assert set(mended["code"]) <= set(country["code"])
    assert country["source"].str.contains("area:").sum() == 166


def test_mended_areas_agree_with_the_published_ones_and_their_polygons(shared, country):
    published = pd.read_csv(shared / "data/vietnam/communes_2025_attributes.csv", dtype={"code": "str"})
    joined = country.merge(published, on="code", suffixes=("", "_published"))
    mended = joined[joined["source"].str.contains("area:")]
    assert (mended["area_km2"] == mended["area_km2_published"]).all()
    assert np.abs(mended["area_km2"] / mended["geom_area_km2"] - 1).max() <= 0.05


def test_codes_stay_those_of_the_official_list(shared, country):
    """Ba Chẽ is 06970 (the polygons there still say 06978) and Ia Mơ 23938."""
    published = pd.read_csv(shared / "data/vietnam/communes_2025_attributes.csv", dtype={"code": "str"})
    assert set(country["code"]) ^ set(published["code"]) == {"06970", "06978"}
    assert country.set_index("code")["name"][["06970", "23938"]].tolist() == ["Ba Chẽ", "Ia Mơ"]


def test_an_unknown_province_is_named_with_the_codes_that_exist():
    with pytest.raises(UnknownProvince) as raised:
        communes("99")
    assert raised.value.code == "99"
    assert len(raised.value.known) == 34
    assert isinstance(raised.value, DataError)
    with pytest.raises(UnknownProvince):
        province_units("")


def test_reading_the_units_does_not_import_the_package_nor_unidecode():
    program = (
        "import sys; from data.admin_units import communes; communes('11');"
        "print('vietnamadminunits' in sys.modules, 'unidecode' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == ["False", "False"]
