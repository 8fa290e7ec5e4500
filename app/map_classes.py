"""How communes are coloured by a class instead of a number: each class its own colour, all of them in the legend."""

from collections.abc import Sequence

from app import words
from app.language import N_, Language
from app.result import Layer, Table, Value
from geo.map_page import LegendClass, Theme
from geo.palettes import categorical
from geo.symbols import NO_DATA


def class_theme(table: Table, layer: Layer, known: set[str], language: Language) -> Theme:
    """Return the communes whose codes are `known`, coloured by the class each of them has.

    Raises
    ------
    KeyError
        A commune has a class the layer does not declare.
    """
    values = table.values(str(layer.value))
    fills = class_fills(values, layer.categories)
    codes = [str(code) for code in table.values("code")]
    return Theme(
        key=layer.name,
        title=language.say(words.LAYERS[layer.name]),
        unit="",
        colours={code: fill for code, fill in zip(codes, fills, strict=True) if code in known},
        legend=tuple(_legend(values, layer.categories, language)),
        texts={
            code: words.class_text(str(value), language)
            for code, value in zip(codes, values, strict=True)
            if code in known and value is not None
        },
    )


def class_fills(values: Sequence[Value], categories: Sequence[str]) -> list[str]:
    """Return the fill of each value; of a missing one that of no data.

    Raises
    ------
    KeyError
        A value is none of `categories`.
    """
    fills = categorical(categories)
    return [NO_DATA if value is None else fills[str(value)] for value in values]


def commune_count(number: int, language: Language) -> str:
    """Return how many communes a class of the legend holds."""
    return language.say(N_("communes: {n}"), n=number)


def _legend(values: Sequence[Value], categories: Sequence[str], language: Language) -> list[LegendClass]:
    """Return every declared class, those without any commune too: that there is none is a finding."""
    listed = [
        LegendClass(fill, words.class_text(category, language), commune_count(values.count(category), language))
        for category, fill in categorical(categories).items()
    ]
    if None in values:
        listed.append(LegendClass(NO_DATA, language.say(N_("no data")), commune_count(values.count(None), language)))
    return listed
