"""Tables without codes: found by name and district, or listed with what they count."""

from pathlib import Path

import pandas as pd
import pytest

from data.codes_by_name import PlaceColumns, codes_by_name
from data.unit_lists import OLD_VINTAGE, known_units

FOUR_PROVINCES = {
    "Điện Biên": ["Tỉnh Điện Biên"],
    "Sơn La": ["Tỉnh Sơn La"],
    "Lạng Sơn": ["Tỉnh Lạng Sơn"],
    "Quảng Trị": ["Tỉnh Quảng Bình", "Tỉnh Quảng Trị"],
}


def named(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["province", "district", "ward"])


@pytest.fixture
def census(shared: Path) -> pd.DataFrame:
    """Population by commune, census of 1 April 2019 (General Statistics Office)."""
    return pd.read_csv(shared / "data/vietnam/census2019_ward_population.csv")


def test_every_unit_of_the_old_list_is_found_by_its_own_names():
    units = known_units(OLD_VINTAGE)
    full = (units["kind"] + " " + units["name"]).set_axis(units["code"])
    communes = units[units["level"] == "commune"]
    places = {
        column: communes[code].map(full).to_numpy()
        for column, code in (("province", "province_code"), ("district", "district_code"), ("ward", "code"))
    }
    assert codes_by_name(pd.DataFrame(places)).tolist() == communes["code"].tolist()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("Tỉnh Điện Biên", "Huyện Điện Biên", "Xã Noong Luống"), "03349"),
        (("ĐIỆN BIÊN", "H. Điện Biên", "noong luống"), "03349"),
        (("dien bien", "dien bien", "noong luong"), "03349"),
        (("Tỉnh Quảng Trị", "Thành phố Đông Hà", "Phường 1"), "19333"),
        (("Tỉnh Quảng Trị", "TX Quảng Trị", "P.01"), "19357"),
        (("Tỉnh Quảng Bình", "Huyện Minh Hoá", "Xã Hoá Hợp"), "18922"),
        (("Tỉnh Quảng Trị", "Huyện Cồn Cỏ", "Huyện Cồn Cỏ"), "471"),
        (("Tỉnh Thừa Thiên Huế", "Huyện A Lưới", "Xã Hồng Vân"), "20047"),
        (("Tỉnh Lạng Sơn", "Huyện Đình Lập", "Thị trấn NT Thái Bình"), "06616"),
        (("Tỉnh Sơn La", "Huyện Mai Sơn", "Thị trấn Hát Lót"), "04105"),
        (("Tỉnh Sơn La", "Huyện Mai Sơn", "Xã Hát Lót"), "04135"),
        (("Tỉnh Sơn La", "Huyện Mai Sơn", "Hát Lót"), None),
        (("Tỉnh Sơn La", "Huyện Phù Yên", "thị trấn phù yên"), None),
        (("Tỉnh Điện Biên", "Huyện Điện Biên Đông", "Xã Noong Luống"), None),
        (("Tỉnh Sơn La", "Huyện Điện Biên", "Xã Noong Luống"), None),
        (("", "Huyện Điện Biên", "Xã Noong Luống"), None),
        (("Tỉnh Điện Biên", "", ""), None),
    ],
)
def test_names_as_offices_write_them(row, code):
    found = codes_by_name(named(row)).tolist()
    assert found == ([code] if code else [pytest.approx(float("nan"), nan_ok=True)])


def test_a_missing_name_is_not_found():
    assert codes_by_name(named(("Tỉnh Điện Biên", None, "Xã Noong Luống"))).isna().all()


def test_the_kind_tells_two_units_of_one_name_apart_and_without_it_none_is_guessed():
    units = known_units(OLD_VINTAGE)
    districts = units[units["level"] == "district"]
    twins = districts[districts.duplicated(["province_code", "name"], keep=False)]
    assert len(twins) == 12
    province = known_units(OLD_VINTAGE).set_index("code")["name"]
    commune = units[units["level"] == "commune"].drop_duplicates("district_code").set_index("district_code")
    rows = [
        (
            province[row.province_code],
            f"{row.kind} {row.name}" if with_kind else row.name,
            " ".join(commune.loc[row.code, ["kind", "name"]]),
        )
        for with_kind in (True, False)
        for row in twins.itertuples(index=False)
    ]
    found = codes_by_name(named(*rows))
    assert found.head(len(twins)).tolist() == commune.loc[twins["code"], "code"].tolist()
    assert found.tail(len(twins)).isna().all()


def test_columns_may_have_other_names_and_rows_keep_their_index():
    frame = pd.DataFrame({"tinh": ["Điện Biên"], "huyen": ["Điện Biên"], "xa": ["Noong Luống"]}, index=[5])
    found = codes_by_name(frame, places=PlaceColumns("tinh", "huyen", "xa"))
    assert found.to_dict() == {5: "03349"}


def test_of_two_names_that_come_to_one_unit_the_nearer_has_it():
    frame = named(
        ("Tỉnh Lạng Sơn", "Huyện Bắc Sơn", "Thị trấn Bắc Sơn"),
        ("Tỉnh Lạng Sơn", "Huyện Bắc Sơn", "Xã Bắc Sơn"),
        ("Tỉnh Quảng Trị", "Huyện Cam Lộ", "Xã Cam Thanh"),
        ("Tỉnh Quảng Trị", "H. Cam Lộ", "Xã Cam Thành"),
        ("Tỉnh Quảng Trị", "Huyện Cam Lộ", "xã Cam Thành"),
    )
    assert codes_by_name(frame).fillna("").tolist() == ["06325", "", "", "19612", "19612"]


def test_of_two_names_equally_near_to_one_unit_neither_has_it():
    frame = named(
        ("Tỉnh Lạng Sơn", "Huyện Bắc Sơn", "Phường Bắc Sơn"), ("Tỉnh Lạng Sơn", "Huyện Bắc Sơn", "Xã Bắc Sơn")
    )
    assert codes_by_name(frame).isna().all()


@pytest.mark.parametrize("province", FOUR_PROVINCES)
def test_the_names_of_the_census_of_2019_come_to_a_unit_once_and_at_most_a_fifth_of_the_people_to_none(
    census, province
):
    rows = census[census["province"].isin(FOUR_PROVINCES[province])]
    codes = codes_by_name(rows)
    assert not codes.dropna().duplicated().any()
    assert 0 < rows.loc[codes.isna(), "total"].sum() <= 0.20 * rows["total"].sum()
