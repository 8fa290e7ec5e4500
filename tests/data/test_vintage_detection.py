"""Of which vintage codes are: decided by codes and names together, or left to be asked, with the figures."""

from itertools import cycle

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.admin_units import detect_vintage
from data.errors import AmbiguousVintage
from data.name_folding import without_accents
from data.unit_lists import OLD_VINTAGE, VINTAGE, known_units
from data.vintage_detection import compare_codes


def communes(vintage: str, province: str | None = None) -> pd.DataFrame:
    units = known_units(vintage)
    units = units[units["level"] == "commune"]
    return units if province is None else units[units["province_code"] == province]


@pytest.mark.parametrize("vintage", [OLD_VINTAGE, VINTAGE])
def test_every_province_with_its_names_is_decided_rightly(vintage):
    for province, units in communes(vintage).groupby("province_code"):
        found = detect_vintage(units["code"], units["kind"] + " " + units["name"])
        assert (found.vintage, province) == (vintage, province)


@pytest.mark.parametrize("vintage", [OLD_VINTAGE, VINTAGE])
def test_accents_and_tone_marks_do_not_count(vintage):
    units = communes(vintage, "11")
    assert detect_vintage(units["code"], units["name"].map(without_accents).str.upper()).vintage == vintage


def test_codes_alone_decide_for_the_old_list_where_enough_are_gone():
    assert detect_vintage(communes(OLD_VINTAGE, "11")["code"]).vintage == OLD_VINTAGE


@pytest.mark.parametrize("province", ["11", "14", "20", "44"])
def test_present_codes_alone_are_never_decided(province):
    assert detect_vintage(communes(VINTAGE, province)["code"]).vintage is None


def test_a_slip_in_a_present_table_decides_nothing():
    codes = [*communes(VINTAGE, "11")["code"], "03130"]
    assert "03130" in set(communes(OLD_VINTAGE)["code"]) - set(communes(VINTAGE)["code"])
    assert detect_vintage(codes).vintage is None


def test_the_figures_say_why():
    old = communes(OLD_VINTAGE, "11")
    found = detect_vintage(old["code"], old["name"])
    before, now = found.evidence
    assert (found.units, found.named, before.vintage, now.vintage) == (len(old), len(old), OLD_VINTAGE, VINTAGE)
    assert (before.codes, before.names, before.fitting) == (len(old), len(old), len(old))
    shared = set(old["code"]) & set(communes(VINTAGE)["code"])
    assert now.codes == found.codes.in_both == len(shared)
    assert before.telling == len(old) - now.fitting


def test_names_that_fit_no_list_leave_it_open():
    units = communes(OLD_VINTAGE, "11")
    assert detect_vintage(units["code"], ["Không Có"] * len(units)).vintage is None


def test_half_old_and_half_new_rows_leave_it_open():
    old, new = communes(OLD_VINTAGE, "11").head(20), communes(VINTAGE, "11").head(20)
    assert detect_vintage([*old["code"], *new["code"]], [*old["name"], *new["name"]]).vintage is None


def test_units_that_are_the_same_in_both_leave_it_open():
    same = communes(OLD_VINTAGE).merge(communes(VINTAGE), on=["code", "name"])
    assert len(same) > 100
    assert detect_vintage(same["code"], same["name"]).vintage is None


def test_no_codes_leave_it_open_and_asking_for_a_vintage_raises_with_the_figures():
    assert detect_vintage([]).vintage is None
    with pytest.raises(AmbiguousVintage) as caught:
        detect_vintage(["03349", "99999"]).require()
    assert (caught.value.in_both, caught.value.unknown, caught.value.codes) == (1, 1, ("03349",))
    assert detect_vintage(["03349"], ["Thanh Yên"]).require() == VINTAGE


def test_within_a_province_codes_of_others_are_unknown():
    elsewhere = communes(OLD_VINTAGE, "01")["code"].head(10)
    found = detect_vintage(elsewhere, province="11")
    assert (found.vintage, found.codes.unknown) == (None, 10)


def test_a_province_of_today_holds_the_units_of_those_that_went_into_it():
    units = communes(OLD_VINTAGE, "45")  # the former Quảng Trị, now in 44
    found = detect_vintage(units["code"], units["name"], province="44")
    assert (found.vintage, found.evidence[0].fitting) == (OLD_VINTAGE, len(units))


def test_codes_are_counted_by_the_lists_they_are_in():
    counts = compare_codes(pd.Series(["03349", "03349", "00001", "11948", "99999", None], dtype="str"))
    assert (counts.in_both, counts.only_old, counts.only_new, counts.unknown) == (1, 1, 1, 1)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([OLD_VINTAGE, VINTAGE]), st.integers(0, 2000), st.integers(1, 60), st.integers(0, 3))
def test_with_names_a_sample_is_decided_rightly_or_not_at_all(vintage, start, size, slips):
    units = communes(vintage).iloc[start : start + size]
    names = [name if at >= slips else "?" for at, name in zip(range(size), cycle(units["name"]), strict=False)]
    assert detect_vintage(units["code"], names[: len(units)]).vintage in (vintage, None)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("19333", "Phường 01"), ("19333", "P. 1"), ("04105", "TT Hát Lót"), ("03349", "xã noong luong"),
        ("471", "H. Cồn Cỏ"), ("46", "TP. Huế"), ("03373", "Xa Dung"), ("19333", "1"),
    ],
)  # fmt: skip
def test_names_agree_as_offices_write_them(code, written):
    assert detect_vintage([code], [written]).evidence[0].names == 1
