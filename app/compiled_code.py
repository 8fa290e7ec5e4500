"""Where the compiled searches of travel time are kept: in the user's cache folder, never beside the program itself."""

import os
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "NUMBA_CACHE_DIR"


def keep_compiled_code() -> Path:
    """Name the folder; before numba is imported. One that is named already stays.

    Returns
    -------
    Path
        The folder; numba makes it.
    """
    folder = os.environ.setdefault(VARIABLE, str(user_cache_path("lachan", appauthor=False) / "compiled"))
    return Path(folder)
