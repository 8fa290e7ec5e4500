"""Schematic boundaries in every province: how far drawn areas are from stated ones, and whose centre is where.

Owns `study`, one row a province.
"""

from collections.abc import Sequence
from time import perf_counter

import pandas as pd
import shapely

from app.demo import demo_project
from data.admin_units import communes, provinces
from geo.schematic import area_errors, schematic_cells
from studies.report import Report

DEMO_PROVINCE = "11"


def study(codes: Sequence[str] | None = None) -> pd.DataFrame:
    """Draw the communes of each province (default: all) and measure.

    Returns
    -------
    DataFrame
        province, communes, area unknown (communes drawn at the mean of the others), median and worst error (percent of
        the known areas), worst commune, over 10 % (communes), centres outside (their own cell), seconds.
    """
    known = provinces().set_index("code")["name"]
    return pd.DataFrame([_drawn(code, known[code]) for code in (known.index if codes is None else codes)])


def misplaced_facilities(units: pd.DataFrame, facilities: pd.DataFrame) -> tuple[str, ...]:
    """Return the ids of the facilities that do not lie in the cell of their stated commune."""
    cells = units.set_index("code")["geometry"].reindex(facilities["commune_code"]).to_numpy()
    inside = shapely.intersects_xy(cells, facilities["lon"].to_numpy(), facilities["lat"].to_numpy())
    return tuple(facilities["facility_id"][~inside])


def report() -> Report:
    """Run the study on all provinces and on the demo's facilities."""
    found = study()
    demo = demo_project()
    facilities = demo["facilities"].dropna(subset=["commune_code", "lon", "lat"])
    misplaced = misplaced_facilities(demo["units"], facilities)
    return Report(
        title="Schematic boundaries of the 34 provinces",
        method=(
            "Each province's communes are drawn as the program draws them where no real boundaries are at hand: cells "
            "around the communes' centres. Error: |drawn − stated| ÷ stated area, the drawn measured in an equal-area "
            "projection. No number of the program is computed from a drawn cell."
        ),
        findings=(
            f"{found['centres outside'].sum()} of {found['communes'].sum():,} centres lie outside their own cell.",
            _spread_said(found),
            _demo_said(found),
            f"{len(misplaced)} of the demo's {len(facilities)} facilities lie outside their stated commune's cell.",
        ),
        tables={"By province": found},
    )


def _spread_said(found: pd.DataFrame) -> str:
    """Say how far off the drawn areas of all provinces are."""
    median, worst = found["median error %"], found.iloc[int(found["worst error %"].argmax())]
    return (
        f"Median error by province: {median.min():.2f} to {median.max():.2f} %. {found['over 10 %'].sum()} communes "
        f"are more than 10 % off, the worst {worst['worst error %']:.0f} % ({worst['worst commune']}, "
        f"{worst['province']})."
    )


def _demo_said(found: pd.DataFrame) -> str:
    """Say how far off the drawn areas of the demo's province are."""
    row = found[found["province"].str.startswith(DEMO_PROVINCE)].iloc[0]
    return (
        f"{row['province']}, the demo: median {row['median error %']:.2f} %, worst {row['worst error %']:.1f} % "
        f"({row['worst commune']})."
    )


def _drawn(code: str, name: str) -> dict[str, object]:
    rows = communes(code)
    start = perf_counter()
    cells = schematic_cells(rows["lon"], rows["lat"], rows["area_km2"])
    seconds = perf_counter() - start
    errors = area_errors(cells, rows["area_km2"])
    relative = pd.Series(errors.relative)
    inside = shapely.contains_xy(cells.to_numpy(), rows["lon"].to_numpy(), rows["lat"].to_numpy())
    return {
        "province": f"{code} {name}",
        "communes": len(rows),
        "area unknown": int(rows["area_km2"].isna().sum()),
        "median error %": round(errors.median * 100, 2),
        "worst error %": round(errors.worst * 100, 1),
        "worst commune": rows["name"].iloc[int(relative.argmax())],
        "over 10 %": int((relative > 0.1).sum()),
        "centres outside": int((~inside).sum()),
        "seconds": round(seconds, 2),
    }
