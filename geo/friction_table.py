"""How fast one moves through each class of land cover and road, by means of travel and season: a table as data.

The default is `friction_speeds.csv`, which says where each speed comes from; people copy it, edit it and give it back.
"""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from geo.errors import DuplicateClass, EmptySpeedTable, InvalidSpeed, MissingTableColumn, UnknownEntry
from geo.travel_modes import BARRIER, BICYCLE, MOTOR, WALKING

LAND_COVER, OFF_ROAD, ROAD, SURFACE = KINDS = ("land_cover", "off_road", "road", "surface")
ON_FOOT = "walking"
MEANS = (ON_FOOT, "bicycle", "motorbike", "car")
SEASONS = ("dry", "rain", "night")
MODES: Mapping[str, int] = {"walking": WALKING, "bicycle": BICYCLE, "motor": MOTOR, "barrier": BARRIER}
"""Words of the table's column mode, and the modes of `geo.travel_modes` they stand for."""
DEFAULT_FILE = Path(__file__).with_name("friction_speeds.csv")

_SPEED_COLUMNS = {season: f"{season}_kmh" for season in SEASONS}
_NEEDED = ("kind", "class", "means", "mode", *_SPEED_COLUMNS.values())
_OFFICE_ENCODING = "cp1258"
"""What Excel writes on a Vietnamese Windows when it is not told UTF-8."""


class Pace(NamedTuple):
    """How one moves through a class: speed on the flat, and the mode that says how a slope slows."""

    speed_kmh: float
    mode: int


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """A row of the table: a class, a means of travel, and the speed in each season; None: not by this means."""

    kind: str
    name: str
    means: str
    mode: int
    speeds_kmh: Mapping[str, float | None]
    label_vi: str
    label_en: str
    source: str
    line: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What the row is known by: kind, class and means."""
        return self.kind, self.name, self.means


@dataclass(frozen=True)
class FrictionTable:
    """All rows, each combination of kind, class and means at most once."""

    rows: tuple[SpeedRow, ...]

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str, str], SpeedRow]:
        return {row.key: row for row in self.rows}

    def with_rows(self, rows: Iterable[SpeedRow]) -> "FrictionTable":
        """Return the table with rows in the place of those for the same class and means, others added at the end."""
        own = {row.key: row for row in rows}
        kept = tuple(own.pop(row.key, row) for row in self.rows)
        return FrictionTable((*kept, *own.values()))

    def changes_from(self, other: "FrictionTable") -> int:
        """Return how many speeds, each of a class, a means and a season, are not as in another table."""
        keys = {*self._by_key, *other._by_key}
        return sum(self._own(*key, season) != other._own(*key, season) for key in keys for season in SEASONS)

    def lists(self, kind: str, name: str) -> bool:
        """Say whether the table has a class, for any means."""
        return any((kind, name, means) in self._by_key for means in MEANS)

    def pace(self, kind: str, name: str, *, means: str, season: str) -> Pace | None:
        """Return how one moves through a class off the road; None where one cannot.

        By the row of `means`, else, having got off, by that of walking.
        """
        return self._own(kind, name, means, season) or self._own(kind, name, ON_FOOT, season)

    def road_pace(self, name: str, surface: str | None, *, means: str, season: str) -> Pace | None:
        """Return how one moves along a road, no faster than its surface allows; None where one cannot.

        Where class or surface keeps the means away, one walks along it.
        """
        return self._along(name, surface, means, season) or self._along(name, surface, ON_FOOT, season)

    def _along(self, name: str, surface: str | None, means: str, season: str) -> Pace | None:
        road = self._own(ROAD, name, means, season)
        if road is None or surface is None or (SURFACE, surface, means) not in self._by_key:
            return road
        fastest = self._own(SURFACE, surface, means, season)
        return None if fastest is None else road._replace(speed_kmh=min(road.speed_kmh, fastest.speed_kmh))

    def _own(self, kind: str, name: str, means: str, season: str) -> Pace | None:
        row = self._by_key.get((kind, name, means))
        speed = None if row is None else row.speeds_kmh[season]
        return None if row is None or speed is None else Pace(speed, row.mode)


def default_table() -> FrictionTable:
    """Return the speeds for Vietnam's terrain that come with the program."""
    return friction_table(DEFAULT_FILE)


def friction_table(text_or_path: str | Path) -> FrictionTable:
    """Read a table of speeds and check it.

    Parameters
    ----------
    text_or_path : str or Path
        CSV with the columns kind, class, means, mode, dry_kmh, rain_kmh and night_kmh; label_vi, label_en and source
        may be left out. Separated by commas, or by semicolons with decimal commas, as Excel does in Vietnam. Lines
        that begin with # are not read.

    Raises
    ------
    MissingTableColumn, EmptySpeedTable
        A column is missing, or there is no row.
    UnknownEntry
        A kind, means or mode is not one of those known, or a class of land cover is not a whole number.
    InvalidSpeed
        A speed is zero, negative or no number, or stands in a row that is a barrier.
    DuplicateClass
        Two rows are for the same class and means.
    """
    text = text_or_path if isinstance(text_or_path, str) else _text_of(text_or_path)
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if _is_data(line)]
    if not numbered:
        raise EmptySpeedTable
    separator = ";" if ";" in numbered[0][1] else ","
    cells = csv.DictReader((line for _, line in numbered), delimiter=separator, restval="")
    for column in _NEEDED:
        if column not in (cells.fieldnames or ()):
            raise MissingTableColumn(column, _NEEDED)
    rows = tuple(_row(cell, line) for cell, (line, _) in zip(cells, numbered[1:], strict=True))
    if not rows:
        raise EmptySpeedTable
    _check_repeats(rows)
    return FrictionTable(rows)


def _text_of(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_OFFICE_ENCODING, errors="replace")


def _is_data(line: str) -> bool:
    return bool(line.strip(" ,;\t")) and not line.lstrip('"').startswith("#")


def _row(cells: Mapping[str, str], line: int) -> SpeedRow:
    kind = _known(cells, "kind", KINDS, line)
    name = cells["class"].strip()
    if not name or (kind == LAND_COVER and not name.isdecimal()):
        raise UnknownEntry(line, "class", name, ("10", "20", "30", "…") if kind == LAND_COVER else ())
    mode = MODES[_known(cells, "mode", tuple(MODES), line)]
    return SpeedRow(
        kind=kind,
        name=name,
        means=_known(cells, "means", MEANS, line),
        mode=mode,
        speeds_kmh={season: _speed(cells, column, mode, line) for season, column in _SPEED_COLUMNS.items()},
        label_vi=cells.get("label_vi", ""),
        label_en=cells.get("label_en", ""),
        source=cells.get("source", ""),
        line=line,
    )


def _known(cells: Mapping[str, str], column: str, known: tuple[str, ...], line: int) -> str:
    entry = cells[column].strip().lower()
    if entry not in known:
        raise UnknownEntry(line, column, cells[column], known)
    return entry


def _speed(cells: Mapping[str, str], column: str, mode: int, line: int) -> float | None:
    entry = cells[column].strip()
    if not entry:
        return None
    try:
        speed = float(entry.replace(",", "."))
    except ValueError as error:
        raise InvalidSpeed(line, column, entry) from error
    if not (math.isfinite(speed) and speed > 0) or mode == BARRIER:
        raise InvalidSpeed(line, column, entry)
    return speed


def _check_repeats(rows: Iterable[SpeedRow]) -> None:
    first: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row.key in first:
            raise DuplicateClass(row.line, first[row.key], row.name, row.means)
        first[row.key] = row.line
