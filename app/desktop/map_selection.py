"""One selection, as the views share it and as the map's page draws it: there a place stands in one layer only."""

import json
from collections.abc import Mapping

from app.desktop.session import Selection
from app.map_layers import EXISTING

Tables = dict[str, list[str]]
KNOWN_PLACES = (EXISTING, "services", "referrals", "supply")
"""Layers of results with places that a project's layers may draw too; a result has at most one of them."""


def on_page(selection: Selection, drawn_in: Mapping[str, str]) -> Tables:
    """Return the codes to outline, for each layer of the page.

    Parameters
    ----------
    drawn_in : mapping
        Layer of the project in which each known place of the result is drawn.

    >>> on_page(Selection("existing", ("S1", "S2")), {"S1": "shelters_public"})
    {'shelters_public': ['S1'], 'existing': ['S2']}
    """
    found: Tables = {}
    for table, codes in ((selection.table, selection.codes), *selection.beside):
        for code in codes:
            layer = drawn_in.get(code, table) if table in KNOWN_PLACES else table
            found.setdefault(layer, []).append(code)
    return found


def from_page(tables: str, drawn_in: Mapping[str, str], known: str = EXISTING) -> Selection:
    """Return what was selected on the page, known places of the result by the name of its table.

    Parameters
    ----------
    tables : str
        JSON: the codes of each layer of the page, the layer of the selection first.
    known : str
        The one of `KNOWN_PLACES` that the result has.

    >>> from_page('{"shelters_public": ["S1"]}', {"S1": "shelters_public"})
    Selection(table='existing', codes=('S1',), beside=())
    """
    found: Tables = {}
    for layer, codes in json.loads(tables).items():
        for code in codes:
            found.setdefault(known if drawn_in.get(code) == layer else layer, []).append(code)
    if not found:
        return Selection()
    (table, first), *others = [(name, tuple(codes)) for name, codes in found.items()]
    return Selection(table, first, tuple(others))
