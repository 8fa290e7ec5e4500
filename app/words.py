"""The words for columns, tables, layers and values, as a planner reads them, and what a cell shows.

The same word for the same thing on every screen and in every file; English here, Vietnamese in the catalogue. A group
of questions has its words in a file of its own, where a new analysis adds them; here they are joined, and read.
"""

from datetime import date

from app import access_words, case_words, plan_words, risk_words, shared_words, training_words, visit_words
from app.language import N_, Language
from app.names import BETWEEN_NAMES, shown_name, shown_names
from app.plan_words import RANK_MEANS
from app.result import Column, Period, Table, Value
from app.training_words import ACTIVITIES
from app.unit_words import COUNTED, DECIMALS, PER_YEAR, UNITS
from app.visit_words import STOP_MEANS

COLUMNS = (
    shared_words.COLUMNS
    | case_words.COLUMNS
    | access_words.COLUMNS
    | risk_words.COLUMNS
    | plan_words.COLUMNS
    | visit_words.COLUMNS
    | training_words.COLUMNS
)
TABLES = (
    shared_words.TABLES
    | case_words.TABLES
    | access_words.TABLES
    | risk_words.TABLES
    | plan_words.TABLES
    | visit_words.TABLES
    | training_words.TABLES
)
LAYERS = (
    case_words.LAYERS
    | access_words.LAYERS
    | risk_words.LAYERS
    | plan_words.LAYERS
    | visit_words.LAYERS
    | training_words.LAYERS
)
VALUES = (
    shared_words.VALUES
    | case_words.VALUES
    | access_words.VALUES
    | risk_words.VALUES
    | plan_words.VALUES
    | visit_words.VALUES
    | training_words.VALUES
)
CHARTS = {
    "effects": N_("How the rate goes with each covariate"),
    "reporting_prior": N_("How likely each reporting rate is held to be"),
}
"""Charts whose title is not that of their table."""

_CODED = frozenset(
    {
        *("agency", "beside_expected", "class", "counted", "first_agency", "kind", "relation", "second_agency"),
        *("part", "season", "stage", "status", "sureness", "weight_basis"),
        *("cluster_class", "hot_spot", "local_class", "p_level", "significant"),
        *("assumed", "group", "silence"),
        *("alert", "level", "when"),
        *("covariate", "method", "score", "used", "validation"),
        *("counted_by", "criterion", "direction", "presence", "role", "shortlist_class", "skill", "target"),
        *("target_class", "target_status", "target_unit", "topic", "training_class"),
        *("course_status", "planned"),
        *("band_before", "band_after"),
    }
)
_DAYS = frozenset({"first_on", "second_on", "stated_on"})
NAMES = frozenset(
    {
        *(
            "name",
            "commune",
            "next_best_site",
            "nearest_place",
            "second_place",
            "first_commune",
            "second_commune",
        ),
        *("old_name", "old_district", "old_province", "new_name", "new_province"),
        *("from_commune", "to_commune"),
        *("police_post", "hospital", "hospital_after_police", "centre_commune", "venue"),
        *("start_commune", "end_commune", "partner"),
    }
)
"""Columns that hold names: shown in the reader's words, and ordered as names are."""
_LISTS_OF_NAMES = frozenset({"site_names", "gains", "loses", "partners"})
_WHOLE = frozenset({"posts", "posts_added"})
"""Columns whose unit may have decimals while they have none."""


def column_label(column: Column, language: Language) -> str:
    """Return the heading of `column`, its unit in brackets where the word alone does not say it."""
    name = language.say(COLUMNS[base_name(column.name)])
    unit = "" if column.unit in ("children", "cases", "people") else language.say(UNITS[column.unit])
    if not unit or unit.lower() in name.lower():
        return name
    return f"{name}, {unit}" if name.endswith(")") else f"{name} ({unit})"


def base_name(name: str) -> str:
    """Return a column's name without the language it is written in."""
    return name.removesuffix("_vi").removesuffix("_en")


def period_text(period: Period, language: Language) -> str:
    """Return which days were counted, and that counts are sums over all of them while rates are not."""
    days = N_("{start} – {end}; counts are added up over the whole period, rates are per year")
    return language.say(days, start=period.start, end=period.end)


def column_about(column: Column, language: Language, period: Period | None = None) -> str:
    """Return what a heading alone does not say: the period of counts and rates, the meaning of a rank; else nothing."""
    if column.name == "rank":
        return language.say(STOP_MEANS if column.unit == "stop" else RANK_MEANS)
    if period is None:
        return ""
    if column.unit in PER_YEAR:
        return language.say(N_("{start} – {end}, per year"), start=period.start, end=period.end)
    if column.unit not in COUNTED:
        return ""
    added = N_("{start} – {end}, added up over the whole period, not per year")
    return language.say(added, start=period.start, end=period.end)


def shown_columns(table: Table, language: Language) -> list[int]:
    """Return the positions of the columns a reader of `language` is shown."""
    return [position for position, column in enumerate(table.columns) if is_read(column, language)]


def is_read(column: Column, language: Language) -> bool:
    """Return whether a reader of `language` is shown the column: not where it is written in the other."""
    return not column.name.endswith("_en" if language.code == "vi" else "_vi")


def class_text(name: str, language: Language) -> str:
    """Return a class of a map in words; one nobody has put into words keeps the name it has in the result."""
    return language.say(VALUES[name]) if name in VALUES else name


def activities_text(listed: str, language: Language) -> str:
    """Return activities of partners, one after the other, in words where the program has any.

    >>> activities_text("truyền thông trong trường học; phát sách", Language("en"))
    'awareness-raising in schools; phát sách'
    """
    each_said = (language.say(ACTIVITIES.get(each.lower(), "")) or each for each in listed.split(BETWEEN_NAMES))
    return BETWEEN_NAMES.join(each_said)


def decimals(column: Column, value: Value = None) -> int:
    """Return how many decimals a `value` of `column` is worth: none of posts that are counted, two of capacity.

    >>> from app.result import Sensitivity
    >>> missing = Column("target_missing", "number or share", Sensitivity.AREA)
    >>> decimals(missing, 18), decimals(missing, 67.857)
    (0, 2)
    """
    if column.unit == "number or share" and isinstance(value, int):
        return 0
    return 0 if column.name in _WHOLE else DECIMALS.get(column.unit, 0)


def value_text(column: Column, value: Value, language: Language) -> str:
    """Return `value` as a sentence or a popup shows it; missing is a dash."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return _text(column, value, language)
    if isinstance(value, bool):
        return language.say(VALUES["yes" if value else "no"])
    if column.name in ("year", "rank"):
        return str(value)
    return language.number(value, decimals(column, value))


def _text(column: Column, value: str, language: Language) -> str:
    if column.name in NAMES:
        return class_text(shown_name(value, language), language)
    if column.name in _LISTS_OF_NAMES:
        return shown_names(value, language)
    if column.name in ("activity", "overlapping"):
        return activities_text(value, language)
    if column.name in _DAYS or column.unit == "day":
        return language.date(date.fromisoformat(value[:10]))
    return language.say(VALUES[value]) if column.name in _CODED and value in VALUES else value
