"""The words around a result that every file carries: title, audience, warnings, parameters, sources, model card."""

from dataclasses import dataclass
from datetime import datetime

from app.choice_words import CHOICES
from app.language import N_, Language
from app.model_card import WARNING, card_parts, warning
from app.names import shown_name, shown_source
from app.project_words import AUDIENCES, PROVENANCE, SCHEMATIC, SIMULATED
from app.questions import find
from app.release import Audience, Released
from app.result import Setting
from app.unit_words import UNITS

KNOWS_ONLY_PUBLIC = N_("What this file holds: figures of areas and public places only.")


@dataclass(frozen=True, slots=True)
class Note:
    """A heading and what stands under it."""

    heading: str
    text: str


def title(released: Released, language: Language) -> str:
    """Return the title of the file: the question and the province."""
    return f"{language.say(find(released.analysis).title)} – {shown_name(released.place.name, language)}"


def audience(released: Released, language: Language) -> str:
    """Return for whom the file is."""
    return language.say(AUDIENCES[released.audience])


def warnings(released: Released, language: Language) -> list[str]:
    """Return what a reader must know at every look: in both languages, the reader's own first."""
    marks = [(released.place.simulated, SIMULATED), (released.place.schematic, SCHEMATIC)]
    other = Language("en" if language.code == "vi" else "vi")
    return [f"{language.say(message)} / {other.say(message).lower()}" for holds, message in marks if holds]


def findings(released: Released, language: Language) -> list[str]:
    """Return the findings as sentences."""
    return [each.vi if language.code == "vi" else each.en for each in released.findings]


def caution(released: Released, language: Language) -> str:
    """Return the warning of the model card with its heading; empty where it has none."""
    said = warning(released.card, language)
    return f"{language.say(WARNING)}: {said}" if said else ""


def notes(released: Released, language: Language) -> list[Note]:
    """Return the model card, its warning first, period, denominator, parameters and sources, each with a heading."""
    card = [Note(heading, text) for heading, text in card_parts(released.card, language)]
    listed = [
        (N_("Period"), _period(released, language)),
        (N_("Counted in"), _denominator(released, language)),
        (N_("Settings"), _parameters(released, language)),
        (N_("Where it comes from"), _provenance(released, language)),
        (N_("Made"), f"{released.result_id}, {moment(released.created_at, language)}"),
    ]
    if released.audience is Audience.SHAREABLE:
        listed.append((N_("What may be shared"), language.say(KNOWS_ONLY_PUBLIC)))
    return [*card, *(Note(language.say(heading), text) for heading, text in listed if text)]


def _period(released: Released, language: Language) -> str:
    period = released.period
    return f"{language.date(period.start)} – {language.date(period.end)}" if period else ""


def _denominator(released: Released, language: Language) -> str:
    known = released.denominator
    if known is None:
        return ""
    return f"{language.number(known.total)} {getattr(known.basis, language.code)}"


def _parameters(released: Released, language: Language) -> str:
    fields = find(released.analysis).parameters.model_fields
    said = []
    for each in released.parameters:
        shown = fields[each.name].json_schema_extra
        label, unit = (str(shown[part]) for part in ("label", "unit")) if isinstance(shown, dict) else (each.name, "")
        value = " ".join(filter(None, (_plain(each, language), language.say(UNITS[unit]))))
        said.append(f"{language.say(label)}: {value}")
    return "; ".join(said)


def _plain(setting: Setting, language: Language) -> str:
    value = setting.value
    if value is None:
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return language.number(value)
    return language.say(CHOICES.get(setting.name, {}).get(str(value), str(value)))


def _provenance(released: Released, language: Language) -> str:
    return "; ".join(
        f"{language.say(PROVENANCE.get(each.name, each.name))}: {_origin(each, language)}"
        for each in released.provenance
    )


def _origin(setting: Setting, language: Language) -> str:
    """Return a source in the reader's words; of a checksum as much as tells files apart (the JSON has all of it)."""
    value = shown_source(str(setting.value), language)
    return value[:_DIGITS] if setting.name.startswith("sha256_") else value


_DIGITS = 16


def sources(released: Released, language: Language) -> str:
    """Return where the data come from; empty where that is not known."""
    stated = (str(each.value) for each in released.provenance if each.name == "sources")
    return shown_source(next(stated, ""), language)


def moment(created_at: str, language: Language) -> str:
    """Return an ISO moment by the clock where the file is made, and its zone, since files travel."""
    zone = datetime.fromisoformat(created_at).astimezone().strftime("%z")
    return f"{language.moment(created_at)} (UTC{zone[:3]}:{zone[3:]})"
