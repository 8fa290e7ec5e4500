"""Minutes between the communes of a project: from where most of the children of each one live, for planning visits."""

import pandas as pd

from app.children import communes
from app.progress import Tick
from app.result import Sensitivity
from app.siting import demand_points
from app.travel_matrices import Matrix, Trips, Way, matrix, with_matrix
from data.project import Project


def commune_minutes(project: Project, way: Way, *, tick: Tick | None = None) -> pd.DataFrame:
    """Return the minutes from commune (row) to commune (column); inf where no way leads.

    Raises
    ------
    NoChildren, NoAreas, NoRaster, geo.errors.GeoError, data.errors.DataError
        The project lacks what the question needs, or a raster cannot be read.
    """
    trips = _trips(project, way)
    found: Matrix = matrix(project, trips, tick=tick)
    codes = trips.origins["code"].to_numpy()
    return pd.DataFrame(found.minutes, index=pd.Index(codes, name="from"), columns=pd.Index(codes, name="to"))


def with_commune_minutes(project: Project, way: Way, *, tick: Tick | None = None) -> Project:
    """Return the project with `commune_minutes` kept. Raises as it does."""
    return with_matrix(project, _trips(project, way), tick=tick)


def centres(project: Project) -> pd.DataFrame:
    """Return code, lon and lat of each commune: the middle of its children, else of its area.

    Raises
    ------
    NoChildren
        The project holds neither settlements nor numbers of children.
    """
    everywhere, _ = demand_points(project)
    points = everywhere.dropna(subset=["lon", "lat"])
    weight = points["children"].to_numpy(float)
    sums = pd.DataFrame(
        {"code": points["commune_code"], "lon": points["lon"] * weight, "lat": points["lat"] * weight, "all": weight}
    ).groupby("code").sum()  # fmt: skip
    own = communes(project).set_index("code")
    lived = sums["all"].where(sums["all"] > 0)
    middles = {name: (sums[name] / lived).reindex(own.index).fillna(own[name]) for name in ("lon", "lat")}
    return pd.DataFrame(middles).sort_index().reset_index(names="code")


def _trips(project: Project, way: Way) -> Trips:
    middles = centres(project)
    known = middles.dropna(subset=["lon", "lat"]).reset_index(drop=True)
    return Trips("visits", known, known, way, ("demand_points", "indicators"), Sensitivity.AREA)
