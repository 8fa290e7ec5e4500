"""The command that keeps what a person decided about two cases."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from app.cli_parts import LanguageOption, ProjectFile, language_of, opened, say, who
from app.language import N_

decisions = typer.Typer()


class DecisionChoice(StrEnum):
    """What can be said of two cases."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


SAID = {
    DecisionChoice.SAME: N_("Kept: {first} and {second} are of the same child."),
    DecisionChoice.DIFFERENT: N_("Kept: {first} and {second} are not of the same child."),
    DecisionChoice.UNDECIDED: N_("Nothing is decided about {first} and {second}."),
}


@decisions.command("decide", help=N_("Say whether two cases are of the same child: same, different or undecided."))
def decide(
    file: ProjectFile,
    first: Annotated[str, typer.Argument(metavar="FIRST", help=N_("The code of a case"))],
    second: Annotated[str, typer.Argument(metavar="SECOND", help=N_("The code of the other case"))],
    decision: Annotated[DecisionChoice, typer.Argument(metavar="same|different|undecided")],
    lang: LanguageOption = None,
) -> None:
    """Keep the decision; results that counted otherwise are out of date."""
    from app.pair_decisions import Decision, with_decision

    language = language_of(lang)
    today = datetime.now(UTC).astimezone().date()
    with opened(file, language) as store:
        decided = with_decision(store.project, [(first, second)], Decision(decision.value), who=who(), on=today)
        store.apply(decided, what="decide pairs", who=who())
    say(language, SAID[decision], first=first, second=second)
