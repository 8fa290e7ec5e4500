"""The words of a commune's profile that no result has: skills and the indicators a project may hold."""

from app import words
from app.language import N_, Language
from app.profiles import Fact

TOPICS = (
    "accident_prevention",
    "case_management",
    "child_friendly_investigation",
    "counselling",
    "online_abuse_counselling",
)
INDICATORS = {
    "area_km2": N_("Area (km²)"),
    "dropouts": N_("Pupils who dropped out"),
    "drownings": N_("Children drowned"),
    "poverty": N_("Poor households (%)"),
}


def fact_label(fact: Fact, language: Language) -> str:
    """Return the heading of a fact; an indicator nobody has put into words keeps the name it has in the data."""
    name = fact.column.name
    if name in INDICATORS:
        return language.say(INDICATORS[name])
    return words.column_label(fact.column, language) if words.base_name(name) in words.COLUMNS else name


def topic_word(topic: str, language: Language) -> str:
    """Return a skill as people call it; one nobody has put into words keeps the name it has in the data."""
    return words.class_text(topic, language)
