"""The demo's programmes, all simulated: courses held and planned, partners by commune, activities of campaign months.

Partners are letters: no organisation is said to work in a commune. Two courses of 40 are the size the press reports.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.admin_units import VINTAGE
from data.demo_figures import SEAT, standardised
from data.demo_places import SIMULATED
from data.demo_staff import TOPICS

HELD = (("counselling", "2025-05-20"), ("case_management", "2025-09-16"))
HELD_SEATS = 40
HUBS = (SEAT, "03160", "03217", "03253", "03166", "03203")
"""Communes where courses are planned: the seat and five of the former districts' towns, at their first school."""
PLACES_PER_TOPIC = 2
FIRST_PLANNED = "2026-01-13"
DAYS_BETWEEN = 14
SEATS = (20, 25, 30)
COSTS = (25, 46)
"""Of a course in million đồng: the least, and one more than the most."""
CAMPAIGNS = (
    *(("2024-06-01", "2024-06-30"), ("2024-11-15", "2024-12-15")),
    *(("2025-06-01", "2025-06-30"), ("2025-11-15", "2025-12-15")),
)
"""Months of activities around the campaign days 12 June and 25 November."""
MEAN_ACTIVITIES = 1.6
ACTIVITIES_LOST_WITH_DISTANCE = 0.3


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner that is made up: what it does, in how many communes, from when until when."""

    name: str
    activities: tuple[str, ...]
    communes: int
    since: str
    until: str | None


TRAINING, COUNSELLING = "tập huấn cán bộ xã", "tư vấn cho trẻ em và cha mẹ"
SCHOOLS, DROWNING = "truyền thông trong trường học", "phòng đuối nước và tai nạn"
PARTNERS = (
    Partner(f"Tổ chức A {SIMULATED}", (TRAINING, COUNSELLING), 12, "2023-01-01", None),
    Partner(f"Tổ chức B {SIMULATED}", (SCHOOLS, TRAINING), 14, "2024-01-01", None),
    Partner(f"Dự án C {SIMULATED}", (DROWNING, SCHOOLS), 9, "2022-07-01", "2025-12-31"),
    Partner(f"Dự án D {SIMULATED}", (SCHOOLS,), 7, "2021-01-01", "2023-12-31"),
)


def courses(places: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `courses`: two held, and each topic at two of the hubs in the months after the data (eq. 27).

    Parameters
    ----------
    places : DataFrame
        The table `facilities`.
    rng : Generator
    """
    schools = places[places["kind"] == "school"].drop_duplicates("commune_code").set_index("commune_code")
    planned = [(topic, hub) for topic in TOPICS for hub in rng.permutation(HUBS)[:PLACES_PER_TOPIC]]
    order = rng.permutation(len(planned))
    days = pd.date_range(FIRST_PLANNED, periods=len(planned), freq=f"{DAYS_BETWEEN}D", unit="s")
    topics = [topic for topic, _ in HELD] + [planned[position][0] for position in order]
    hubs = [SEAT] * len(HELD) + [planned[position][1] for position in order]
    partners = [PARTNERS[0].name, PARTNERS[1].name, None]
    return pd.DataFrame(
        {
            "course_id": [f"K{number:02d}" for number in range(1, len(topics) + 1)],
            "topic": topics,
            "facility_id": schools.loc[hubs, "facility_id"].to_numpy(),
            "seats": [HELD_SEATS] * len(HELD) + [int(seats) for seats in rng.choice(SEATS, len(planned))],
            "cost": rng.integers(*COSTS, len(topics)).astype(np.float64),
            "partner": pd.Series([partners[turn] for turn in rng.integers(0, len(partners), len(topics))], dtype="str"),
            "starts_on": [*pd.to_datetime([day for _, day in HELD]).as_unit("s"), *days],
        }
    ).astype({"seats": "Int64", "starts_on": "datetime64[s]"})


def partners(facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `partners`: each works in a commune drawn at random and those nearest to it (eq. 28)."""
    centres = rng.choice(len(facts), len(PARTNERS), replace=False)
    blocks = [
        pd.DataFrame({"commune_code": np.sort(facts["code"].to_numpy()[_nearest(facts, centre, partner.communes)])})
        .assign(vintage=VINTAGE, partner=partner.name, activity=activity)
        .assign(**{"from": pd.Timestamp(partner.since).as_unit("s"), "to": _day(partner.until)})
        for centre, partner in zip(centres, PARTNERS, strict=True)
        for activity in partner.activities
    ]
    return pd.concat(blocks, ignore_index=True)


def campaign_activities(facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return rows of `indicators`: communication activities of each commune in each campaign month (eq. 29)."""
    mean = MEAN_ACTIVITIES * np.exp(-ACTIVITIES_LOST_WITH_DISTANCE * standardised(facts["remoteness_km"]))
    held = rng.poisson(mean, (len(CAMPAIGNS), len(facts)))
    blocks = [
        pd.DataFrame({"unit_code": facts["code"], "vintage": VINTAGE, "indicator": "activities"}).assign(
            period_start=pd.Timestamp(first).as_unit("s"),
            period_end=pd.Timestamp(last).as_unit("s"),
            value=own.astype(np.float64),
            unit="activities",
        )
        for (first, last), own in zip(CAMPAIGNS, held, strict=True)
    ]
    return pd.concat(blocks, ignore_index=True)


def _nearest(facts: pd.DataFrame, centre: int, number: int) -> NDArray[np.intp]:
    """Return the positions of the communes nearest to one, itself included, on the plane of its latitude."""
    lon, lat = facts["lon"].to_numpy(), facts["lat"].to_numpy()
    away = np.hypot((lon - lon[centre]) * np.cos(np.radians(lat[centre])), lat - lat[centre])
    nearest: NDArray[np.intp] = np.argsort(away, kind="stable")[:number]
    return nearest


def _day(text: str | None) -> pd.Timestamp | None:
    return None if text is None else pd.Timestamp(text).as_unit("s")
