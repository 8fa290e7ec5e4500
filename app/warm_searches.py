"""Compiles the searches for ways, clusters and sites once, into the user's cache folder: `python -m app.warm_searches`.

A process of its own does it: while numba compiles, no other thread of its process goes on.
"""

import hashlib
import os
import sys
from pathlib import Path

from app.compiled_code import keep_compiled_code

ROOT = Path(__file__).resolve().parents[1]
_COMPILED = (
    "geo/frontier", "geo/slope_speed", "geo/travel_steps", "geo/travel_search", "geo/travel_surfaces", "geo/searching",
    "geo/capacity_filling", "models/permutation_kernels", "models/permutations", "models/scan_kernels",
    "models/scan_replicas", "models/siting/interchange", "models/siting/swap_kernels",
)  # fmt: skip
"""Modules whose functions are compiled, or that call them."""
_LOW_PRIORITY = 10
"""On systems that know how nice a process is."""


def is_warm() -> bool:
    """Return whether the searches of this very version were compiled before."""
    return _mark().exists()


def main() -> None:
    """Compile, and remember it."""
    keep_compiled_code()
    if not is_warm():
        search_a_little()
        _mark().parent.mkdir(parents=True, exist_ok=True)
        _mark().touch()


def search_a_little() -> None:
    """Search over a few cells and places, in each of the ways the program searches."""
    import numpy as np

    from geo.travel_surfaces import NEIGHBOURS, flat_surface, slope_surface
    from geo.travel_time import WALKING, nearest_two_over, travel_time_over
    from models.hotspots import local_moran
    from models.moran import moran_p
    from models.scan import scan
    from models.siting import p_median

    cells = np.ones((3, 3))
    modes = np.full(cells.shape, WALKING, np.int8)
    for neighbours in NEIGHBOURS:
        flat = flat_surface(cells, resolution=1.0, neighbours=neighbours)
        slope = slope_surface(cells, modes, cells, resolution=1.0, neighbours=neighbours, towards=True)
        for surface in (flat, slope):
            travel_time_over(surface, cells.shape, [(1, 1)])
            nearest_two_over(surface, cells.shape, [(1, 1)])
    scan([2, 0, 0], [1, 1, 1], [(0, 0), (0, 1), (0, 2)], permutations=1)
    p_median([[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]], 2)
    for statistic in (local_moran, moran_p):
        statistic([1.0, 2.0, 4.0], [[1], [0, 2], [1]], permutations=9)


def _mark() -> Path:
    """Return the file that stands where this version was compiled; numba compiles anew what was changed since."""
    parts = [sys.version]
    for name in _COMPILED:
        state = (ROOT / f"{name}.py").stat()
        parts.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    return keep_compiled_code() / f"warm-{digest}"


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_LOW_PRIORITY)
    main()
