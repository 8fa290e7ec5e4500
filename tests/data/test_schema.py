"""The declared tables hold together, and hold what the design lists."""

import pytest

from data.schema import SENSITIVE_TABLES, SHELTER_KINDS, TABLES, Kind, Reference, Table

ALL = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def test_the_tables_are_those_of_the_design() -> None:
    assert set(TABLES) == {
        *("units", "crosswalk", "indicators", "cases", "case_counts", "demand_points", "facilities", "officers"),
        *("skills", "courses", "partners", "visits", "targets", "recommendations", "rasters", "roads", "barriers"),
        *("link_decisions", "name_decisions", "import_templates", "secrets", "results", "travel_matrices", "audit"),
        "travel_speeds",
    }


@ALL
def test_every_table_says_where_its_rows_come_from(table: Table) -> None:
    assert table.names[-2:] == ("source", "batch_id")


@ALL
def test_column_names_occur_once_and_leave_room_for_those_of_the_file(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    assert not {"row_id", "checksum"} & set(table.names)


@ALL
def test_keys_and_orders_name_columns(table: Table) -> None:
    named = {*table.key, *(name for pair in table.ordered for name in pair)}
    assert named <= set(table.names)


@ALL
def test_a_table_whose_columns_refer_to_units_states_the_vintage(table: Table) -> None:
    if any(column.reference is Reference.UNIT for column in table.columns):
        assert "vintage" in table.names


@ALL
def test_a_table_has_at_most_one_geometry(table: Table) -> None:
    shapes = [column.name for column in table.columns if column.kind is Kind.GEOMETRY]
    assert shapes == ([table.geometry] if table.geometry else [])


@ALL
def test_limits_are_in_order_and_only_on_numbers(table: Table) -> None:
    for column in table.columns:
        limits = [limit for limit in (column.minimum, column.maximum) if limit is not None]
        assert limits == sorted(limits)
        assert not limits or column.kind in (Kind.NUMBER, Kind.INTEGER)


def test_a_column_is_found_by_its_name() -> None:
    assert TABLES["facilities"].column("disclosure").choices == ("public", "commune", "hidden")
    with pytest.raises(KeyError):
        TABLES["facilities"].column("address")


def test_people_and_cases_are_sensitive_and_shelters_are_facilities() -> None:
    assert {"cases", "link_decisions", "secrets", "case_counts", "officers", "recommendations"} == SENSITIVE_TABLES
    assert set(SHELTER_KINDS) <= set(TABLES["facilities"].column("kind").choices)
