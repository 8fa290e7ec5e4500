"""What changed between formats of the project file: one function a step, run in one transaction, oldest first."""

from collections.abc import Callable

from sqlalchemy import Connection

Migration = Callable[[Connection], None]

MIGRATIONS: tuple[Migration, ...] = ()
"""Step i brings the tables of format i + 1 to those of format i + 2; the store then writes all checksums anew."""


def known_format() -> int:
    """Return the number of the newest format, the one that is written."""
    return len(MIGRATIONS) + 1
