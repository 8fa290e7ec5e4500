"""Whether rows of the table of speeds can be used: a speed above 0, none in a barrier, land cover by its number."""

import pandas as pd

from data.issues import Finding, Reason, positions
from data.schema import Table

SPEEDS = "travel_speeds"
SEASONAL = ("dry_kmh", "rain_kmh", "night_kmh")


def check_speeds(frame: pd.DataFrame, table: Table) -> list[Finding]:
    """Find speeds of 0 km/h and below, barriers with a speed, others without any, and land cover that is no number.

    A blank speed says that one cannot go by this means in that season.
    """
    if table.name != SPEEDS:
        return []
    barrier = frame["mode"] == "barrier"
    speeds = frame[list(SEASONAL)]
    covered = frame["travel_class"].notna() & (frame["kind"] == "land_cover")
    numbered = frame["travel_class"].fillna("").str.fullmatch(r"[0-9]+")
    findings = [
        Finding(Reason.MISSING, SEASONAL[0], positions(~barrier & speeds.isna().all(axis=1))),
        Finding(Reason.NOT_A_CLASS, "travel_class", positions(covered & ~numbered)),
        *(Finding(Reason.SPEED_NOT_ABOVE_ZERO, name, positions(speeds[name] <= 0)) for name in SEASONAL),
        *(Finding(Reason.SPEED_OF_BARRIER, name, positions(barrier & (speeds[name] > 0))) for name in SEASONAL),
    ]
    return [finding for finding in findings if len(finding.rows)]
