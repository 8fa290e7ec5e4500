"""The two languages of the program: sentences from one catalogue, and numbers and dates as each language writes them.

The English sentence in the code is the key; `app/locale/vi` answers it in Vietnamese.
"""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal, NamedTuple

Code = Literal["vi", "en"]
LANGUAGES: tuple[Code, ...] = ("vi", "en")
DEFAULT: Code = "vi"
_LOCALE_FOLDER = Path(__file__).parent / "locale"
_DATE_FORMATS: dict[Code, str] = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}


class Text(NamedTuple):
    """One text in both languages."""

    vi: str
    en: str


def N_(message: str) -> str:  # noqa: N802
    """Mark `message` for the catalogue without translating it."""
    return message


@dataclass(frozen=True, slots=True)
class Language:
    """One language: how it says, counts and dates things."""

    code: Code

    def say(self, message: str, /, **values: object) -> str:
        """Return `message` in this language, its `{fields}` filled in and written as the language writes them.

        A field's format is the number of decimals: ``{rate:2}`` is 1,50 in Vietnamese and 1.50 in English;
        without one a number has as many as it needs, at most three.
        """
        if not message:
            return ""
        return _LocalFormatter(self).vformat(_translations(self.code).gettext(message), (), values)

    def number(self, value: float, decimals: int | None = None) -> str:
        """Return `value` with the language's separators and exactly `decimals` decimals (None: as needed, up to 3)."""
        from babel.numbers import format_decimal

        rounded = round(value, 3 if decimals is None else decimals) + 0.0  # never "-0,0"
        places = "###" if decimals is None else "0" * decimals
        return format_decimal(rounded, format=f"#,##0.{places}" if places else "#,##0", locale=self.code)

    def percent(self, fraction: float) -> str:
        """Return a part of 1 in whole percent: 50%."""
        from babel.numbers import format_percent

        return format_percent(fraction, locale=self.code)

    def date(self, day: date) -> str:
        """Return `day` as people write it: 21/11/2026, 21 Nov 2026."""
        from babel.dates import format_date

        return format_date(day, _DATE_FORMATS[self.code], locale=self.code)

    def moment(self, created_at: str) -> str:
        """Return a stored moment (ISO 8601) as the reader's clock and calendar show it: 21/11/2026 17:32."""
        when = datetime.fromisoformat(created_at).astimezone()
        return f"{self.date(when.date())} {when:%H:%M}"


class _LocalFormatter(Formatter):
    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, bool) or value is None:
            return str(value)
        if isinstance(value, int | float):
            return self.language.number(value, int(format_spec) if format_spec else None)
        if isinstance(value, date):
            return self.language.date(value)
        return str(value)

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002
        return kwargs[str(key)]


@lru_cache
def _translations(code: Code) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("lachan", _LOCALE_FOLDER, languages=[code])


def both(message: str, /, **values: object) -> Text:
    """Return `message` in both languages. A value that is itself a `Text` is taken in the language being written."""
    return Text(*(_in_language(code, message, values) for code in LANGUAGES))


def day_text(day: date) -> Text:
    """Return a day as each language writes it."""
    return Text(*(Language(code).date(day) for code in LANGUAGES))


def _in_language(code: Code, message: str, values: Mapping[str, object]) -> str:
    own = {name: getattr(value, code) if isinstance(value, Text) else value for name, value in values.items()}
    return Language(code).say(message, **own)
