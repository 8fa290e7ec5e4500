"""Minutes from places to places over the ground of a project, kept with it until something they came from changes.

What is kept is found by a signature: the ground, the table of speeds, the way of travelling and all positions.
"""

import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.progress import Tick
from app.result import Sensitivity
from app.travel_inputs import Crossing, crossing, ground_of
from app.travel_parameters import Direction, Mode, Neighbours, Season, Speeds
from app.travel_speeds import speeds_of
from data.project import Project, table_hash
from geo.facility_cells import Placed, place
from geo.travel_time import matrix_over

Floats = NDArray[np.float64]

FURTHEST_METRES = 2_000.0
"""Metres that a place may be moved to a cell that can be passed."""
MOST_KEPT = 8
"""Matrices kept in a project; of more the oldest go."""
MOST_BYTES = 8_000_000
"""Compressed bytes of a matrix; a larger one is computed each time, so that the project file stays small."""
GROUND = ("units", "rasters", "roads", "barriers", "travel_speeds")
"""Tables that every matrix is computed from."""
METHOD = 1
"""Raised whenever the same inputs would give other minutes: older matrices are then computed anew."""


@dataclass(frozen=True, slots=True)
class Way:
    """How people travel: what `app.travel_inputs.Travelling` asks for. Whoever searches sets the direction."""

    mode: Mode = "motorbike"
    season: Season = "dry"
    friction: Speeds = "table"
    resolution: float = 250.0
    neighbours: Neighbours = "16"
    direction: Direction = "towards"


@dataclass(frozen=True, eq=False)
class Trips:
    """What minutes are asked for: from each origin to each destination.

    Attributes
    ----------
    kind : str
        One of `data.schema.MATRIX_KINDS`.
    origins, destinations : DataFrame
        With the columns `lon` and `lat`.
    way : Way
    tables : tuple of str
        The tables these places are from.
    sensitivity : Sensitivity
        `PLACE` where a place may be one that is not public.
    limit : float, optional
        Minutes beyond which no trip is looked for.
    """

    kind: str
    origins: pd.DataFrame
    destinations: pd.DataFrame
    way: Way
    tables: tuple[str, ...]
    sensitivity: Sensitivity
    limit: float | None = None


@dataclass(frozen=True, eq=False)
class Matrix:
    """Minutes between places.

    Attributes
    ----------
    minutes : array, shape (origins, destinations)
        Rounded to single precision; inf where there is no way.
    moved, refused : dict of str to list of int
        Positions among "origins" and "destinations": of those moved to the nearest cell that can be passed, and of
        those that have none within `FURTHEST_METRES`.
    """

    minutes: Floats
    moved: dict[str, list[int]]
    refused: dict[str, list[int]]


def matrix(project: Project, trips: Trips, *, tick: Tick | None = None) -> Matrix:
    """Return the minutes of trips: those kept with the project, else computed.

    Raises
    ------
    NoAreas, NoRaster
        The project lacks what travelling needs.
    geo.errors.GeoError, data.errors.DataError
        A raster cannot be read or does not touch the communes.
    """
    return kept(project, trips) or computed(project, trips, tick=tick)


def with_matrix(project: Project, trips: Trips, *, tick: Tick | None = None) -> Project:
    """Return the project with the minutes of trips among what it keeps: the very same where they are already.

    Matrices of inputs that have changed since go. Raises as `matrix`.
    """
    if kept(project, trips) is not None:
        return project
    found = computed(project, trips, tick=tick)
    packed = zlib.compress(found.minutes.astype("<f4").tobytes())
    if len(packed) > MOST_BYTES:
        return project
    row = _row(project, trips, found) | {"minutes": packed}
    known = project["travel_matrices"]
    present = known[[_is_present(project, provenance) for provenance in known["provenance"]]]
    fresh = project.with_table("travel_matrices", present.tail(MOST_KEPT - 1))
    return fresh.append("travel_matrices", pd.DataFrame([row]))


def kept(project: Project, trips: Trips) -> Matrix | None:
    """Return the minutes of trips as the project keeps them; None where it does not."""
    known = project["travel_matrices"]
    found = known[known["signature"] == signature(project, trips)] if len(known) else known
    if found.empty:
        return None
    row = found.iloc[-1]
    minutes = np.frombuffer(zlib.decompress(row["minutes"]), dtype="<f4").astype(np.float64)
    return Matrix(minutes.reshape(row["origins"], row["destinations"]), **json.loads(row["notes"]))


def computed(project: Project, trips: Trips, *, tick: Tick | None = None) -> Matrix:
    """Search the minutes of trips. Raises as `matrix`."""
    backwards = len(trips.destinations) <= len(trips.origins)
    way = replace(trips.way, direction="towards" if backwards else "from")
    across = crossing(ground_of(project, way), way, season=way.season)
    origins, destinations = (_placed(across, points) for points in (trips.origins, trips.destinations))
    ends = (destinations, origins) if backwards else (origins, destinations)
    minutes = _searched(across, *ends, limit=trips.limit, tick=tick)
    both = {"origins": origins, "destinations": destinations}
    return Matrix(
        minutes=(minutes.T if backwards else minutes).astype("<f4").astype(np.float64),
        moved={name: np.flatnonzero(at.moved_metres > 0).tolist() for name, at in both.items()},
        refused={name: np.flatnonzero(at.refused).tolist() for name, at in both.items()},
    )


def signature(project: Project, trips: Trips) -> str:
    """Return the SHA-256 of all that minutes depend on."""
    said = json.dumps(
        [METHOD, trips.kind, trips.sensitivity, trips.limit, asdict(trips.way), repr(speeds_of(project))]
        + [table_hash(project, name) for name in GROUND]
        + [len(trips.origins), len(trips.destinations)]
    )
    digest = hashlib.sha256(said.encode())
    for points in (trips.origins, trips.destinations):
        digest.update(points[["lon", "lat"]].to_numpy("<f8").tobytes())
    return digest.hexdigest()


def _placed(across: Crossing, points: pd.DataFrame) -> Placed:
    lon, lat = points["lon"].to_numpy(float), points["lat"].to_numpy(float)
    return place(across.grid, across.passable, lon, lat, furthest=FURTHEST_METRES)


def _searched(across: Crossing, sources: Placed, cells: Placed, *, limit: float | None, tick: Tick | None) -> Floats:
    """Search from each cell that holds sources once; return minutes of shape (sources, cells)."""
    found = np.full((len(sources.cells), len(cells.cells)), np.inf)
    starts, start_of = np.unique(sources.cells[~sources.refused], axis=0, return_inverse=True)
    reached = cells.cells[~cells.refused]
    searched = matrix_over(across.surface, across.grid.shape, starts, reached, limit=limit, tick=tick)
    found[np.ix_(~sources.refused, ~cells.refused)] = searched[start_of.ravel()]
    return found


def _row(project: Project, trips: Trips, found: Matrix) -> dict[str, object]:
    read = (*GROUND, *trips.tables)
    return {
        "signature": signature(project, trips),
        "kind": trips.kind,
        "sensitivity": trips.sensitivity.value,
        "provenance": json.dumps({f"sha256_{name}": table_hash(project, name) for name in dict.fromkeys(read)}),
        "origins": found.minutes.shape[0],
        "destinations": found.minutes.shape[1],
        "notes": json.dumps({"moved": found.moved, "refused": found.refused}),
    }


def _is_present(project: Project, provenance: str) -> bool:
    stated = json.loads(provenance)
    return all(value == table_hash(project, name.removeprefix("sha256_")) for name, value in stated.items())
