"""The model card as headings and texts, the warning first: one order for the window and for every file."""

from collections.abc import Iterator

from app.language import N_, Language, Text
from app.result import Finding, ModelCard

WARNING = N_("Warning")


def card_parts(card: ModelCard, language: Language) -> Iterator[tuple[str, str]]:
    """Yield each part the card has: its heading in `language`, and its text."""
    for heading, text in (
        (WARNING, _text(card.warning, language)),
        (N_("Purpose"), _text(card.purpose, language)),
        (N_("Data"), _text(card.data, language)),
        (N_("Assumptions"), _text(card.assumptions, language)),
        (N_("How it was checked"), _text(card.checked, language)),
        (N_("On this project's data"), on_these_data(card, language)),
        (N_("For whom it is less right"), _text(card.serves_worse, language)),
        (N_("Where not to use it"), _text(card.not_for, language)),
    ):
        if text:
            yield language.say(heading), text


def on_these_data(card: ModelCard, language: Language) -> str:
    """Return how the model did on the project's own data, a sentence after the other; empty where that is not said."""
    return " ".join(getattr(each, language.code) for each in card.validation)


def warning(card: ModelCard, language: Language) -> str:
    """Return what stands first wherever the result is shown; empty where nothing does."""
    return _text(card.warning, language)


def _text(text: Text | Finding | None, language: Language) -> str:
    return getattr(text, language.code) if text is not None else ""
