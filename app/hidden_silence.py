"""Part (a) of the question `hidden`: which communes and groups are silent, and where nobody can tell."""

import numpy as np
import pandas as pd

from app.hidden_communes import Facts, groups_of
from app.result import Column, Sensitivity, Table
from app.tables import table_of

CLASSES = ("silent", "quiet", "reports", "cannot_be_judged", "no_return", "no_children")
"""In the order of the legend. quiet: some reports, but significantly fewer than expected."""


def with_silence(known: Facts, false_discovery_rate: float) -> pd.DataFrame:
    """Return the communes with expected, visible_from, p, adjusted_p and silence (the class)."""
    from models.silence import silence

    frame = known.frame
    cases = frame["cases"].fillna(0.0)
    person_time = frame["person_years"].where(frame["cases"].notna(), 0.0)
    found = silence(cases, person_time, false_discovery_rate=false_discovery_rate)
    judged = frame.assign(
        expected=found.expected, visible_from=found.visible_from, p=found.p, adjusted_p=found.adjusted_p
    )
    return judged.assign(silence=_classes(judged, found.significant))


def _classes(frame: pd.DataFrame, significant: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray:
    return np.select(
        [
            ~(frame["children"] > 0),
            frame["cases"].isna() | ~(frame["person_years"] > 0),
            significant & (frame["cases"] == 0),
            significant,
            frame["cases"] > 0,
        ],
        ["no_children", "no_return", "silent", "quiet", "reports"],
        "cannot_be_judged",
    )


GROUP_COLUMNS = tuple(
    Column(name, unit, Sensitivity.CASE)
    for name, unit in (
        ("group", ""),
        ("communes", ""),
        ("cases", "cases"),
        ("expected", "expected cases"),
        ("visible_from", "expected cases"),
        ("p", "probability"),
        ("adjusted_p", "probability"),
        ("silence", ""),
    )
)


def group_table(known: Facts, false_discovery_rate: float) -> Table:
    """Return each group named before looking, judged by the communes outside it."""
    from models.silence import group_silence

    frame = known.frame
    members = groups_of(frame)
    cases = frame["cases"].fillna(0.0)
    person_time = frame["person_years"].where(frame["cases"].notna(), 0.0)
    found = group_silence(cases, person_time, members.values(), false_discovery_rate=false_discovery_rate)
    counted = [float(cases[group & (person_time > 0).to_numpy()].sum()) for group in members.values()]
    rows = pd.DataFrame(
        {
            "group": list(members),
            "communes": [int((group & (person_time > 0).to_numpy()).sum()) for group in members.values()],
            "cases": counted,
            "expected": found.expected,
            "visible_from": found.visible_from,
            "p": found.p,
            "adjusted_p": found.adjusted_p,
        }
    )
    classes = np.select(
        [
            ~(rows["communes"] > 0),
            rows["p"].isna(),
            found.significant & (rows["cases"] == 0),
            found.significant,
            ~(rows["expected"] >= rows["visible_from"]) & (rows["cases"] == 0),
        ],
        ["no_return", "cannot_be_judged", "silent", "quiet", "cannot_be_judged"],
        "not_unusual",
    )
    return table_of("groups", rows.assign(silence=classes), GROUP_COLUMNS, Sensitivity.CASE)
