"""The model card of a plan of sites: what it rests on, how it was checked, whom it serves worse."""

import pandas as pd

from app.language import LANGUAGES, N_, Language, Text, both
from app.names import shown_name
from app.result import Finding, ModelCard, Sensitivity, finding

HALF = 50.0
"""Percent of a commune's children within the limit; a commune with less is served worse."""
NAMED = 8


def card(reached: pd.DataFrame, area: Sensitivity, validation: tuple[Finding, ...]) -> ModelCard:
    """Return the card; `reached` is the table of communes, as sensitive as `area`."""
    return ModelCard(
        purpose=both(N_("To propose sites for a meeting: what each one brings and what its loss costs.")),
        data=both(
            N_(
                "Children of settlements, else of communes; places with a position, and where a rule asks for it their "
                "cost and capacity; travel times over roads and land, else the air line. Of a lens: the cases a year "
                "that the latest answer of its question gives each commune, with their interval."
            )
        ),
        assumptions=both(
            N_(
                "Children are counted where their settlement (else their commune's centre) lies and go to the nearest "
                "site, unless room is limited. Integer programs solved by HiGHS (maximal covering: Church & ReVelle "
                "1974; p-median: Hakimi 1964; p-center: Minieka 1970; set covering: Toregas et al. 1971; backup "
                "coverage: Hogan & ReVelle 1986). Draws: one log-normal factor on all speeds; cases of each commune, "
                "apart from other communes', from a gamma distribution as wide as their interval, shared out over its "
                "settlements as in the plan; children as they are."
            )
        ),
        checked=both(N_("The optima equal the published ones (OR-Library pmed, SJC, San Francisco).")),
        validation=validation,
        serves_worse=_served_worse(reached, area),
        not_for=both(
            N_(
                "Not for choosing a house or a street, nor for scoring a person. Look at the place before deciding, "
                "and do not read cases as need: where few are reported, few are looked for."
            )
        ),
    )


def _served_worse(reached: pd.DataFrame, area: Sensitivity) -> Finding:
    far = reached[(reached["share_within_after"] < HALF) & (reached["children"] > 0)]
    if far.empty:
        return finding(
            Sensitivity.PUBLIC,
            N_("Remote communes with few children: a plan for the most children leaves them out first."),
        )
    ordered = far.sort_values(["share_within_after", "code"])
    names = ordered["name"].head(NAMED)
    more = "" if len(far) <= NAMED else ", …"
    named = Text(*(", ".join(shown_name(name, Language(code)) for name in names) + more for code in LANGUAGES))
    return finding(
        area,
        N_(
            "Remote communes with few children: a plan for the most children leaves them out first. Communes "
            "with less than half of their children within the limit: {n} ({names})."
        ),
        n=len(far),
        names=named,
    )
