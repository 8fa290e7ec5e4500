"""A plan out of several, chosen in a table or a chart: its sites are what is selected on the map.

Owns `with_sites` and the column that holds the sites of a plan.
"""

from app.desktop.session import Selection
from app.names import BETWEEN_NAMES
from app.result import Result

SITE_CODES = "site_codes"
"""Column of a table of plans: the codes of the new sites of each."""
PLACES = ("sites", "candidates")
"""Tables of the places that a plan between two aims may open: those proposed, and those not chosen."""


def with_sites(selection: Selection, result: Result | None) -> Selection:
    """Return a selection of plans together with their sites; any other selection as it is."""
    tables = {table.name: table for table in result.tables} if result else {}
    chosen = tables.get(selection.table)
    if chosen is None or all(column.name != SITE_CODES for column in chosen.columns):
        return selection
    wanted = {code for plan in selection.codes for code in plan.split(BETWEEN_NAMES)}
    beside = ((name, tables[name].values("facility_id")) for name in PLACES if name in tables)
    found = ((name, tuple(str(code) for code in codes if code in wanted)) for name, codes in beside)
    return Selection(selection.table, selection.codes, tuple((name, codes) for name, codes in found if codes))
