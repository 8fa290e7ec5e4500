"""Longitudes and latitudes as people write them: decimal degrees, degrees and minutes, degrees, minutes and seconds.

Sides are read in Vietnamese (B, Đ, vĩ độ Bắc, kinh độ Đông) and English (N, E). N is north, as on every map: of the two
words of that letter, Vietnam has no south latitude (vĩ độ Nam).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Notation(StrEnum):
    """How angles are written."""

    DEGREES = "degrees"
    MINUTES = "degrees_minutes"
    SECONDS = "degrees_minutes_seconds"


class Axis(StrEnum):
    """What an angle says it measures."""

    LONGITUDE = "lon"
    LATITUDE = "lat"


@dataclass(frozen=True, slots=True)
class Angle:
    """One angle.

    Parameters
    ----------
    degrees : float
        Positive north and east.
    notation : Notation
    axis : Axis, optional
        As a letter or word beside it says.
    """

    degrees: float
    notation: Notation
    axis: Axis | None = None


@dataclass(frozen=True, slots=True)
class Angles:
    """A column of angles.

    Parameters
    ----------
    degrees : array of float
        NaN where the text is blank or no angle.
    notation : Notation
        Of most cells; of all that are decimal degrees, if none could be read.
    axes : array of object
        `Axis` or None, one a cell.
    """

    degrees: NDArray[np.float64]
    notation: Notation
    axes: NDArray[np.object_]

    def says(self, axis: Axis) -> NDArray[np.bool_]:
        """Mark the cells that say they measure `axis`."""
        return np.array([said is axis for said in self.axes.tolist()], dtype=bool)


_SIDES = {
    "n": (Axis.LATITUDE, 1), "b": (Axis.LATITUDE, 1), "s": (Axis.LATITUDE, -1),
    "e": (Axis.LONGITUDE, 1), "đ": (Axis.LONGITUDE, 1), "w": (Axis.LONGITUDE, -1),
}  # fmt: skip
_LARGEST = {Axis.LATITUDE: 90, Axis.LONGITUDE: 180, None: 180}
_REWRITES = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"(?:vĩ độ|vĩ)\s*bắc|\b(?:vđb|bắc|north)\b|\b(?:vĩ độ|latitude|lat)\b\s*[:=]?", "n"),
        (r"(?:kinh độ|kinh)\s*đông|\b(?:kđđ|đông|east)\b|\b(?:kinh độ|longitude|long|lon)\b\s*[:=]?", "e"),
        (r"độ|deg(?:rees)?|[º˚]", "°"),
        (r"phút|[′’‘´`]", "'"),
        (r"giây|''|[″”“]", '"'),
    )
)
_PART = r"\d{1,3}(?:[.,]\d+)?"
_SHAPE = re.compile(
    rf"(?P<before>[nsewbđ])?\s*(?P<sign>[-+])?\s*(?P<degrees>{_PART})"
    rf"(?:\s*[°:\s-]\s*(?P<minutes>{_PART})(?:\s*[':\s-]\s*(?P<seconds>{_PART})\s*\"?|\s*')?|\s*°)?"
    r"\s*(?P<after>[nsewbđ])?"
)
_BETWEEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*[;|/\t\n]\s*",
        r"\s*,\s+",
        r"\s*[,\s]\s*(?=[nsewbđ])",
        r"(?<=[nsewbđ])\s*[,\s]?\s*(?=[\d+-])",
        r"\s*,\s*",
        r"\s+",
    )
)


def read_angle(text: str) -> Angle | None:
    r"""Read one angle; None where the text is not one.

    Examples
    --------
    >>> print(read_angle("21°23'15.5\"B").degrees)
    21.387638888888887
    >>> read_angle("103 30 Đ")
    Angle(degrees=103.5, notation=<Notation.MINUTES: 'degrees_minutes'>, axis=<Axis.LONGITUDE: 'lon'>)
    >>> read_angle("21,5").degrees, read_angle("21°75'"), read_angle("Bản Mới")
    (21.5, None, None)
    """
    found = _SHAPE.fullmatch(_plain(text))
    return None if found is None else _angle(found)


def read_angles(text: "pd.Series[Any]") -> Angles:
    """Read a column of angles, each distinct text once.

    Parameters
    ----------
    text : Series of str
        "" or missing where there is nothing.
    """
    codes, distinct = pd.factorize(text.fillna(""))
    read = [read_angle(cell) for cell in distinct]
    degrees = np.array([np.nan if angle is None else angle.degrees for angle in read], dtype=np.float64)
    axes = np.array([None if angle is None else angle.axis for angle in read], dtype=object)
    written = [angle.notation for angle in read if angle is not None]
    notation = max(Notation, key=written.count)
    return Angles(degrees[codes], notation, axes[codes])


def split_pair(text: str) -> tuple[str, str] | None:
    """Split one text that holds two angles; None where it does not.

    Examples
    --------
    >>> split_pair("21.3856, 103.0167"), split_pair("21°23'B 103°01'Đ"), split_pair("21,3856 103,0167")
    (('21.3856', '103.0167'), ("21°23'b", "103°01'đ"), ('21,3856', '103,0167'))
    >>> split_pair("21.3856")
    """
    plain = _plain(text).removeprefix("point").strip(" ()[]")
    for between in _BETWEEN:
        parts = between.split(plain)
        if len(parts) == 2 and all(read_angle(part) for part in parts):
            return parts[0], parts[1]
    return None


def split_pairs(text: "pd.Series[Any]") -> "tuple[pd.Series[Any], pd.Series[Any]]":
    """Split a column of pairs into two columns; "" where a text is no pair."""
    pairs = [split_pair(cell) or ("", "") for cell in text.fillna("")]
    first, second = zip(*pairs, strict=True) if pairs else ((), ())
    return pd.Series(first, index=text.index, dtype="str"), pd.Series(second, index=text.index, dtype="str")


def _plain(text: str) -> str:
    plain = text.strip().casefold()
    for pattern, sign in _REWRITES:
        plain = pattern.sub(sign, plain)
    return plain


def _angle(found: re.Match[str]) -> Angle | None:
    sides = [found[name] for name in ("before", "after") if found[name]]
    parts = [found[name] for name in ("degrees", "minutes", "seconds") if found[name]]
    axis, sense = _SIDES[sides[0]] if sides else (None, 1)
    if len(sides) > 1 or (sides and found["sign"]) or not _well_formed(parts):
        return None
    size = sum(_value(part) / 60**place for place, part in enumerate(parts))
    if size > _LARGEST[axis]:
        return None
    return Angle(-size if found["sign"] == "-" else sense * size, list(Notation)[len(parts) - 1], axis)


def _well_formed(parts: Sequence[str]) -> bool:
    """Only the last part has decimals; minutes and seconds are below 60."""
    return all(part.isdigit() for part in parts[:-1]) and all(_value(part) < 60 for part in parts[1:])


def _value(part: str) -> float:
    return float(part.replace(",", "."))
