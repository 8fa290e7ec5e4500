"""What a term of statistics means in plain words, for a reader who knows tables and not the field."""

from app.language import N_, Language

TERMS = {
    N_("empirical Bayes"): N_(
        "Empirical Bayes rate: where few children live, one case more or less changes a commune's own rate a lot. "
        "So its rate is moved towards that of the province: much where children are few, hardly where they are many."
    ),
}
"""Each term as it stands in sentences, and its explanation."""


def explanations(text: str, language: Language) -> list[str]:
    """Return what the terms in `text` mean, in its language."""
    return [
        language.say(meaning) for term, meaning in TERMS.items() if language.say(term).casefold() in text.casefold()
    ]
