"""The demo's places: settlements, and schools, health stations, shelters and the other facilities.

Two shelter models named by the press stand at their commune's centre. All else is simulated and its name says so.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.admin_units import VINTAGE
from data.demo_figures import SEAT

TRIES = 64
KM_PER_DEGREE = 111.195
SIMULATED = "(mô phỏng)"
PRESS_SOURCE = "Điện Biên Department of Health, press article on child protection, 2025; position: the commune's centre"

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How many facilities of a kind each commune gets, within what share (`spread`) of the commune's radius."""

    kind: str
    title: str
    fewest: int
    most: int
    spread: float
    agency: str
    status: str = "in_use"


RECIPES = (
    Recipe("school", "Trường học", 2, 4, 0.6, "education"),
    Recipe("health_station", "Trạm y tế", 1, 1, 0.15, "health"),
    Recipe("police_post", "Trụ sở công an", 1, 1, 0.15, "police"),
    Recipe("communal_house", "Nhà văn hoá", 2, 2, 0.7, "commune", "candidate"),
    Recipe("post_office", "Bưu điện văn hoá", 1, 1, 0.2, "commune"),
)

SINGLE: tuple[dict[str, Any], ...] = (
    {"kind": "hospital", "name": "Bệnh viện tỉnh", "code": SEAT, "agency": "health"},
    {"kind": "hospital", "name": "Bệnh viện khu vực Tuần Giáo", "code": "03253", "agency": "health"},
    {"kind": "hospital", "name": "Bệnh viện khu vực Mường Nhé", "code": "03160", "agency": "health"},
    {"kind": "hospital", "name": "Bệnh viện khu vực Tủa Chùa", "code": "03217", "agency": "health"},
    {"kind": "social_protection_centre", "name": "Trung tâm bảo trợ xã hội tỉnh", "code": SEAT, "agency": "health"},
    {"kind": "investigation_room", "name": "Phòng điều tra thân thiện", "code": SEAT, "agency": "police"},
    {"kind": "counselling_point", "name": "Điểm tư vấn Tuần Giáo", "code": "03253", "agency": "health"},
    {
        "kind": "reliable_address",
        "name": "Nhà tạm lánh Mường Nhé",
        "code": "03160",
        "agency": "commune",
        "disclosure": "hidden",
    },
)
SINGLE_CAPACITY = {"social_protection_centre": 40, "reliable_address": 6}
ALWAYS_OPEN = ("hospital", "reliable_address", "social_protection_centre")

NAMED_BY_THE_PRESS: tuple[dict[str, Any], ...] = (
    {"kind": "reliable_address", "code": "03349", "model": "Địa chỉ tin cậy – Nhà tạm lánh"},
    {"kind": "sunshine_house", "code": "03127", "model": "Ngôi nhà Ánh Dương"},
)


def demand_points(facts: pd.DataFrame, polygons: Any, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `demand_points`: 8 to 20 settlements a commune, whose children sum to the commune's (eq. 3).

    Parameters
    ----------
    facts : DataFrame
        The communes, from `data.demo_figures.commune_facts`.
    polygons : array of shapely polygons
        The communes' shapes, in the order of `facts`.
    rng : Generator
    """
    per_commune = rng.integers(8, 21, len(facts))
    shares = [rng.dirichlet(np.full(number, 2.0)) for number in per_commune]
    children = [rng.multinomial(total, share) for total, share in zip(facts["children"], shares, strict=True)]
    home = np.repeat(np.arange(len(facts)), per_commune)
    lon, lat = scatter(facts, polygons, home, 1.0, rng)
    return _located(facts, home, lon, lat).assign(
        point_id=_numbered(facts, home, "S"),
        name=[f"Điểm dân cư {number} {SIMULATED}" for number in _ordinals(home)],
        children=np.concatenate(children).astype(np.float64),
    )


def facilities(facts: pd.DataFrame, polygons: Any, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `facilities`: the two shelters the press names, the single ones, and those every commune has."""
    blocks = [_named(facts, polygons), _singles(facts, polygons, rng)]
    blocks += [_everywhere(recipe, facts, polygons, rng) for recipe in RECIPES]
    rows = _reviewed(pd.concat(blocks, ignore_index=True), rng)
    return rows.assign(
        facility_id=[f"F{number:04d}" for number in range(1, len(rows) + 1)],
        disclosure=rows["disclosure"].fillna("public"),
        status=rows["status"].fillna("in_use"),
        open_24h=rows["open_24h"].astype("boolean"),
        capacity=rows["capacity"].astype("Int64"),
    )


def scatter(
    facts: pd.DataFrame, polygons: Any, home: Ints, spread: float, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw positions around the communes' centres, each inside its own commune (eq. 4).

    Parameters
    ----------
    facts : DataFrame
        code, lon, lat and area_km2 of the communes.
    polygons : array of shapely polygons, shape (commune,)
    home : int array, shape (point,)
        Each point's commune, as a position in `facts`.
    spread : float
        Share of the radius √(area ÷ π), from the stated area, within which points fall evenly.
    rng : Generator
        The same number of positions is tried whatever the polygons, so another map moves only the points it must.

    Returns
    -------
    lon, lat : arrays, shape (point,)
        Degrees. A point that found no place in its polygon stands at the commune's anchor.
    """
    radius = spread * np.sqrt(facts["area_km2"].to_numpy() / np.pi)[home, None]
    distance = radius * np.sqrt(rng.random((len(home), TRIES))) / KM_PER_DEGREE
    angle = rng.uniform(0, 2 * np.pi, (len(home), TRIES))
    centre_lon, centre_lat = facts["lon"].to_numpy()[home, None], facts["lat"].to_numpy()[home, None]
    lat = (centre_lat + distance * np.sin(angle)).round(6)
    lon = (centre_lon + distance * np.cos(angle) / np.cos(np.radians(centre_lat))).round(6)
    return _first_inside(lon, lat, polygons, home, anchors(facts, polygons))


def anchors(facts: pd.DataFrame, polygons: Any) -> Floats:
    """Return one point inside each polygon, shape (commune, 2): the stated centre, else a representative point."""
    centres = facts[["lon", "lat"]].to_numpy(dtype=np.float64)
    inside = shapely.contains_xy(polygons, centres[:, 0], centres[:, 1])
    chosen: Floats = np.where(inside[:, None], centres, shapely.get_coordinates(shapely.point_on_surface(polygons)))
    return chosen


def _first_inside(lon: Floats, lat: Floats, polygons: Any, home: Ints, anchor: Floats) -> tuple[Floats, Floats]:
    inside = np.zeros(lon.shape, dtype=bool)
    shapely.prepare(polygons)
    for commune in np.unique(home):
        mine = home == commune
        inside[mine] = shapely.contains_xy(polygons[commune], lon[mine], lat[mine])
    point, attempt = np.arange(len(home)), inside.argmax(axis=1)
    found = inside[point, attempt]
    return np.where(found, lon[point, attempt], anchor[home, 0]), np.where(found, lat[point, attempt], anchor[home, 1])


def _located(facts: pd.DataFrame, home: Ints, lon: Floats, lat: Floats) -> pd.DataFrame:
    codes = facts["code"].to_numpy()[home]
    return pd.DataFrame({"commune_code": pd.Series(codes, dtype="str"), "vintage": VINTAGE, "lon": lon, "lat": lat})


def _everywhere(recipe: Recipe, facts: pd.DataFrame, polygons: Any, rng: np.random.Generator) -> pd.DataFrame:
    home = np.repeat(np.arange(len(facts)), rng.integers(recipe.fewest, recipe.most + 1, len(facts)))
    lon, lat = scatter(facts, polygons, home, recipe.spread, rng)
    communes = zip(facts["name"].to_numpy()[home], _ordinals(home), strict=True)
    names = [f"{recipe.title} {commune} {number} {SIMULATED}" for commune, number in communes]
    rows = _located(facts, home, lon, lat)
    rows = rows.assign(kind=recipe.kind, name=names, agency=recipe.agency, status=recipe.status)
    if recipe.status == "candidate":
        return rows.assign(capacity=6, cost=rng.integers(30, 91, len(rows)) * 10.0)
    return rows


def _singles(facts: pd.DataFrame, polygons: Any, rng: np.random.Generator) -> pd.DataFrame:
    rows = pd.DataFrame(SINGLE)
    home = _positions_of(facts, rows["code"])
    lon, lat = scatter(facts, polygons, home, 0.5, rng)
    own = rows.drop(columns="code").assign(
        name=rows["name"] + f" {SIMULATED}",
        capacity=rows["kind"].map(SINGLE_CAPACITY),
        open_24h=rows["kind"].isin(ALWAYS_OPEN),
    )
    return pd.concat([_located(facts, home, lon, lat), own], axis=1)


def _named(facts: pd.DataFrame, polygons: Any) -> pd.DataFrame:
    rows = pd.DataFrame(NAMED_BY_THE_PRESS)
    home = _positions_of(facts, rows["code"])
    at = anchors(facts, polygons)[home]
    communes = facts["kind"].str.cat(facts["name"], sep=" ").to_numpy()[home]
    names = [f"{model}, {commune}" for model, commune in zip(rows["model"], communes, strict=True)]
    own = rows.drop(columns="code").assign(name=names, disclosure="commune", source=PRESS_SOURCE)
    return pd.concat([_located(facts, home, at[:, 0], at[:, 1]), own], axis=1)


def _positions_of(facts: pd.DataFrame, codes: pd.Series) -> Ints:
    return facts["code"].reset_index(drop=True).pipe(pd.Index).get_indexer(pd.Index(codes)).astype(np.int64)


def _reviewed(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give three schools in five a safe-school review, and two thirds of these the outcome "safe"."""
    reviewed = (rows["kind"] == "school").to_numpy() & (rng.random(len(rows)) < 0.6)
    days = pd.Series(np.datetime64("2023-01-01", "s") + rng.integers(0, 1095, len(rows)).astype("timedelta64[D]"))
    outcome = pd.Series(np.where(rng.random(len(rows)) < 2 / 3, "safe", "to_improve"), dtype="str")
    return rows.assign(reviewed_on=days.where(reviewed), review_outcome=outcome.where(reviewed))


def _ordinals(home: Ints) -> list[int]:
    return [int(number) for number in pd.Series(home).groupby(home).cumcount() + 1]


def _numbered(facts: pd.DataFrame, home: Ints, letter: str) -> list[str]:
    codes = facts["code"].to_numpy()[home]
    return [f"{code}-{letter}{number:02d}" for code, number in zip(codes, _ordinals(home), strict=True)]
