"""Importing, as it grows: case counts, cases with names to be dropped, and schools placed in communes.

Owns `figures`. None has a peer; those of 100,000 cases and of 40,000 schools have a limit that was promised.
"""

import csv
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from time import perf_counter

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from app.demo import new_project
from app.imports import ImportRequest, import_into
from bench.figure import Figure, Limit
from bench.process import in_fresh_process
from data.positions import check_positions
from data.schema import PLACES, STAGES
from data.store import Store

PROVINCE, PASSPHRASE = "11", "a passphrase of the benchmark"
ROWS = (10_000, 100_000, 1_000_000)
SCHOOLS = 40_000
CASES_LIMIT = Limit(seconds=10.0, memory_mb=800.0)
PLACING_LIMIT = Limit(seconds=5.0)
LIMITED = 100_000
CASE_KINDS = ("physical_violence", "sexual_abuse", "neglect", "exploitation")
COUNT_COLUMNS = ("unit_code", "kind", "place", "stage", "period_start", "period_end", "count")
COUNT_SETTINGS = {"agency": "police", "counted": "cases", "vintage": "2025-07-01"}
CASE_COLUMNS = ("Họ và tên trẻ", "Ngày sinh", "Giới tính", "Mã xã", "Tên xã", "Hình thức", "Cơ quan", "Ngày tiếp nhận",
                "Ghi chú")  # fmt: skip
_FAMILY = ("Nguyễn", "Trần", "Lò", "Quàng", "Cà", "Lường", "Giàng", "Vừ", "Sùng", "Mùa")
_MIDDLE = ("Văn", "Thị", "A", "Thị Thanh", "Đức", "Minh", "Ngọc", "Hồng")
_GIVEN = ("An", "Bình", "Chi", "Dua", "Hoà", "Khánh", "Lan", "Mỷ", "Páo", "Thuỷ")


def figures(*, rows: tuple[int, ...] = ROWS, schools: int = SCHOOLS) -> Iterator[Figure]:
    """Measure one thing after another; `rows` are the sizes of the files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in rows:
            path = write_case_counts(folder / f"{count}.csv", count)
            found = in_fresh_process(counts_seconds, path, folder / f"{count}.lachan")
            yield Figure(f"importing {count:,} case counts", found.seconds, found.peak_memory_mb)
        for count in rows:
            path = write_cases(folder / f"cases-{count}.csv", count)
            found = in_fresh_process(cases_seconds, path, folder / f"cases-{count}.lachan")
            limit = CASES_LIMIT if count == LIMITED else None
            yield Figure(f"importing {count:,} cases", found.seconds, found.peak_memory_mb, limit=limit)
        placed = in_fresh_process(placing_seconds, schools)
        yield Figure(f"placing {schools:,} schools", placed.seconds, placed.peak_memory_mb, limit=PLACING_LIMIT)


def counts_seconds(path: Path, project: Path) -> float:
    """Return the seconds from a CSV file of counts to rows in an encrypted project file, which is made first."""
    return _importing_seconds(ImportRequest("case_counts", path, {}, COUNT_SETTINGS), project)


def cases_seconds(path: Path, project: Path) -> float:
    """Return the same for a file of cases, its columns guessed and its identities dropped."""
    return _importing_seconds(ImportRequest("cases", path, {}, {}, guesses=True), project)


def placing_seconds(count: int) -> float:
    """Return the seconds it takes to hold `count` positions against 3,321 communes."""
    units = _squares(3321)
    drawn = np.random.default_rng(1).uniform(0, 1, (2, count))
    places = pd.DataFrame({"lon": 103.1 + 5.7 * drawn[0], "lat": 10 + 5.8 * drawn[1], "vintage": "2025-07-01"})
    places["commune_code"] = "00001"  # west of them all
    start = perf_counter()
    found = check_positions(places, units, name="facilities", schematic=False)
    seconds = perf_counter() - start
    if sum(len(finding.rows) for finding in found) != count:
        raise ValueError(f"not all of {count} schools lie outside their commune")
    return seconds


def write_case_counts(path: Path, count: int) -> Path:
    """Write `count` monthly counts of the communes of Điện Biên, each row another, as long ago as it takes."""
    rows = product(_months(), STAGES, PLACES, CASE_KINDS, _communes()["code"])
    return _write(
        path,
        COUNT_COLUMNS,
        (
            (code, kind, place, stage, first, last, number % 3)
            for number, ((first, last), stage, place, kind, code) in enumerate(islice(rows, count))
        ),
    )


def write_cases(path: Path, count: int) -> Path:
    """Write `count` cases of invented children, as an office keeps them; no two are alike, for these would be one."""
    draw = random.Random(1)
    communes = list(_communes()[["code", "name"]].itertuples(index=False))
    rows: dict[tuple[object, ...], None] = {}
    while len(rows) < count:
        rows[_case(draw, communes)] = None
    return _write(path, CASE_COLUMNS, rows)


def _case(draw: random.Random, communes: Sequence[tuple[str, str]]) -> tuple[object, ...]:
    code, name = draw.choice(communes)
    child = f"{draw.choice(_FAMILY)} {draw.choice(_MIDDLE)} {draw.choice(_GIVEN)}"
    born = f"{draw.randint(1, 28)}/{draw.randint(1, 12)}/{draw.randint(2010, 2024)}"
    received = f"{draw.randint(1, 28)}/{draw.randint(7, 12)}/2025"
    kind, agency = draw.choice(("Xâm hại tình dục", "Bạo lực", "Bỏ rơi")), draw.choice(("Công an", "Y tế", "111"))
    return child, born, draw.choice(("Nam", "Nữ")), code, f"Xã {name}", kind, agency, received, "cháu ở với bà"


def _importing_seconds(request: ImportRequest, project: Path) -> float:
    with Store.create(project, new_project(PROVINCE), passphrase=PASSPHRASE) as store:
        start = perf_counter()
        report = import_into(store, request, who="bench")
        seconds = perf_counter() - start
    if report.accepted != report.read:
        raise ValueError(f"{report.read} rows read, {report.accepted} accepted")
    return seconds


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def _communes() -> pd.DataFrame:
    units = new_project(PROVINCE)["units"]
    return units[units["level"] == "commune"]


def _squares(count: int) -> gpd.GeoDataFrame:
    side = int(np.ceil(np.sqrt(count)))
    corners = [(103 + 0.1 * (i % side), 10 + 0.1 * (i // side)) for i in range(side * side)]
    shapes = [box(x, y, x + 0.1, y + 0.1) for x, y in corners]
    codes = [f"{number:05d}" for number in range(1, len(shapes) + 1)]
    return gpd.GeoDataFrame({"code": codes, "level": "commune", "vintage": "2025-07-01"}, geometry=shapes, crs=4326)


def _months() -> list[tuple[str, str]]:
    """Return the first and last days of the months of a century."""
    first = pd.date_range("1926-01-01", periods=1200, freq="MS")
    return list(zip(first.strftime("%Y-%m-%d"), (first + pd.offsets.MonthEnd(1)).strftime("%Y-%m-%d"), strict=True))
