"""The published lists of provinces, districts and communes, as the package vietnamadminunits holds them.

The package's own files are read without importing the package, which would pull in Unidecode (GPL) and cost 0.3 s.
Its codes are kept as they are; its text comes out in NFC, without stray spaces.
"""

import json
import unicodedata
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

PACKAGE = "vietnamadminunits"


def package_source() -> str:
    """Return what the column `source` says of a row taken from the package."""
    return f"{PACKAGE} {version(PACKAGE)} (MIT)"


def package_rows(table: str, columns: dict[str, str]) -> pd.DataFrame:
    """Return columns of a table of the package's database, under the names given for them.

    Parameters
    ----------
    table : str
        "admin_units" (since 1 July 2025) or "admin_units_legacy" (before).
    columns : dict
        The package's name of each column, and ours. Text that is missing becomes "".
    """
    rows = pd.read_sql_table(table, _database(), columns=list(columns)).rename(columns=columns)
    texts = [name for name in rows.columns if rows[name].dtype != np.float64]
    return rows.assign(**{name: rows[name].fillna("").map(_tidy).astype("str") for name in texts})


def package_conversion() -> dict[str, Any]:
    """Return the package's table of which commune of 2025 each earlier commune went to, by its own keys."""
    text = (_package_folder() / "data" / "converter_2025.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _database() -> str:
    return f"sqlite:///{(_package_folder() / 'data' / 'dataset.db').as_uri()}?mode=ro&uri=true"


def _package_folder() -> Path:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(name=PACKAGE)
    return Path(next(iter(found.submodule_search_locations)))
