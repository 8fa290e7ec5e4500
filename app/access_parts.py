"""What the parts of a project say of how long it takes to reach help, put together: sums of the parts.

A project in one part is left as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import shapely

from app.access_findings import Assumed, together
from app.result import Denominator


@dataclass(frozen=True, eq=False)
class Answer:
    """The tables of one part, or of all together.

    Attributes
    ----------
    frames : dict of str to DataFrame
        As `app.access_tables` makes them.
    outlines : tuple of str
        WKT of each row of `frames["isochrones"]`.
    denominator : Denominator
    known : Assumed
    own : frozenset of str
        Codes of the places that belong to the part, also where other parts count with them.
    parts : int
    """

    frames: dict[str, pd.DataFrame]
    outlines: tuple[str, ...]
    denominator: Denominator
    known: Assumed
    own: frozenset[str]
    parts: int = 1


def merged(answers: Sequence[Answer]) -> Answer:
    """Return the answer for all parts; each commune is a row of one part, each child is counted in one."""
    if len(answers) == 1:
        return answers[0]
    tables = {name: [answer.frames[name] for answer in answers] for name in answers[0].frames}
    isochrones, outlines = _isochrones(answers)
    frames = {
        "communes": _by_code(tables["communes"]),
        "totals": _sums(tables["totals"], "part"),
        "seasons": _sums(tables["seasons"], "season"),
        "rain": pd.concat(tables["rain"]).sort_values(["children_lost_in_rain", "code"], ascending=[False, True]),
        "services": _services(answers),
        "schools": pd.concat(tables["schools"]).sort_values(["minutes", "facility_id"], ascending=[False, True]),
        "remoteness": _by_code(tables["remoteness"]),
        "isochrones": isochrones,
    }
    total = sum(answer.denominator.total for answer in answers)
    return Answer(
        frames,
        outlines,
        replace(answers[0].denominator, total=total),
        together([answer.known for answer in answers]),
        frozenset().union(*(answer.own for answer in answers)),
        len(answers),
    )


def _by_code(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables).sort_values("code").reset_index(drop=True)


def _sums(tables: Sequence[pd.DataFrame], named: str) -> pd.DataFrame:
    """Add up the counts of rows of one name; minutes are those of the average child who is reached."""
    rows = pd.concat(tables, ignore_index=True)
    reached = rows["children"] - rows["children_unreachable"]
    weighed = rows.assign(reached=reached, minutes=(rows["mean_minutes"] * reached).fillna(0.0))
    sums = weighed.groupby(named, sort=False).sum(numeric_only=True)
    share = (100 * sums["children_within"] / sums["children"]).where(sums["children"] > 0, 0.0)
    mean = (sums["minutes"] / sums["reached"]).where(sums["reached"] > 0)
    made = sums.assign(share_within=share, mean_minutes=mean).reset_index()
    return made[list(tables[0].columns)]


_SUMMED = ("children_nearest", "children_nearest_within", "children_within")


def _services(answers: Sequence[Answer]) -> pd.DataFrame:
    """Return one row a place: as its own part knows it, with the children of every part."""
    rows = pd.concat(
        [each.frames["services"].assign(own=each.frames["services"]["facility_id"].isin(each.own)) for each in answers],
        ignore_index=True,
    ).sort_values(["facility_id", "own"], ascending=[True, False], kind="stable")
    first = rows.drop_duplicates("facility_id").set_index("facility_id")
    sums = rows.groupby("facility_id")[list(_SUMMED)].sum()
    return first.assign(**{name: sums[name] for name in _SUMMED}).drop(columns="own").reset_index()


def _isochrones(answers: Sequence[Answer]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    rows = pd.concat(
        [each.frames["isochrones"].assign(outline=list(each.outlines)) for each in answers], ignore_index=True
    )
    summed = rows.groupby("within", as_index=False)[["children_within", "area_km2"]].sum()
    shapes = [shapely.from_wkt(rows.loc[rows["within"] == limit, "outline"]) for limit in summed["within"]]
    outlines = (shapely.union_all(shapely.make_valid(each)) for each in shapes)
    return summed, tuple(shapely.to_wkt(each, rounding_precision=5) for each in outlines)
