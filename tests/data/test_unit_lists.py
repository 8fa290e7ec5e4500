"""The lists of two vintages, the vintage of a day, and later edits laid over them."""

import unicodedata

import pandas as pd
import pytest

from data.errors import UnknownVintage
from data.frames import conform
from data.schema import TABLES
from data.unit_lists import OLD_VINTAGE, UNIT_COLUMNS, VINTAGE, known_units, units_at, vintage_at


def edited(*rows: dict[str, object]) -> pd.DataFrame:
    common = {"level": "commune", "parent_code": "11", "kind": "xã", "vintage": "2026-05-01"}
    return conform(pd.DataFrame([{**common, **row} for row in rows]), TABLES["units"])


def names_at(day: str, units: pd.DataFrame) -> dict[str, str]:
    return units_at(day, units).set_index("code")["name"].to_dict()


def test_the_old_list_has_63_provinces_696_districts_and_10035_communes():
    # The reform left 3,321 commune-level units, 6,714 fewer than there were.
    levels = known_units(OLD_VINTAGE)["level"].value_counts().to_dict()
    assert levels == {"province": 63, "district": 696, "commune": 3321 + 6714}


def test_the_present_list_has_34_provinces_no_districts_and_3321_communes():
    units = known_units(VINTAGE)
    assert units["level"].value_counts().to_dict() == {"province": 34, "commune": 3321}
    assert set(units["district_code"]) == {""}


@pytest.mark.parametrize(("vintage", "within"), [(OLD_VINTAGE, "district"), (VINTAGE, "province")])
def test_codes_are_unique_text_and_lead_to_their_parents(vintage, within):
    units = known_units(vintage)
    assert tuple(units.columns) == UNIT_COLUMNS
    assert units["code"].is_unique
    assert units["code"].str.len().tolist() == units["level"].map({"province": 2, "district": 3, "commune": 5}).tolist()
    level = units.set_index("code")["level"]
    communes = units[units["level"] == "commune"]
    assert set(communes["parent_code"].map(level)) == {within}
    assert set(communes["province_code"].map(level)) == {"province"}
    assert not units.isna().any().any()


def test_five_island_districts_have_no_communes():
    units = known_units(OLD_VINTAGE)
    districts = units[units["level"] == "district"]
    alone = districts[~districts["code"].isin(units.loc[units["level"] == "commune", "district_code"])]
    assert set(alone["name"]) == {"Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"}


def test_the_old_list_knows_the_changes_of_early_2025():
    units = known_units(OLD_VINTAGE)
    districts = units[units["level"] == "district"]
    assert {"Phú Mỹ", "Mộc Châu"} <= set(districts.loc[districts["kind"].isin(["thành phố", "thị xã"]), "name"])
    assert units.set_index("code").loc["46", ["name", "kind"]].tolist() == ["Huế", "thành phố"]


def test_numbered_wards_are_bare_numbers_and_names_are_nfc():
    units = known_units(OLD_VINTAGE).set_index("code")
    assert units.loc["19333", ["kind", "name"]].tolist() == ["phường", "1"]
    for name in units["name"]:
        assert name == unicodedata.normalize("NFC", name) == " ".join(name.split())


def test_03349_was_noong_luong_and_is_thanh_yen():
    assert [known_units(v).set_index("code")["name"]["03349"] for v in (OLD_VINTAGE, VINTAGE)] == [
        "Noong Luống", "Thanh Yên",
    ]  # fmt: skip


def test_changing_a_list_changes_nobody_elses():
    mine = known_units(VINTAGE)
    mine["name"] = "x"
    assert "x" not in set(known_units(VINTAGE)["name"])


def test_a_list_nobody_holds_is_refused():
    with pytest.raises(UnknownVintage) as caught:
        known_units("2019-04-01")
    assert (caught.value.vintage, caught.value.known) == ("2019-04-01", (OLD_VINTAGE, VINTAGE))


@pytest.mark.parametrize(
    ("day", "vintage"),
    [("2019-04-01", OLD_VINTAGE), ("2025-06-30", OLD_VINTAGE), ("2025-07-01", VINTAGE), ("2030-01-01", VINTAGE)],
)
def test_the_vintage_changes_on_1_july_2025(day, vintage):
    assert vintage_at(day) == vintage


def test_a_commune_renamed_later_has_each_name_on_its_days():
    units = edited(
        {
            "code": "03349",
            "name": "Thanh Yên",
            "vintage": VINTAGE,
            "valid_from": "2025-07-01",
            "valid_to": "2026-04-30",
        },
        {"code": "03349", "name": "Thanh Yên Mới", "valid_from": "2026-05-01"},
    )
    assert names_at("2026-04-30", units)["03349"] == "Thanh Yên"
    assert names_at("2026-05-01", units)["03349"] == "Thanh Yên Mới"
    assert names_at("2025-06-30", units)["03349"] == "Noong Luống"
    assert len(names_at("2026-05-01", units)) == 3355


def test_a_commune_merged_away_is_gone_and_a_new_one_is_there():
    gone = {"code": "03349", "name": "Thanh Yên", "vintage": VINTAGE, "valid_to": "2026-04-30"}
    units = edited(gone, {"code": "99001", "name": "Yên Mới", "valid_from": "2026-05-01"})
    after = units_at("2026-05-01", units).set_index("code")
    assert "03349" not in after.index
    assert after.loc["99001", ["province_code", "district_code", "vintage"]].tolist() == ["11", "", "2026-05-01"]
    assert "99001" not in names_at("2026-04-30", units)


def test_a_project_without_edits_changes_no_list():
    own = known_units(VINTAGE).assign(valid_from=pd.Timestamp(VINTAGE))
    pd.testing.assert_frame_equal(units_at("2026-01-01", conform(own, TABLES["units"])), known_units(VINTAGE))
