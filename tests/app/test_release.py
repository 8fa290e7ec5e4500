"""The gate: who may see what, and that nothing without a tag goes anywhere."""

import ast
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.errors import NothingToRelease, UntaggedColumn
from app.language import Language, Text
from app.release import ALLOWED, Audience, allowed_layers, allowed_tables, refuse_untagged, release
from app.reports.files import writer_for
from app.result import (
    Chart,
    Column,
    Denominator,
    Finding,
    Layer,
    ModelCard,
    Period,
    Result,
    Sensitivity,
    Setting,
    Table,
    YearTotal,
)
from app.results import StoredResult, with_result
from data.project import Project
from data.store import Store

SHAREABLE = ALLOWED[Audience.SHAREABLE]
NOTHING = Text("", "")


def table(name: str, *columns: Sensitivity | None, rows: Sensitivity | None = Sensitivity.PUBLIC) -> Table:
    named = tuple(Column(f"c{position}", "", tag) for position, tag in enumerate(columns))
    return Table(name, named, (tuple(range(len(columns))),), rows)


def result(**parts: object) -> Result:
    plain = Result(
        analysis="rates",
        parameters=(),
        tables=(table("t", Sensitivity.PUBLIC),),
        layers=(),
        findings=(),
        card=ModelCard(NOTHING, NOTHING, NOTHING, NOTHING),
        denominator=Denominator("children", "children", 1.0, NOTHING, Sensitivity.AREA),
    )
    return replace(plain, **parts)  # type: ignore[arg-type]


def store_with(folder: Path, project: Project, found: Result) -> Store:
    stored = StoredResult("rates-1", "2026-01-01T00:00:00+00:00", found)
    return Store.create(folder / "p.lachan", with_result(project, stored))


def test_shareable_lets_out_public_and_area_only() -> None:
    assert set(SHAREABLE) == {Sensitivity.PUBLIC, Sensitivity.AREA}


def test_a_column_too_sensitive_is_left_out_and_the_others_keep_their_values() -> None:
    (left,) = allowed_tables([table("t", Sensitivity.PUBLIC, Sensitivity.CASE, Sensitivity.AREA)], SHAREABLE)
    assert [column.name for column in left.columns] == ["c0", "c2"]
    assert left.rows == ((0, 2),)


@pytest.mark.parametrize("tag", [Sensitivity.CASE, Sensitivity.PLACE, Sensitivity.PERSON])
def test_a_table_whose_rows_give_something_away_is_left_out_whole(tag: Sensitivity) -> None:
    assert allowed_tables([table("t", Sensitivity.PUBLIC, rows=tag)], SHAREABLE) == ()


def test_a_table_with_no_column_left_is_left_out() -> None:
    assert allowed_tables([table("t", Sensitivity.CASE)], SHAREABLE) == ()


def test_internal_lets_out_every_tagged_column() -> None:
    whole = table("t", *Sensitivity)
    assert allowed_tables([whole], ALLOWED[Audience.INTERNAL]) == (whole,)


def test_a_layer_goes_when_the_column_it_is_coloured_by_goes() -> None:
    shown = table("t", Sensitivity.PUBLIC, Sensitivity.AREA)
    layers = [
        Layer("kept", "t", "communes", ("c0", "gone"), Sensitivity.AREA, value="c1"),
        Layer("lost", "t", "communes", ("c0",), Sensitivity.AREA, value="gone"),
        Layer("of another table", "other", "points", (), Sensitivity.AREA),
        Layer("too sensitive", "t", "points", (), Sensitivity.PLACE),
    ]
    (left,) = allowed_layers(layers, [shown], SHAREABLE)
    assert (left.name, left.popup) == ("kept", ("c0",))


@pytest.mark.parametrize(
    "untagged",
    [
        {"tables": (table("t", None),)},
        {"tables": (table("t", Sensitivity.PUBLIC, rows=None),)},
        {"layers": (Layer("l", "t", "points", (), None),)},
        {"findings": (Finding("a", "b", {}, None),)},
        {"parameters": (Setting("p", 1, None),)},
        {"charts": (Chart("c", "t", "c0", ("c0",), None),)},
        {"card": ModelCard(*(NOTHING,) * 4, validation=(Finding("a", "b", {}, None),))},
        {"provenance": (Setting("p", 1, None),)},
        {"period": Period(date(2024, 1, 1), date(2024, 1, 2), None)},
        {"denominator": Denominator("children", "children", 1.0, NOTHING, None)},
    ],
)
def test_whatever_bears_no_tag_is_refused_to_everyone(
    untagged: dict[str, object], tmp_path: Path, four_communes: Project
) -> None:
    with pytest.raises(UntaggedColumn):
        refuse_untagged(result(**untagged))
    with store_with(tmp_path, four_communes, result(**untagged)) as store, pytest.raises(UntaggedColumn):
        release(store, "rates-1", Audience.INTERNAL, who="test")


def test_yearly_totals_leave_from_five_on(tmp_path: Path, four_communes: Project) -> None:
    totals = (YearTotal(2023, 4), YearTotal(2024, 5))
    with store_with(tmp_path, four_communes, result(year_totals=totals)) as store:
        shared = release(store, "rates-1", Audience.SHAREABLE, who="test")
        inside = release(store, "rates-1", Audience.INTERNAL, who="test")
    assert [table.rows for table in shared.tables if table.name == "province_years"] == [((2024, 5),)]
    assert [table.rows for table in inside.tables if table.name == "province_years"] == [((2023, 4), (2024, 5))]


def test_sensitive_findings_settings_and_periods_stay_inside(tmp_path: Path, four_communes: Project) -> None:
    found = result(
        findings=(Finding("kín", "secret", {}, Sensitivity.CASE), Finding("mở", "open", {}, Sensitivity.AREA)),
        parameters=(Setting("site", "F9", Sensitivity.PLACE), Setting("p", 5, Sensitivity.PUBLIC)),
        period=Period(date(2024, 1, 1), date(2024, 1, 2), Sensitivity.CASE),
    )
    with store_with(tmp_path, four_communes, found) as store:
        shared = release(store, "rates-1", Audience.SHAREABLE, who="test")
    assert [each.en for each in shared.findings] == ["open"]
    assert [each.name for each in shared.parameters] == ["p"]
    assert shared.period is None


def test_a_result_with_nothing_left_is_refused(tmp_path: Path, four_communes: Project) -> None:
    found = result(tables=(table("t", Sensitivity.PLACE, rows=Sensitivity.PLACE),))
    with store_with(tmp_path, four_communes, found) as store, pytest.raises(NothingToRelease) as caught:
        release(store, "rates-1", Audience.SHAREABLE, who="test")
    assert (caught.value.result_id, caught.value.audience) == ("rates-1", "shareable")


def test_how_a_model_did_on_cases_and_charts_of_cases_stay_inside(tmp_path: Path, four_communes: Project) -> None:
    card = ModelCard(
        *(NOTHING,) * 4,
        warning=Finding("cẩn thận", "careful", {}, Sensitivity.PUBLIC),
        serves_worse=Finding("nơi ấy", "there 3", {"n": 3}, Sensitivity.CASE),
        validation=(Finding("kín", "9 cases", {"n": 9}, Sensitivity.CASE), Finding("mở", "open", {}, Sensitivity.AREA)),
    )
    charts = (
        Chart("of cases", "t", "c0", ("c1",), Sensitivity.CASE),
        Chart("of a column of cases", "t", "c0", ("c2",), Sensitivity.AREA),
        Chart("with a band of cases", "t", "c0", ("c1",), Sensitivity.AREA, band=("c1", "c2")),
        Chart("by cases", "t", "c0", ("c1",), Sensitivity.AREA, by="c2"),
        Chart("open", "t", "c0", ("c1",), Sensitivity.AREA),
    )
    tables = (table("t", Sensitivity.PUBLIC, Sensitivity.AREA, Sensitivity.CASE),)
    with store_with(tmp_path, four_communes, result(card=card, charts=charts, tables=tables)) as store:
        shared = release(store, "rates-1", Audience.SHAREABLE, who="test")
        inside = release(store, "rates-1", Audience.INTERNAL, who="test")
    assert [each.en for each in shared.card.validation] == ["open"]
    assert [each.name for each in shared.charts] == ["open"]
    assert shared.card.warning == card.warning
    assert shared.card.serves_worse is None
    assert inside.card.serves_worse == card.serves_worse
    assert len(inside.card.validation) == 2
    assert len(inside.charts) == 5


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".json"])
def test_no_shareable_file_holds_what_a_model_did_on_cases(suffix: str, tmp_path: Path, four_communes: Project) -> None:
    secret = Finding("Bí mật 4711", "Secret 4711", {"n": 4711}, Sensitivity.CASE)
    card = ModelCard(*(Text("một", "one"),) * 4, validation=(secret,))
    numbers = Table(
        "communes",
        (Column("code", "", Sensitivity.PUBLIC), Column("cases", "cases", Sensitivity.CASE)),
        (("00001", 4711),),
        Sensitivity.AREA,
    )
    charts = (Chart("communes", "communes", "cases", ("cases",), Sensitivity.CASE),)
    with store_with(tmp_path, four_communes, result(card=card, charts=charts, tables=(numbers,))) as store:
        shared = release(store, "rates-1", Audience.SHAREABLE, who="test")
        inside = release(store, "rates-1", Audience.INTERNAL, who="test")
    texts = [_text_of(writer_for(Path(f"plan{suffix}"))(each, Language("en"))) for each in (shared, inside)]
    assert "4711" not in texts[0]
    assert "4711" in texts[1]


def _text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_each_release_is_written_into_the_audit_log(tmp_path: Path, four_communes: Project) -> None:
    with store_with(tmp_path, four_communes, result()) as store:
        release(store, "rates-1", Audience.SHAREABLE, who="Lan")
        last = store.project["audit"].iloc[-1]
    assert (last["who"], last["what"], last["object"]) == ("Lan", "release shareable", "rates-1")


def test_only_the_gate_makes_a_released_and_every_writer_takes_one() -> None:
    root = Path(__file__).resolve().parents[2] / "app"
    makers = [
        path.name
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Released"
    ]
    assert makers == ["release.py"]


@pytest.mark.slow
def test_the_type_checker_refuses_to_write_a_result_that_was_not_released(tmp_path: Path) -> None:
    from mypy import api

    leak = tmp_path / "leak.py"
    leak.write_text(
        "from pathlib import Path\n"
        "from app.language import Language\n"
        "from app.reports.files import write\n"
        "from app.result import Result\n"
        "def leak(result: Result) -> None:\n"
        "    write(result, Path('x.json'), Language('en'))\n",
        encoding="utf-8",
    )
    out, _, code = api.run(["--config-file", "pyproject.toml", str(leak)])
    assert code == 1
    assert 'incompatible type "Result"; expected "Released"' in out
