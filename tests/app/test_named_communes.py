"""Communes as people name them."""

import pytest

from app.errors import BadParameter, UnknownCommune
from app.named_communes import named_communes
from data.project import Project


def named(project: Project, written: str) -> tuple[str, ...]:
    return named_communes(project, written, analysis="visits", setting="must")


@pytest.mark.parametrize("written", ["00004", "Bốn", "Xã Bốn", "bon", " xa  bon "])
def test_by_code_or_name_with_or_without_kind_and_accents(four_communes: Project, written: str) -> None:
    assert named(four_communes, written) == ("00004",)


def test_several_in_their_order_each_once(four_communes: Project) -> None:
    assert named(four_communes, "Ba, Một; 00003,") == ("00003", "00001")
    assert named(four_communes, "") == ()


def test_who_is_not_there_is_said(four_communes: Project) -> None:
    with pytest.raises(UnknownCommune) as refused:
        named(four_communes, "Ba, Năm")
    assert refused.value.code == "Năm"
    assert "00003 Ba" in refused.value.known


def test_a_name_of_several_needs_its_accents_or_its_code(four_communes: Project) -> None:
    units = four_communes["units"]
    twins = four_communes.with_table("units", units.assign(name=units["name"].replace({"Một": "Bón"})))
    assert named(twins, "Bón") == ("00001",)
    with pytest.raises(BadParameter) as refused:
        named(twins, "bon")
    assert sorted(refused.value.allowed.split(", ")) == ["00001", "00004"]
