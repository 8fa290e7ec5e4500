"""Cases of a result that no commune of the map holds: online, or of a place nobody knows. They stand beside it."""

from app.result import Result

_COLUMN = "cases_elsewhere"


def cases_elsewhere(result: Result) -> int:
    """Return how many there are, as far as the result, or what is visible of it, tells."""
    for table in result.tables:
        if _COLUMN in (column.name for column in table.columns):
            return sum(int(value) for value in table.values(_COLUMN) if isinstance(value, int | float))
    return 0
