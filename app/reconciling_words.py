"""What a funnel that does not add up is said to be, in both languages."""

from collections.abc import Iterable, Mapping

from app.language import N_, Text, both
from data.reconciling import Check

CHECKS: Mapping[Check, str] = {
    Check.HANDLED_ABOVE_RECEIVED: N_("More handled than received: older cases, or a mistake."),
    Check.PROSECUTED_ABOVE_RECEIVED: N_("More prosecuted than received: older cases, or persons instead of cases."),
    Check.CONVICTED_ABOVE_PROSECUTED: N_("More convicted than prosecuted: older cases, or persons instead of cases."),
    Check.PERSONS_ABOVE_DEFENDANTS: N_("More persons convicted than defendants."),
    Check.OPEN_DIFFERS: N_("Handled and open do not add up to received."),
}


def check_text(checks: Iterable[Check]) -> Text:
    """Return the sentences of several checks as one text; empty where all adds up."""
    said = [both(CHECKS[check]) for check in checks]
    return Text(" ".join(text.vi for text in said), " ".join(text.en for text in said))
