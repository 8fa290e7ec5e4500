"""From each shelter to the police and on to a hospital: which are nearest, and the minutes of each way."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.progress import Tick
from app.result import Sensitivity
from app.travel_matrices import Matrix, Trips, Way, matrix, with_matrix
from app.travel_places import services_of
from data.project import Project

Floats = NDArray[np.float64]

POLICE, HOSPITAL = "police_post", "hospital"


@dataclass(frozen=True, eq=False)
class Referrals:
    """The places of a chain of referral, and the minutes between them.

    Attributes
    ----------
    shelters, police, hospitals : DataFrame
        As `app.travel_places.services_of` returns them.
    onward : Matrix
        From each shelter to each police post, then to each hospital.
    afterwards : Matrix
        From each police post to each hospital.
    """

    shelters: pd.DataFrame
    police: pd.DataFrame
    hospitals: pd.DataFrame
    onward: Matrix
    afterwards: Matrix


def referrals(
    project: Project, way: Way, *, kinds: tuple[str, ...], existing: Literal["public", "all"], tick: Tick | None = None
) -> Referrals:
    """Return the chain of referral of the places of these kinds. Raises as `app.travel_matrices.matrix`."""
    first, second = _trips(project, way, kinds, existing)
    onward = matrix(project, first, tick=None if tick is None else lambda done: tick(0.5 * done))
    afterwards = matrix(project, second, tick=None if tick is None else lambda done: tick(0.5 + 0.5 * done))
    police = services_of(project, (POLICE,), existing, season=way.season)
    return Referrals(first.origins, police, second.destinations, onward, afterwards)


def with_referrals(
    project: Project, way: Way, *, kinds: tuple[str, ...], existing: Literal["public", "all"], tick: Tick | None = None
) -> Project:
    """Return the project with the minutes of `referrals` kept."""
    first, second = _trips(project, way, kinds, existing)
    project = with_matrix(project, first, tick=None if tick is None else lambda done: tick(0.5 * done))
    return with_matrix(project, second, tick=None if tick is None else lambda done: tick(0.5 + 0.5 * done))


def referral_rows(found: Referrals) -> pd.DataFrame:
    """Return one row a shelter: the nearest police post and hospital, and the hospital nearest to that post.

    Columns of minutes: `minutes_to_police_post`, `minutes_to_hospital`, `minutes_police_to_hospital` and
    `minutes_in_all`, from the shelter by the police post to the hospital; inf where no way leads there.
    """
    posts = len(found.police)
    police, to_police = _nearest(found.onward.minutes[:, :posts])
    hospital, to_hospital = _nearest(found.onward.minutes[:, posts:])
    after, beyond = _nearest(found.afterwards.minutes)
    further = np.where(police >= 0, np.append(beyond, np.inf)[police], np.inf)
    return found.shelters.assign(
        police_post=_labels(found.police)[police],
        minutes_to_police_post=to_police,
        hospital=_labels(found.hospitals)[hospital],
        minutes_to_hospital=to_hospital,
        hospital_after_police=_labels(found.hospitals)[np.where(police >= 0, np.append(after, -1)[police], -1)],
        minutes_police_to_hospital=further,
        minutes_in_all=to_police + further,
    )


def _nearest(minutes: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return which column is the nearest of each row, −1 where none is reached, and its minutes."""
    if not minutes.shape[1]:
        return np.full(len(minutes), -1), np.full(len(minutes), np.inf)
    least = minutes.min(axis=1)
    return np.where(np.isfinite(least), minutes.argmin(axis=1), -1), least


def _labels(places: pd.DataFrame) -> NDArray[np.object_]:
    """Return the name of each place with that of its commune, and None at the end: for the position −1."""
    named = places["name"].fillna(places["facility_id"]) + " (" + places["commune"].fillna("?") + ")"
    return np.array([*named, None], dtype=object)


def _trips(
    project: Project, way: Way, kinds: tuple[str, ...], existing: Literal["public", "all"]
) -> tuple[Trips, Trips]:
    shelters = services_of(project, kinds, existing, season=way.season)
    police, hospitals = (services_of(project, (kind,), existing, season=way.season) for kind in (POLICE, HOSPITAL))
    tag = Sensitivity.AREA if existing == "public" else Sensitivity.PLACE
    both = pd.concat([police, hospitals], ignore_index=True)
    return (
        Trips("referral", shelters, both, way, ("facilities",), tag),
        Trips("referral", police, hospitals, way, ("facilities",), tag),
    )
