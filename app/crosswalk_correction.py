"""A correction of the crosswalk: all that became of one old unit, stated anew with who said it and when.

Rows converted from old units are made anew with it, in the same change, so that one undo takes back both.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from app.language import N_
from data.corrections import CROSSWALK, with_corrections_used
from data.crosswalk import corrected, shipped_crosswalk, with_all_columns
from data.project import Project
from data.schema import TABLES
from data.unit_lists import OLD_VINTAGE, VINTAGE

_WHOLE_SHARE, _ROUNDING = 100.0, 0.5
"""Shares of a unit add up to 100 %, but for what their rounding leaves."""


@dataclass(frozen=True, slots=True)
class Target:
    """A new unit that received an old one, and the stated share of it in %; None: not known."""

    code: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of one old unit. `basis`: area, children or stated; it counts where shares are given."""

    old_code: str
    targets: tuple[Target, ...]
    source: str
    stated_on: date | None
    basis: str = "stated"


def fault_of(correction: Correction) -> str:
    """Return what is still wrong with a correction, as a catalogue message; empty where nothing is."""
    shares = [target.share for target in correction.targets]
    known = [share for share in shares if share is not None]
    codes = {target.code for target in correction.targets}
    if not codes:
        return N_("Name at least one new unit.")
    if len(codes) < len(correction.targets):
        return N_("A new unit is named twice.")
    if len(codes) > 1 and known and len(known) < len(shares):
        return N_("Give every share, or none.")
    if len(codes) > 1 and known and abs(sum(known) - _WHOLE_SHARE) > _ROUNDING:
        return N_("The shares do not add up to 100%.")
    if not correction.source.strip() or correction.stated_on is None:
        return N_("State the source and the day of it: a correction without them cannot be checked by anyone.")
    return ""


def with_correction(project: Project, correction: Correction, *, now: datetime | None = None) -> Project:
    """Return the project with the correction in the place of earlier ones of the same old unit.

    Raises
    ------
    data.errors.UnsourcedCorrection, data.errors.ContradictoryCrosswalk
        See `data.crosswalk.corrected`; nothing was changed.
    """
    batch_id = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%S-crosswalk")
    rows = _rows(correction).assign(batch_id=batch_id)
    kept = project[CROSSWALK]
    about = with_all_columns(kept)
    other = ~((about["old_code"] == correction.old_code) & (about["old_vintage"] == OLD_VINTAGE)).to_numpy(dtype=bool)
    corrected(shipped_crosswalk(), pd.concat([part for part in (kept[other], rows) if len(part)]))
    changed = project.with_table(CROSSWALK, kept[other]).append(CROSSWALK, rows)
    return with_corrections_used(changed, TABLES[CROSSWALK], batch_id=batch_id)


def _rows(correction: Correction) -> pd.DataFrame:
    several = len(correction.targets) > 1
    shares = [target.share for target in correction.targets]
    stated = several and all(share is not None for share in shares)
    return pd.DataFrame(
        {
            "old_vintage": OLD_VINTAGE,
            "old_code": correction.old_code,
            "new_vintage": VINTAGE,
            "new_code": [target.code for target in correction.targets],
            "relation": "part" if several else "whole",
            "weight": [share / _WHOLE_SHARE if stated and share is not None else None for share in shares],
            "weight_basis": correction.basis if stated else None,
            "stated_on": pd.Timestamp(correction.stated_on) if correction.stated_on else pd.NaT,
            "source": correction.source.strip() or None,
        }
    )
