"""Why a commune is worth a visit, or is not on the route: a sentence for each part of its score, in both languages."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.visit_scores import Scores

Row = Mapping[str, Any]


def reasons(scores: Scores, must: Iterable[str]) -> dict[str, Text]:
    """Return, by code, why each commune has its score, the part with most points first."""
    asked = set(must)
    ranked = scores.frame.assign(place=scores.frame["score"].rank(ascending=False, method="min").astype(int))
    found = {}
    for code, row in ranked.iterrows():
        said = [_asked()] if code in asked else []
        said.append(_score(row, int(row["place"]), len(ranked)))
        found[str(code)] = joined((*said, *_parts(row, scores)))
    return found


def joined(texts: Iterable[Text], between: str = " ") -> Text:
    """Return texts as one."""
    said = list(texts)
    return Text(between.join(each.vi for each in said), between.join(each.en for each in said))


def names_text(names: Iterable[str], between: str = ", ") -> Text:
    """Return names as a reader of each language meets them, one after the other."""
    listed = list(names)
    return Text(*(between.join(shown_name(name, Language(code)) for name in listed) for code in LANGUAGES))


def _asked() -> Text:
    return both(N_("Must be visited, as asked."))


def _score(row: "pd.Series[Any]", rank: int, communes: int) -> Text:
    return both(
        N_("Score {score:1}, no. {rank} of {communes}."), score=float(row["score"]), rank=rank, communes=communes
    )


def _parts(row: "pd.Series[Any]", scores: Scores) -> Iterator[Text]:
    """Yield a sentence for each part with points."""
    worth = sorted(scores.counted, key=lambda part: -float(row[f"points_{part}"]))
    for part in worth:
        points = float(row[f"points_{part}"])
        if points > 0:
            said = _SENTENCES[part](row, scores)
            yield both(N_("{sentence} ({points:1} points)."), sentence=said, points=points)


def _risk(row: "pd.Series[Any]", scores: Scores) -> Text:
    if np.isnan(row["risk"]):
        return both(N_("Risk: not known, counted as the middle"))
    expected = scores.risk is not None and scores.risk.analysis == "expected"
    message = (
        N_("Risk: {rate:2} cases expected per 1,000 children and year, above {share}% of communes")
        if expected
        else N_("Risk: {rate:2} cases per 1,000 children and year (probable rate), above {share}% of communes")
    )
    return both(message, rate=float(row["risk"]), share=round(100 * float(row["share_below"])))


def _silence(row: "pd.Series[Any]", _: Scores) -> Text:
    return both(_CLASSES[str(row["silence"])])


_CLASSES = {
    "silent": N_("Silent: no case reported where cases were to be expected"),
    "no_return": N_("No return came"),
    "cannot_be_judged": N_("No case reported, and too few children to judge that"),
    "quiet": N_("Far fewer cases reported than expected"),
}


def _recommendations(row: "pd.Series[Any]", _: Scores) -> Text:
    message = N_("Open recommendations: {open}, overdue: {overdue}")
    return both(message, open=int(row["open_recommendations"]), overdue=int(row["overdue_recommendations"]))


def _since_visit(row: "pd.Series[Any]", _: Scores) -> Text:
    if pd.isna(row["last_visit"]):
        return both(N_("No visit on record"))
    months = round(float(row["months_since_visit"]))
    message = N_("Last visit on {day}, 1 month ago") if months == 1 else N_("Last visit on {day}, {months} months ago")
    return both(message, day=row["last_visit"].date(), months=months)


def _remoteness(row: "pd.Series[Any]", _: Scores) -> Text:
    return both(N_("{minutes} minutes from the base"), minutes=round(float(row["minutes_from_base"])))


_SENTENCES: Mapping[str, Callable[["pd.Series[Any]", Scores], Text]] = {
    "risk": _risk,
    "silence": _silence,
    "recommendations": _recommendations,
    "since_visit": _since_visit,
    "remoteness": _remoteness,
}
