"""Write the file of the present format that `test_migrations.py` opens for ever; run before that format is left.

Simulated rows only: one or two in every table, with a value of each kind and a missing one beside it.
"""

import gzip
import tempfile
from pathlib import Path

import pandas as pd
import shapely

from data.migrations import known_format
from data.project import About, Project
from data.schema import TABLES, Column, Kind
from data.store import Store

ABOUT = About(
    project_id="00000000-0000-4000-8000-000000000001",
    name="Điện Biên (mô phỏng)",
    province_code="11",
    vintage="2025-07-01",
    simulated=True,
    schematic=True,
    created_at="2026-01-01T00:00:00+00:00",
    extras={"seed": "1"},
)
VALUES = {
    Kind.TEXT: "Hoà",
    Kind.INTEGER: 2**53 + 1,
    Kind.NUMBER: 0.1,
    Kind.BOOLEAN: True,
    Kind.DATE: "2025-07-01",
    Kind.GEOMETRY: shapely.MultiPolygon([shapely.box(103, 21, 104, 22)]),
    Kind.BLOB: b"\x00\xff",
}


def two_values(column: Column) -> list[object]:
    """Return a value of the column's kind and a missing one."""
    return [column.choices[0] if column.choices else VALUES[column.kind], None]


def project() -> Project:
    """Return the project that the file holds, before the audit row of its creation."""
    rows = {
        name: pd.DataFrame({c.name: two_values(c) for c in table.columns}, dtype=object)
        for name, table in TABLES.items()
    }
    return Project.new(ABOUT, {name: frame for name, frame in rows.items() if name != "audit"})


def main() -> None:
    """Write the file beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"format-{known_format()}"
        path = Path(folder) / f"{name}.lachan"
        Store.create(path, project()).close()
        Path(__file__).with_name(f"{name}.sqlite.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
