"""What the question `clusters` says, in sentences: that nothing stands out from chance is an answer too."""

import pandas as pd

from app.case_counts import Selection
from app.cluster_tests import LEVEL
from app.language import N_, day_text
from app.names import some_names
from app.result import Finding, Sensitivity, finding
from data.project import About

NAMED = 12
"""Most communes that a sentence names."""


def findings(
    communes: pd.DataFrame, clusters: pd.DataFrame, whole: pd.DataFrame, chosen: Selection, elsewhere: int, about: About
) -> list[Finding]:
    """Return the sentences: what was compared, circles, neighbours, the whole map, and who could not be compared."""
    compared = communes[communes["rate"].notna()]
    if not compared["cases"].sum():
        said = [_say(N_("Not one case was reported in the communes compared, so no cluster can be looked for."))]
    else:
        said = [_counted(compared, chosen), *_circles(communes, clusters), *_beside(communes), _whole(whole)]
    said.append(_say(N_("Reported is not what happened: a cluster may be one of good officers.")))
    return [*said, *_not_compared(communes), *_left_out(chosen, elsewhere), *_drawn(about)]


def _say(message: str, **numbers: object) -> Finding:
    return finding(Sensitivity.CASE, message, **numbers)  # type: ignore[arg-type]


def _counted(compared: pd.DataFrame, chosen: Selection) -> Finding:
    return _say(
        N_("From {start} to {end}: {cases} cases reported in the {communes} communes compared."),
        start=day_text(chosen.start),
        end=day_text(chosen.end),
        cases=int(compared["cases"].sum()),
        communes=len(compared),
    )


def _circles(communes: pd.DataFrame, clusters: pd.DataFrame) -> list[Finding]:
    if clusters.empty:
        return [_say(N_("No circle of communes has more cases than its children lead one to expect."))]
    strongest = clusters.iloc[0]
    if strongest["significant"] == "no":
        return [_say(NONE_STANDS_OUT, **_figures(strongest))]
    return [_cluster(row, communes) for _, row in clusters.iterrows()]


NONE_STANDS_OUT = N_(
    "No cluster stands out from chance. The strongest lies around {centre}: {cases} cases in {communes} communes where "
    "{expected:1} would be expected; chance alone makes one as strong in {percent:0} of 100 tries. That is a result: "
    "these numbers give no reason to treat one area apart from the others."
)


def _cluster(row: pd.Series, communes: pd.DataFrame) -> Finding:
    members = communes.loc[communes["cluster"] == row["cluster"], "name"]
    message = N_(
        "Cluster {cluster}, around {centre}, within {radius:0} km: {cases} cases in {communes} communes where "
        "{expected:1} would be expected, {risk:1} times the rate elsewhere (p {p:3}). Communes: {names}."
    )
    if row["relative_risk"] == float("inf"):
        message = N_(
            "Cluster {cluster}, around {centre}, within {radius:0} km: all {cases} cases lie in its {communes} "
            "communes, where {expected:1} would be expected (p {p:3}). Communes: {names}."
        )
    return _say(message, **_figures(row), names=some_names(members, NAMED))


def _figures(row: pd.Series) -> dict[str, object]:
    risk = float(row["relative_risk"])
    return {
        "cluster": int(row["cluster"]),
        "centre": some_names([row["centre_commune"]], NAMED),
        "radius": float(row["radius_km"]),
        "cases": int(row["cases"]),
        "communes": int(row["communes"]),
        "expected": float(row["expected_cases"]),
        "risk": risk if risk != float("inf") else None,
        "p": float(row["cluster_p"]),
        "percent": 100 * float(row["cluster_p"]),
    }


def _beside(communes: pd.DataFrame) -> list[Finding]:
    said = [
        _say(message, names=some_names(rows["name"], NAMED), n=len(rows))
        for name, message in _BESIDE
        if len(rows := communes[communes["local_class"] == name])
    ]
    return said or [_say(N_("Compared with its neighbours, no single commune stands out from chance."))]


_BESIDE = (
    ("high_high", N_("High beside high neighbours, more than by chance ({n}): {names}.")),
    ("high_low", N_("High beside low neighbours ({n}): {names}.")),
    ("low_high", N_("Low beside high neighbours, perhaps silent ({n}): {names}.")),
    ("low_low", N_("Low beside low neighbours, more than by chance ({n}): {names}.")),
)


def _whole(whole: pd.DataFrame) -> Finding:
    row = whole.iloc[0]
    moran, expected, p = (float(row[name]) for name in ("moran", "moran_expected", "moran_p"))
    if p > LEVEL:
        message = N_(
            "Over the whole province, high and low rates lie as mixed as chance makes them (Moran's I {moran:2}, "
            "by chance {expected:2}, p {p:3})."
        )
    elif moran > expected:
        message = N_(
            "Over the whole province, communes are more like their neighbours than chance makes them (Moran's I "
            "{moran:2}, by chance {expected:2}, p {p:3})."
        )
    else:
        message = N_(
            "Over the whole province, communes are less like their neighbours than chance makes them (Moran's I "
            "{moran:2}, by chance {expected:2}, p {p:3})."
        )
    return _say(message, moran=moran, expected=expected, p=p)


def _not_compared(communes: pd.DataFrame) -> list[Finding]:
    groups = (
        ("local_class", "no_return", N_("Left out, not counted as zero, since no return came ({n}): {names}.")),
        ("local_class", "no_children", N_("Left out, since the number of children is not known ({n}): {names}.")),
        (
            "local_class",
            "no_neighbours",
            N_("Without a neighbour to be compared with, so only in the circles ({n}): {names}."),
        ),
        ("cluster_class", "no_centre", N_("Without a known centre, so in no circle ({n}): {names}.")),
    )
    return [
        _say(message, names=some_names(rows["name"], NAMED), n=len(rows))
        for column, name, message in groups
        if len(rows := communes[communes[column] == name])
    ]


def _left_out(chosen: Selection, elsewhere: int) -> list[Finding]:
    said = (
        (
            elsewhere,
            N_("Cases that belong to no commune compared (online, place not known): {n}. They are in no cluster."),
        ),
        (
            chosen.straddling,
            N_("Rows left out because they reach over the edge of the period: {n}. Choose a period that holds them."),
        ),
        (
            chosen.other_vintage,
            N_("Rows left out because their codes are of another date than this project's communes: {n}."),
        ),
        (chosen.undated, N_("Cases of the list without any date: {n}. They are in no period and not counted.")),
    )
    return [_say(message, n=number) for number, message in said if number]


def _drawn(about: About) -> list[Finding]:
    if not about.schematic:
        return []
    return [
        finding(
            Sensitivity.AREA,
            N_(
                "The boundaries of this project are drawn around centres, not surveyed: who is whose neighbour is a "
                "guess. Circles rest on the centres alone."
            ),
        )
    ]
