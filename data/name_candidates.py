"""The units a written name may mean, in every right spelling, and how far each is from what was written.

A cost counts slips: a letter wrong, missing, too many or swapped with its neighbour is 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.admin_units import OLD_VINTAGE, known_units
from data.name_folding import (
    folded,
    spellings,
    split_number,
    with_arabic_number,
    with_tones_on_first,
    without_accents,
)
from data.name_reading import Reading, split_kind, words

Costs = NDArray[np.float64]

NO_ACCENTS = 0.05
"""A name written without any accent, among texts without accents: it ranks the name that has none before the others."""
OTHER_KIND = 2.0
"""The text says xã, the unit is a phường."""
ELSEWHERE = 2.0
"""The text names a district or province beside the name, and the unit is not there."""
FURTHEST = 6
"""Slips beyond this number are not told apart."""

_MERGED = """
02>08 06>19 10>15 17>25 26>25 27>24 30>31 34>33 35>37 36>37 45>44 49>48 54>66 58>56 60>68
62>51 64>52 67>68 70>75 72>80 74>79 77>79 83>86 84>86 87>82 89>91 93>92 94>92 95>96
"""
MERGED_PROVINCES: Mapping[str, str] = {old: new for old, _, new in (pair.partition(">") for pair in _MERGED.split())}
"""The provinces whose codes ended on 1 July 2025, and those they went into (Resolution 202/2025/QH15)."""

_ALSO_CALLED = {"hồ chí minh": ("hcm", "tphcm"), "huế": ("thừa thiên huế",)}


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Units, and the forms their names are rightly written in.

    Parameters
    ----------
    units : DataFrame
        code, name, kind, province_code, district_code, vintage.
    kinds : array of str, shape (unit,)
    first : array of int, shape (unit,)
        Position of each unit's first form.
    stems, plain : tuple of str, shape (form,)
        The letters of a form, with and without accents.
    with_kind : array of bool, shape (form,)
        Forms that begin with the unit's kind.
    accented : array of bool, shape (form,)
        Forms that have accents.
    numbers : tuple of str
        The distinct numbers of the forms.
    number : array of int, shape (form,)
        Position of each form's number in `numbers`.
    """

    units: pd.DataFrame
    kinds: NDArray[np.object_]
    first: NDArray[np.intp]
    stems: tuple[str, ...]
    plain: tuple[str, ...]
    with_kind: NDArray[np.bool_]
    accented: NDArray[np.bool_]
    numbers: tuple[str, ...]
    number: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Form:
    stem: str
    number: str
    with_kind: bool


_Forms = tuple[_Form, ...]


@lru_cache(maxsize=2048)
def candidates(
    level: str, vintages: tuple[str, ...], provinces: tuple[str, ...] = (), district: str = ""
) -> Candidates:
    """Return the units of a level that lie where the context says; without a context, all.

    Parameters
    ----------
    level : str
        "commune", "district" or "province".
    vintages : tuple of str
        Of these lists.
    provinces : tuple of str
        In one of the provinces with these codes.
    district : str
        In the district with this code.
    """
    lists = [_within(*_units_and_forms(level, vintage), provinces, district) for vintage in vintages]
    units = pd.concat([units for units, _ in lists], ignore_index=True)
    return _candidates(units, [each for _, forms in lists for each in forms])


def costs(found: Candidates, reading: Reading, *, accented: bool) -> Costs:
    """Return how far each unit is from a reading of a cell.

    Parameters
    ----------
    accented : bool
        Whether the cell has any accent. In one that has none, accents that are missing are no slips.

    Returns
    -------
    array of float, shape (unit,)
        0 where the unit is called just that.
    """
    of_forms = np.min([_form_costs(found, name, accented) for name in _ways_to_write(reading.name)], axis=0)
    if reading.kind is not None:
        of_forms[found.with_kind] = np.inf
    of_units: Costs = np.minimum.reduceat(of_forms, found.first)
    return of_units if reading.kind is None else of_units + OTHER_KIND * (found.kinds != reading.kind)


def costs_beside(found: Candidates, beside: Iterable[str]) -> Costs:
    """Return the cost of each unit for not lying in what is written beside its name."""
    total = np.zeros(len(found.units))
    for part in beside:
        provinces, districts = _codes_called(part, "province"), _codes_called(part, "district")
        successors = {MERGED_PROVINCES.get(code, code) for code in provinces}
        of_old = (found.units["vintage"] == OLD_VINTAGE).to_numpy(dtype=bool)
        in_province = np.where(of_old, _in(found, "province_code", provinces), _in(found, "province_code", successors))
        total += ELSEWHERE * ~(in_province | _in(found, "district_code", districts))
    return total


def old_provinces(code: str) -> tuple[str, ...]:
    """Return the codes of the provinces before 1 July 2025 that went into a present one, itself among them.

    Examples
    --------
    >>> old_provinces("44"), old_provinces("11")
    (('44', '45'), ('11',))
    """
    return (code, *(old for old, new in MERGED_PROVINCES.items() if new == code))


def _within(
    units: pd.DataFrame, forms: Sequence[_Forms], provinces: tuple[str, ...], district: str
) -> tuple[pd.DataFrame, list[_Forms]]:
    inside = np.ones(len(units), dtype=bool)
    if provinces:
        inside &= units["province_code"].isin(provinces).to_numpy(dtype=bool)
    if district:
        inside &= (units["district_code"] == district).to_numpy(dtype=bool)
    return units[inside], [forms[i] for i in np.flatnonzero(inside).tolist()]


def _candidates(units: pd.DataFrame, of_units: Sequence[_Forms]) -> Candidates:
    forms = [form for each in of_units for form in each]
    sizes = np.array([len(each) for each in of_units], dtype=np.intp)
    stems = tuple(form.stem for form in forms)
    plain = tuple(without_accents(stem) for stem in stems)
    numbers = tuple(sorted({form.number for form in forms}))
    position = {number: i for i, number in enumerate(numbers)}
    return Candidates(
        units=units,
        kinds=units["kind"].to_numpy(dtype=object),
        first=np.cumsum(sizes) - sizes,
        stems=stems,
        plain=plain,
        with_kind=np.array([form.with_kind for form in forms], dtype=bool),
        accented=np.array([a != b for a, b in zip(stems, plain, strict=True)], dtype=bool),
        numbers=numbers,
        number=np.array([position[form.number] for form in forms], dtype=np.intp),
    )


@cache
def _units_and_forms(level: str, vintage: str) -> tuple[pd.DataFrame, tuple[_Forms, ...]]:
    units = known_units(vintage)
    units = units[units["level"] == level].reset_index(drop=True)
    return units, tuple(map(_forms, units["name"], units["kind"]))


def _forms(name: str, kind: str) -> _Forms:
    bare = words(folded(name))
    called = (bare, with_arabic_number(bare), *_ALSO_CALLED.get(bare, ()))
    spelled = dict.fromkeys(each for way in called for each in spellings(way))
    forms = [_Form(*split_number(each), with_kind=False) for each in spelled]
    return (*forms, *(_Form(*split_number(f"{kind} {each}"), with_kind=True) for each in spelled))


def _ways_to_write(name: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(each for way in (name, with_arabic_number(name)) for each in (way, with_tones_on_first(way)))
    )


def _form_costs(found: Candidates, name: str, accented: bool) -> Costs:
    stem, number = split_number(name)
    plain = _slips(without_accents(stem), found.plain)
    of_words = np.minimum(_slips(stem, found.stems), plain + 1) if accented else plain + NO_ACCENTS * found.accented
    of_numbers = np.array([_number_slips(number, other) for other in found.numbers], dtype=float)
    worse: Costs = np.maximum(of_words, of_numbers[found.number])  # "Phường l" for "Phường 1" is one slip, not two
    return worse


def _slips(text: str, forms: tuple[str, ...]) -> Costs:
    counted: Any = process.cdist([text], forms, scorer=OSA.distance, score_cutoff=FURTHEST, dtype=np.float64)
    return np.asarray(counted[0], dtype=np.float64)


def _number_slips(one: str, other: str) -> int:
    """Count figures lost, doubled or swapped; a figure typed for another costs 2, for it is seldom a slip."""
    slips = OSA.distance(one, other)
    return slips if len(one) != len(other) or sorted(one) == sorted(other) else 2 * slips


def _in(found: Candidates, column: str, codes: Iterable[str]) -> NDArray[np.bool_]:
    return found.units[column].isin(list(codes)).to_numpy(dtype=bool)


@lru_cache(maxsize=4096)
def _codes_called(part: str, level: str) -> frozenset[str]:
    """Return the codes of the provinces or districts before 1 July 2025 (every present province was one) so called."""
    rest, kind = split_kind(part, level)
    by_name = _codes_by_name(level)
    return frozenset((*by_name.get((_key(part), None), ()), *by_name.get((_key(rest), kind), ())))


@cache
def _codes_by_name(level: str) -> dict[tuple[tuple[str, str], str | None], set[str]]:
    units, forms = _units_and_forms(level, OLD_VINTAGE)
    codes: dict[tuple[tuple[str, str], str | None], set[str]] = {}
    for code, kind, of_unit in zip(units["code"], units["kind"], forms, strict=True):
        for form in of_unit:
            key = without_accents(form.stem), form.number
            codes.setdefault((key, None), set()).add(code)
            codes.setdefault((key, kind), set()).add(code)
    return codes


def _key(name: str) -> tuple[str, str]:
    return split_number(without_accents(with_arabic_number(words(name))))
