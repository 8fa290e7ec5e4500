"""A column of names becomes codes: sure ones at once, decided ones as decided, the rest is asked or unknown."""

from pathlib import Path

import pytest

from data.admin_units import OLD_VINTAGE, VINTAGE, known_units
from data.name_decisions import decision_key, keep_decisions, kept_decisions, resolve_column
from data.names import ACCEPT_SCORE, Written
from data.project import Project
from data.store import Store

DIEN_BIEN = ("11", "")


def test_each_name_is_accepted_asked_about_or_unknown() -> None:
    texts = ["Xã Thanh Yên", "Thanh Yem", "xa thanh yen", "", "không rõ nơi xảy ra", "Thanh Yem"]
    resolved = resolve_column(texts, [DIEN_BIEN] * 6, {}, vintage=VINTAGE)
    assert resolved.codes.fillna("").tolist() == ["03349", "", "03349", "", "", ""]
    assert [name.text for name in resolved.asked] == ["Thanh Yem"]
    first = resolved.asked[Written("Thanh Yem", *DIEN_BIEN)][0]
    assert (first.code, first.score < ACCEPT_SCORE) == ("03349", True)
    assert resolved.unknown == (Written("không rõ nơi xảy ra", *DIEN_BIEN),)
    assert [resolved.names[i].text for i in (1, 5)] == ["Thanh Yem"] * 2


def test_the_same_name_in_two_districts_is_two_units() -> None:
    shared = known_units(OLD_VINTAGE).query("level == 'commune' and province_code == '20'")
    shared = shared[shared.duplicated(["kind", "name"], keep=False)].sort_values(["name", "code"]).head(2)
    assert shared["name"].nunique() == 1
    contexts = [("20", district) for district in shared["district_code"]]
    resolved = resolve_column(list(shared["kind"] + " " + shared["name"]), contexts, {}, vintage=OLD_VINTAGE)
    assert resolved.codes.tolist() == shared["code"].tolist()
    alone = resolve_column(list(shared["name"]), [("20", "")] * 2, {}, vintage=OLD_VINTAGE)
    assert alone.codes.isna().all()
    assert len(alone.asked) == 1


def test_a_decision_goes_before_any_match_and_holds_in_its_context_only() -> None:
    decisions = {("thanh yem", "11", ""): "03127", ("xã thanh yên", "14", ""): "03127"}
    resolved = resolve_column(["THANH  Yem", "Xã Thanh Yên"], [DIEN_BIEN] * 2, decisions, vintage=VINTAGE)
    assert resolved.codes.tolist() == ["03127", "03349"]
    assert not resolved.asked


def test_a_hundred_thousand_rows_are_looked_up_once_for_each_distinct_name() -> None:
    names = list(known_units(VINTAGE).query("level == 'commune' and province_code == '11'")["name"])
    assert len(names) == 45
    told: list[float] = []
    rows = 100_000
    texts = [names[i % 45] for i in range(rows)]
    resolved = resolve_column(texts, [DIEN_BIEN] * rows, {}, vintage=VINTAGE, tick=told.append)
    assert len(resolved.codes) == rows
    assert len(told) == 45


def test_districts_and_provinces_are_resolved_too() -> None:
    districts = resolve_column(
        ["Huyện Mường Nhé", "Huyện X"], [DIEN_BIEN] * 2, {}, vintage=OLD_VINTAGE, level="district"
    )
    assert districts.codes.fillna("").tolist() == ["096", ""]
    provinces = resolve_column(["Tỉnh Điện Biên"], [("", "")], {}, vintage=VINTAGE, level="province")
    assert provinces.codes.tolist() == ["11"]


def test_texts_and_contexts_go_in_pairs() -> None:
    with pytest.raises(ValueError, match="zip"):
        resolve_column(["Thanh Yên"], [], {}, vintage=VINTAGE)


def test_names_that_differ_in_accents_are_decided_apart() -> None:
    assert decision_key(Written("Thuỷ Lâm")) == decision_key(Written(" THỦY  Lâm "))
    assert decision_key(Written("Thuỷ Lâm")) != decision_key(Written("Thuy Lam"))
    assert decision_key(Written("Thuỷ Lâm")) != decision_key(Written("Thuỷ Lâm", "11"))


def test_decisions_are_kept_in_the_project_file(project: Project, tmp_path: Path) -> None:
    name, elsewhere = Written("Thanh Yem", "11"), Written("Hồ Xa", ("44", "45"), "464")
    decided = keep_decisions(project, {name: "03349", elsewhere: "19363"}, vintage=OLD_VINTAGE, decided_on="2026-03-01")
    with Store.create(tmp_path / "kept.lachan", decided):
        pass
    with Store.open(tmp_path / "kept.lachan") as store:
        assert kept_decisions(store.project, vintage=OLD_VINTAGE) == {
            ("thanh yem", "11", ""): "03349",
            ("hồ xa", "44 45", "464"): "19363",
        }
        assert kept_decisions(store.project, vintage=VINTAGE) == {}


def test_a_later_decision_takes_the_place_of_an_earlier_one(project: Project) -> None:
    name, other = Written("Điện Biên", "11"), Written("Na Tông", "11")
    once = keep_decisions(project, {name: "03127", other: "03385"}, vintage=VINTAGE, decided_on="2026-03-01")
    twice = keep_decisions(once, {name: "03349"}, vintage=VINTAGE, decided_on="2026-03-02")
    assert kept_decisions(twice, vintage=VINTAGE)[decision_key(name)] == "03349"
    assert len(twice["name_decisions"]) == 2
    assert len(once["name_decisions"]) == 2
    assert kept_decisions(once, vintage=VINTAGE)[decision_key(name)] == "03127"


def test_a_commune_and_a_district_of_one_name_are_decided_apart(project: Project) -> None:
    name = Written("Điện Biên", "11")
    commune = keep_decisions(project, {name: "03127"}, vintage=OLD_VINTAGE, decided_on="2026-03-01")
    both = keep_decisions(commune, {name: "100"}, vintage=OLD_VINTAGE, decided_on="2026-03-01")
    assert kept_decisions(both, vintage=OLD_VINTAGE) == {decision_key(name): "03127"}
    assert kept_decisions(both, vintage=OLD_VINTAGE, level="district") == {decision_key(name): "100"}


def test_no_decision_leaves_the_project_as_it_is(project: Project) -> None:
    assert keep_decisions(project, {}, vintage=VINTAGE, decided_on="2026-03-01") is project
