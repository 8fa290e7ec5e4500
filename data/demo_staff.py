"""The demo's staff, all simulated: officers who hold several posts and rotate often, their training, their presence.

Officers are numbers, never names.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.admin_units import VINTAGE
from data.demo_figures import PROVINCE

START = np.datetime64("2020-01-01", "D")
END = np.datetime64("2025-12-31", "D")
TENURES = 12
MEAN_TENURE_DAYS = 730.0
MEAN_VACANCY_DAYS = 75.0
CHILD_PROTECTION = "child_protection"
OTHER_ROLES = ("poverty_reduction", "social_protection", "population", "gender_equality", "culture")
INVESTIGATORS = 6
TOPICS = {
    "online_abuse_counselling": 0.15,
    "child_friendly_investigation": 0.10,
    "counselling": 0.35,
    "case_management": 0.40,
    "accident_prevention": 0.30,
}


def officers(facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `officers`, 2020–2025: one row an officer and post, those who left included (eq. 5 and 6)."""
    held = _holders(_posts(facts, rng), rng)
    share = np.where(held["role"] == CHILD_PROTECTION, rng.choice([0.25, 0.35, 0.5, 1.0], len(held)), 0.2)
    held = held.assign(fte=np.where(held["role"] == "investigator", 1.0, share))
    rows = pd.concat([held, _other_posts(held, rng)], ignore_index=True)
    return rows.sort_values(["officer_id", "post_id"], ignore_index=True)


def skills(staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table `skills`: each topic is held by a stated share of officers, learnt on a day while in post."""
    people = staff.drop_duplicates("officer_id", ignore_index=True)
    first = people["appointed_on"].to_numpy().astype("datetime64[D]")
    last = people["left_on"].fillna(pd.Timestamp(END)).to_numpy().astype("datetime64[D]")
    blocks = []
    for topic, share in TOPICS.items():
        trained = rng.random(len(people)) < share
        days = first + (rng.random(len(people)) * (last - first).astype(np.int64)).astype("timedelta64[D]")
        rows = pd.DataFrame({"officer_id": people["officer_id"], "topic": topic})
        blocks.append(rows.assign(trained_on=days.astype("datetime64[s]"))[trained])
    return pd.concat(blocks, ignore_index=True).sort_values(["officer_id", "topic"], ignore_index=True)


def presence(staff: pd.DataFrame, codes: pd.Series, months: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Return how much of a child-protection officer each commune had in each month, shape (commune, month) (eq. 7).

    At most 1. An officer counts with the share of time for the post, and with 0.4 of it when new, rising to all of it
    after a year.

    Parameters
    ----------
    staff : DataFrame
        The table `officers`.
    codes : Series
        The communes' codes.
    months : array of datetime64
        First days of the months; presence is taken on the 15th.
    """
    posts = staff[staff["role"] == CHILD_PROTECTION]
    day = (months.astype("datetime64[D]") + 14)[None, :]
    since = posts["appointed_on"].to_numpy().astype("datetime64[D]")[:, None]
    until = posts["left_on"].fillna(pd.Timestamp("2100-01-01")).to_numpy().astype("datetime64[D]")[:, None]
    skill = 0.4 + 0.6 * np.clip((day - since).astype(np.float64) / 365.25, 0.0, 1.0)
    each = posts["fte"].to_numpy()[:, None] * skill * ((since <= day) & (day < until))
    total = pd.DataFrame(each, index=posts["unit_code"]).groupby(level=0).sum().reindex(codes, fill_value=0.0)
    capped: NDArray[np.float64] = np.minimum(total.to_numpy(), 1.0)
    return capped


def _posts(facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    second = (facts["kind"] == "phường").to_numpy() | (rng.random(len(facts)) < 0.3)
    rows = [(code, CHILD_PROTECTION, 1) for code in facts["code"]]
    rows += [(code, CHILD_PROTECTION, 2) for code in facts["code"][second]]
    rows += [(code, "commune_police", 1) for code in facts["code"]]
    rows += [(PROVINCE, "investigator", number) for number in range(1, INVESTIGATORS + 1)]
    posts = pd.DataFrame(sorted(rows), columns=["unit_code", "role", "number"])
    identifiers = [f"{code}-{role}-{number}" for code, role, number in sorted(rows)]
    agency = np.where(posts["role"] == CHILD_PROTECTION, "health", "police")
    return posts.assign(post_id=identifiers, agency=agency).drop(columns="number")


def _holders(posts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Fill each post with one officer after the other: exponential tenures, exponential vacancies between them."""
    shape = (len(posts), TENURES)
    stay = rng.exponential(MEAN_TENURE_DAYS, shape) + 30
    vacant = rng.exponential(MEAN_VACANCY_DAYS, shape)
    begun = np.cumsum(stay + vacant, axis=1) - stay - vacant - rng.uniform(0, MEAN_TENURE_DAYS, (len(posts), 1))
    appointed, left = START + begun.astype("timedelta64[D]"), START + (begun + stay).astype("timedelta64[D]")
    post, turn = np.nonzero((left >= START) & (appointed <= END))
    leaving = pd.Series(left[post, turn].astype("datetime64[s]"))
    rows = posts.iloc[post].reset_index(drop=True)
    return rows.assign(
        officer_id=[f"O{number:04d}" for number in range(1, len(post) + 1)],
        vintage=VINTAGE,
        appointed_on=appointed[post, turn].astype("datetime64[s]"),
        left_on=leaving.where(leaving <= pd.Timestamp(END)),
    )


def _other_posts(held: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each part-time child-protection officer one or two other posts, which share the rest of the time."""
    part = held[(held["role"] == CHILD_PROTECTION) & (held["fte"] < 1)]
    number = rng.integers(1, 3, len(part))
    rows = part.iloc[np.repeat(np.arange(len(part)), number)]
    first = rng.integers(0, len(OTHER_ROLES), len(part))
    turn = rows.groupby("officer_id").cumcount().to_numpy()
    roles = np.array(OTHER_ROLES)[(np.repeat(first, number) + turn) % len(OTHER_ROLES)]
    identifiers = [f"{post}-{role}" for post, role in zip(rows["post_id"], roles, strict=True)]
    rest = ((1 - rows["fte"].to_numpy()) / np.repeat(number, number)).round(3)
    return rows.assign(role=roles, post_id=identifiers, agency="commune", fte=rest)
