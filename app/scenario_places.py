"""Where what plans propose lies, for a small map of each: the places themselves, else the centres of their communes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.import_preview import Point
from app.result import Result, Table
from app.scenario_comparison import SHAPES, Comparison

if TYPE_CHECKING:
    from data.project import Project


def proposed_points(project: "Project", comparison: Comparison, plan: Result, position: int) -> tuple[Point, ...]:
    """Return what the plan at `position` proposes; `astray` is what not every plan proposes."""
    shape = SHAPES[comparison.analysis]
    where = _positions(plan.table(shape.chosen), shape.key) or _centres(project)
    return tuple(
        Point(*where[each.key], astray=not each.in_all)
        for each in comparison.proposed
        if each.values[position] is not None and each.key in where
    )


def _positions(table: Table, key: tuple[str, ...]) -> Mapping[tuple[str, ...], tuple[float, float]]:
    if not {"lon", "lat"} <= {column.name for column in table.columns}:
        return {}
    keys = zip(*(table.values(name) for name in key), strict=True)
    places = zip(table.values("lon"), table.values("lat"), strict=True)
    return {
        tuple(map(str, own)): (lon, lat)
        for own, (lon, lat) in zip(keys, places, strict=True)
        if isinstance(lon, float) and isinstance(lat, float)
    }


def _centres(project: "Project") -> Mapping[tuple[str, ...], tuple[float, float]]:
    units = project["units"]
    communes = units[units["level"] == "commune"].dropna(subset=["lon", "lat"])
    rows = zip(communes["code"], communes["lon"], communes["lat"], strict=True)
    return {(str(code),): (float(lon), float(lat)) for code, lon, lat in rows}
