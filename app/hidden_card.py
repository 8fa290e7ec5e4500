"""The model card of the question `hidden`: what it rests on, how it was checked and where not to use it."""

import pandas as pd

from app.language import N_, both
from app.result import Finding, ModelCard, Sensitivity, finding

TAIL = 0.1
"""Share of communes that a right model finds below its own lowest tenth."""


def card(frame: pd.DataFrame) -> ModelCard:
    """Return the card, with how the expected numbers did on this project's communes."""
    return ModelCard(
        warning=finding(Sensitivity.PUBLIC, WARNING),
        purpose=both(
            N_(
                "To see where few or no reports are fewer than the other communes lead one to expect, and what true "
                "demand would be under a stated share of cases that are reported."
            )
        ),
        data=both(
            N_(
                "Cases received and the children and days that returns cover; for true cases also the posts of "
                "child-protection officers (time share and time in post), air-line distances to the province's seat "
                "and the stated range; for several lists only how many cases each set of lists holds."
            )
        ),
        assumptions=both(
            N_(
                "Rates of communes differ as a gamma distribution; each commune is judged by all others, itself left "
                "out (negative binomial; false discovery rate of Benjamini and Hochberg). Groups are thirds by "
                "distance, poverty and officers, named before looking. True cases: the share of all cases that is "
                "reported has the Beta distribution of the stated range; its log odds change with officers and "
                "distance as stated. Days without a return expect nothing."
            )
        ),
        checked=both(
            N_(
                "Against the known truth of simulated provinces, 200 seeds: of three silent communes 32% were found "
                "over six years, of those with 20 or more expected cases 95%; false discoveries 3.6% at most, 10% "
                "allowed (docs/studies/silent_communes.md, docs/studies/adjusted_demand.md)."
            )
        ),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_(
                "Communes with few children: silence shows in them only over many years, so most cannot be judged. "
                "Communes whose officers or distance matter otherwise than stated: their true cases are too high or "
                "too low."
            ),
        ),
        not_for=both(
            N_(
                "Not for judging officers, and not as a count of children harmed. Never read true cases without the "
                "stated range beside them."
            )
        ),
        validation=tuple(_validation(frame)),
    )


WARNING = N_(
    "A wrong prior can rank communes worse than the reported counts do. Correlation of ranks with the truth in "
    "simulated provinces: 0.78 under a right prior and 0.54 by reported rates, but 0.47 where the link to officers "
    "had the wrong sign, and 0.63 instead of 0.66 where a link was stated and there was none. A mean share of reported "
    "cases stated 50% too high gives 0.68 times the true total, one 50% too low 2.05 times."
)
"""From docs/studies/adjusted_demand.md, which a test compares."""


def _validation(frame: pd.DataFrame) -> list[Finding]:
    judged = frame[frame["p"].notna()] if "p" in frame else frame.iloc[:0]
    if judged.empty:
        return []
    return [
        finding(
            Sensitivity.CASE,
            N_(
                "Left out one at a time, {below} of {judged} communes lie in the lowest tenth of what the others lead "
                "one to expect; at most about {chance:1} would by chance."
            ),
            below=int((judged["p"] <= TAIL).sum()),
            judged=len(judged),
            chance=TAIL * len(judged),
        ),
        finding(
            Sensitivity.PUBLIC,
            N_("True cases cannot be checked on any project's data: nobody counts what is not reported."),
        ),
    ]
