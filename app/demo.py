"""The demo, end to end: Điện Biên's communes, simulated data on them, a shelter plan that may be shared.

It takes the same way as a user's own project: units, store, analysis, gate, files.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from app.errors import PdfUnavailable
from app.language import Language
from app.questions import find
from app.release import Audience, Released, release
from app.reports.files import write
from app.results import run_and_store
from data.admin_units import VINTAGE, province_units
from data.demo import demo_tables
from data.project import About, Project
from data.store import Store

PROVINCE = "11"
FILE_NAME = "dien-bien.lachan"
PLAN_FILES = ("plan.html", "plan.xlsx", "plan.json", "plan.pdf")
MADE = 0.7
"""Part of the work after which the project is written and its plan is found."""
PLAN_PARAMETERS = {"p": 5, "existing": "public"}
"""Five: the safe houses each province was asked to have in October 2025 (press report, MISSION)."""


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What the demo wrote, and why a file of the plan is left out: no PDF can be printed on every computer."""

    project: Path
    plan: tuple[Path, ...]
    result_id: str
    left_out: tuple[PdfUnavailable, ...] = ()


def new_project(province_code: str) -> Project:
    """Return a project of one province: its units with schematic shapes, and nothing else.

    Raises
    ------
    data.errors.UnknownProvince
        No province has this code.
    """
    from geo.schematic import schematic_cells

    units = province_units(province_code)
    communes = units["level"] == "commune"
    inner = units[communes]
    cells = schematic_cells(inner["lon"], inner["lat"], inner["area_km2"])
    shapes = units.assign(geometry=None)
    shapes.loc[communes, "geometry"] = cells.to_numpy()
    name = units.loc[~communes, "name"].iloc[0]
    about = About.new(name, province_code, vintage=VINTAGE, schematic=True)
    return Project.new(about, {"units": shapes})


def demo_project(boundaries: Path | None = None) -> Project:
    """Return the demo as a project; with `boundaries`, on the real polygons of that file."""
    from data.demo_land import land_tables

    project = new_project(PROVINCE)
    if boundaries is not None:
        from data.importing import import_shapes
        from data.reading import read_rows

        project = import_shapes(project, read_rows(boundaries)).project
    data = demo_tables(project["units"])
    land = land_tables(project["units"], data.tables["demand_points"], data.tables["facilities"])
    return project.with_tables({**data.tables, **land}).replace_about(simulated=True)


def write_demo(
    folder: Path,
    *,
    language: Language,
    who: str,
    boundaries: Path | None = None,
    passphrase: str | None = None,
    tick: Callable[[float], None] | None = None,
) -> DemoFiles:
    """Write the demo project and its shareable plan into `folder`; an earlier demo there is kept as ``.bak``.

    Raises
    ------
    data.errors.DataError
        The boundaries cannot be read, or the files cannot be written.
    """
    path = folder / FILE_NAME
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        result_id = apart.submit(_made, path, boundaries, passphrase, who).result()
    if tick is not None:
        tick(MADE)
    with Store.open(path, passphrase=passphrase) as store:
        released = release(store, result_id, Audience.SHAREABLE, who=who)
    written, left_out = _write_plan(released, folder, language)
    return DemoFiles(path, written, result_id, left_out)


def _made(path: Path, boundaries: Path | None, passphrase: str | None, who: str) -> str:
    """Write the project with its plan and return the result's name.

    In a process of its own: the memory of the searches and of their compiler goes with it before the plan is printed.
    """
    project = demo_project(boundaries)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(path.with_suffix(".lachan.bak"))
    with Store.create(path, project, passphrase=passphrase, who=who) as store:
        return run_and_store(store, find("shelters"), PLAN_PARAMETERS, who=who).result_id


def _write_plan(
    released: Released, folder: Path, language: Language
) -> tuple[tuple[Path, ...], tuple[PdfUnavailable, ...]]:
    """Write each file of the plan that can be written here; one that cannot does not stay from an earlier demo."""
    written: list[Path] = []
    left_out: list[PdfUnavailable] = []
    for name in PLAN_FILES:
        try:
            written.append(write(released, folder / name, language))
        except PdfUnavailable as error:
            (folder / name).unlink(missing_ok=True)
            left_out.append(error)
    return tuple(written), tuple(left_out)
