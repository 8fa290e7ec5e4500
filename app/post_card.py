"""The model card of the question `posts`: what it rests on, how it was checked and where not to use it."""

from app.language import N_, both
from app.post_tables import Answer
from app.result import Finding, ModelCard, Sensitivity, finding
from app.skill_matrix import RULE


def card(answer: Answer, skill_years: float) -> ModelCard:
    """Return the card, with what the assumptions about officers do to this project's capacity."""
    return ModelCard(
        warning=finding(
            Sensitivity.PUBLIC,
            N_(
                "Caseloads of single communes are about one or two officers. They are for planning posts, never for "
                "judging a person, and stay inside."
            ),
        ),
        purpose=both(
            N_("To propose to a meeting which communes get the next posts, and to say why the others have to wait.")
        ),
        data=both(
            N_(
                "Posts and time shares of officers, days of appointment and leaving, skills and when they were learnt; "
                "children; ways to public services; cases to expect from the latest answer to their question. Reported "
                "cases are not used."
            )
        ),
        assumptions=both(
            N_(
                "An officer is worth time share × experience (0.4 on the first day, 1 after a year) × skills (0.5 "
                "without any topic learnt in the last {years} years, 1 with all): assumed, not measured. {rule} A new "
                "post is worth 1. Work is the weighted mean of shares; the weights are a choice. The highest caseload "
                "is made least by giving each post to the greatest need (Fox 1966), moves are found by an integer "
                "program (HiGHS), proportion is that of Sainte-Laguë. Officers leave independently at a constant rate."
            ),
            years=skill_years,
            rule=both(RULE),
        ),
        checked=both(
            N_(
                "Plans equal full enumeration on random problems of four communes, and of three where officers move; "
                "the closed form of rotation agrees with its simulation."
            )
        ),
        serves_worse=finding(
            Sensitivity.PUBLIC,
            N_(
                "Communes whose officers' posts, leaving or training were not recorded: they look better or worse "
                "staffed than they are. Communes with a long way and few children, if ways have a small weight."
            ),
        ),
        not_for=both(
            N_("Not for appraising officers, nor for cutting posts. A low caseload may be a commune where nobody asks.")
        ),
        validation=(_factors(answer), _unmeasured()),
    )


def _factors(answer: Answer) -> Finding:
    rows = answer.staff.rows
    return finding(
        answer.rotation.sensitivity,
        N_(
            "On this project's data {officers} officers give {time:1} full posts of time, worth {capacity:1} after "
            "experience and skills."
        ),
        officers=int(rows["officer_id"].nunique()),
        time=float(rows["fte"].sum()),
        capacity=float(rows["capacity"].sum()),
    )


def _unmeasured() -> Finding:
    return finding(
        Sensitivity.PUBLIC,
        N_("Whether a caseload is right cannot be checked on any project's data: nobody measures the work itself."),
    )
