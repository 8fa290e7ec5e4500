"""How much of a child-protection officer each commune had in a period: time for the post x experience in it.

As in the model of the demo (docs/demo-model.md, 7): a vacant post counts 0, a new officer 0.4, one of a year or more 1.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.children import own_rows
from app.profiles import CHILD_PROTECTION
from data.project import Project

NEW, YEARS_TO_LEARN = 0.4, 1.0
"""What an officer in the first days does of what one of `YEARS_TO_LEARN` in the post does."""
DAYS_PER_YEAR = 365.25


def officer_presence(project: Project, *, start: date, end: date) -> "pd.Series[float] | None":
    """Return the mean presence over the months of a period, by code of the commune; None without such posts at all.

    Taken on the 15th of each month (on the first day of a period without one), at most 1. A commune without a row has
    no officer. A time share that is not known counts as all of it, a day of appointment that is not known as long ago.
    """
    posts = own_rows(project, "officers")
    posts = posts[posts["role"] == CHILD_PROTECTION]
    if posts.empty:
        return None
    monthly = pd.DataFrame(_each_day(posts, _middles(start, end)), index=posts["unit_code"].to_numpy())
    return monthly.groupby(level=0).sum().clip(upper=1.0).mean(axis=1)


def _middles(start: date, end: date) -> pd.DatetimeIndex:
    months = pd.period_range(start, end, freq="M")
    middles = months.to_timestamp() + pd.Timedelta(days=14)
    within = middles[(middles >= pd.Timestamp(start)) & (middles <= pd.Timestamp(end))]
    return within if len(within) else pd.DatetimeIndex([pd.Timestamp(start)])


def _each_day(posts: pd.DataFrame, days: pd.DatetimeIndex) -> NDArray[np.float64]:
    """Return what each post's holder counts for on each day, shape (row, day)."""
    since = posts["appointed_on"].fillna(pd.Timestamp(1900, 1, 1)).to_numpy()[:, None]
    until = posts["left_on"].fillna(pd.Timestamp(2200, 1, 1)).to_numpy()[:, None]
    day = days.to_numpy()[None, :]
    years = (day - since) / np.timedelta64(1, "D") / DAYS_PER_YEAR
    experience = NEW + (1 - NEW) * np.clip(years / YEARS_TO_LEARN, 0.0, 1.0)
    share = posts["fte"].fillna(1.0).to_numpy(dtype=np.float64)[:, None]
    counted: NDArray[np.float64] = share * experience * ((since <= day) & (day < until))
    return counted
