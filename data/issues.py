"""What was found wrong, doubtful or assumed in the rows of a file: codes and values, never sentences.

A check returns `Finding`s (one reason, many rows); a report lists `Issue`s (one reason, one cell).
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]


class Verdict(StrEnum):
    """What a reason does to a row."""

    NOTED = "noted"
    FLAGGED = "flagged"
    SET_ASIDE = "set_aside"


class Fix(StrEnum):
    """What a person can do about it."""

    CORRECT_VALUE = "correct_value"
    CORRECT_CODE = "correct_code"
    CORRECT_ROW = "correct_row"
    FILL_VALUE = "fill_value"
    TYPE_NUMBER = "type_number"
    MAKE_AGREE = "make_agree"
    CHECK_BOTH = "check_both"
    IMPORT_OTHER = "import_other"
    REMOVE_DUPLICATE = "remove_duplicate"
    CHECK_VALUE = "check_value"
    CHECK_POSITION = "check_position"
    CHECK_SHAPE = "check_shape"
    CHECK_RASTER = "check_raster"
    STATE_VALUE = "state_value"
    CHOOSE_LAYER = "choose_layer"
    CHECK_TOTAL = "check_total"
    CHECK_LETTERS = "check_letters"
    STATE_SYSTEM = "state_system"
    STATE_UNIT = "state_unit"
    DECIDE_NAME = "decide_name"
    DECIDE_WORD = "decide_word"
    DECIDE_UNIT = "decide_unit"
    NAME_UNITS = "name_units"
    CHECK_SHARES = "check_shares"
    IMPORT_DENOMINATOR = "import_denominator"
    UPDATE_ROWS = "update_rows"
    NOTHING = "nothing"


class Reason(StrEnum):
    """Why a row was set aside or flagged, or what the import assumed."""

    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    NOT_A_DATE = "not_a_date"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_CHOICE = "not_a_choice"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    ENDS_BEFORE_START = "ends_before_start"
    HALF_A_POSITION = "half_a_position"
    UNKNOWN_UNIT = "unknown_unit"
    OTHER_VINTAGE = "other_vintage"
    OTHER_PROVINCE = "other_province"
    LOOKS_LIKE_A_NAME = "looks_like_a_name"
    LOOKS_LIKE_IDENTITY = "looks_like_identity"
    TOO_MANY_CELLS = "too_many_cells"
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    DUPLICATE_CODE = "duplicate_code"
    EMPTY_SHAPE = "empty_shape"
    NOT_A_POLYGON = "not_a_polygon"
    NOT_A_LINE = "not_a_line"
    NOT_A_LINE_OR_AREA = "not_a_line_or_area"
    NOT_ON_EARTH = "not_on_earth"
    NOT_A_POSITION = "not_a_position"
    COORDINATES_PROPOSED = "coordinates_proposed"
    COORDINATES_UNDECIDED = "coordinates_undecided"
    LIKE_A_CHOICE = "like_a_choice"
    NAME_TIE = "name_tie"
    NAME_UNSURE = "name_unsure"
    NAME_UNKNOWN = "name_unknown"
    CODE_AND_NAME_DIFFER = "code_and_name_differ"
    UNIT_SPLIT = "unit_split"
    NOT_A_PERIOD = "not_a_period"
    ALREADY_THERE = "already_there"
    PERCENT_UNDECIDED = "percent_undecided"

    RASTER_WITHOUT_DATA = "raster_without_data"
    ELEVATION_OUT_OF_RANGE = "elevation_out_of_range"
    PEOPLE_BELOW_ZERO = "people_below_zero"
    NOT_CLASSES = "not_classes"
    FRICTION_BELOW_ZERO = "friction_below_zero"
    SPEED_NOT_ABOVE_ZERO = "speed_not_above_zero"
    SPEED_OF_BARRIER = "speed_of_barrier"
    NOT_A_CLASS = "not_a_class"

    FORMULA = "formula"
    ANSWERS_DISAGREE = "answers_disagree"
    DATES_OUT_OF_ORDER = "dates_out_of_order"

    CODE_PADDED = "code_padded"
    NUMBER_AMBIGUOUS = "number_ambiguous"
    NO_POSITION = "no_position"
    POSITION_OF_SHAPE = "position_of_shape"
    OUTSIDE_COMMUNE = "outside_commune"
    OUTSIDE_UNITS = "outside_units"
    SHAPE_REPAIRED = "shape_repaired"
    CENTRE_OUTSIDE_SHAPE = "centre_outside_shape"
    DEFAULT_USED = "default_used"
    DAY_ASSUMED = "day_assumed"
    PERCENT_TAKEN = "percent_taken"
    SHARE_TO_PERCENT = "share_to_percent"
    HANDLED_ABOVE_RECEIVED = "handled_above_received"
    CONVICTED_ABOVE_PROSECUTED = "convicted_above_prosecuted"
    KINDS_ABOVE_ALL = "kinds_above_all"
    SEXES_ABOVE_WHOLE = "sexes_above_whole"
    TRAINED_ABOVE_OFFICERS = "trained_above_officers"
    PART_ABOVE_WHOLE = "part_above_whole"
    UNKNOWN_REFERENCE = "unknown_reference"
    FROM_TITLE = "from_title"
    UNIT_CONVERTED = "unit_converted"
    UNIT_KEPT = "unit_kept"
    NOT_CONVERTED = "not_converted"
    COUNT_SHARED = "count_shared"
    RATE_CONVERTED = "rate_converted"
    RATE_KEPT = "rate_kept"

    VINTAGE_ASSUMED = "vintage_assumed"
    IDENTIFIER_MADE = "identifier_made"
    FIELD_NOT_USED = "field_not_used"
    IDENTITY_DROPPED = "identity_dropped"
    COLUMN_IGNORED = "column_ignored"
    LAYERS_NOT_READ = "layers_not_read"
    STILL_SCHEMATIC = "still_schematic"
    SHEETS_ALIKE = "sheets_alike"
    TEXT_CONVERTED = "text_converted"
    VINTAGE_RECOGNISED = "vintage_recognised"
    ROWS_CONVERTED = "rows_converted"
    UNITS_NOT_FOUND = "units_not_found"
    ROWS_REPLACED = "rows_replaced"
    SEXES_ADDED = "sexes_added"

    BLANK_ROW = "blank_row"
    HEADER_ROW = "header_row"
    NUMBERING_ROW = "numbering_row"
    TOTALS_ROW = "totals_row"
    GROUP_ROW = "group_row"
    NOTE_ROW = "note_row"
    TOTAL_DIFFERS = "total_differs"


_FLAGS = {
    Reason.CODE_PADDED: Fix.CHECK_VALUE,
    Reason.NUMBER_AMBIGUOUS: Fix.CHECK_VALUE,
    Reason.NO_POSITION: Fix.CHECK_POSITION,
    Reason.POSITION_OF_SHAPE: Fix.CHECK_POSITION,
    Reason.OUTSIDE_COMMUNE: Fix.CHECK_POSITION,
    Reason.OUTSIDE_UNITS: Fix.CHECK_POSITION,
    Reason.SHAPE_REPAIRED: Fix.CHECK_SHAPE,
    Reason.CENTRE_OUTSIDE_SHAPE: Fix.CHECK_SHAPE,
    Reason.DEFAULT_USED: Fix.STATE_VALUE,
    Reason.DAY_ASSUMED: Fix.CHECK_VALUE,
    Reason.PERCENT_TAKEN: Fix.CHECK_VALUE,
    Reason.SHARE_TO_PERCENT: Fix.CHECK_VALUE,
    Reason.HANDLED_ABOVE_RECEIVED: Fix.CHECK_BOTH,
    Reason.CONVICTED_ABOVE_PROSECUTED: Fix.CHECK_BOTH,
    Reason.KINDS_ABOVE_ALL: Fix.CHECK_BOTH,
    Reason.SEXES_ABOVE_WHOLE: Fix.CHECK_BOTH,
    Reason.TRAINED_ABOVE_OFFICERS: Fix.CHECK_BOTH,
    Reason.PART_ABOVE_WHOLE: Fix.CHECK_BOTH,
    Reason.UNKNOWN_REFERENCE: Fix.IMPORT_OTHER,
    Reason.FROM_TITLE: Fix.STATE_VALUE,
    Reason.UNIT_CONVERTED: Fix.CHECK_VALUE,
    Reason.UNIT_KEPT: Fix.DECIDE_UNIT,
    Reason.NOT_CONVERTED: Fix.NOTHING,
    Reason.COUNT_SHARED: Fix.CHECK_SHARES,
    Reason.RATE_CONVERTED: Fix.CHECK_VALUE,
    Reason.RATE_KEPT: Fix.IMPORT_DENOMINATOR,
}

_NOTES = {
    Reason.VINTAGE_ASSUMED: Fix.STATE_VALUE,
    Reason.IDENTIFIER_MADE: Fix.NOTHING,
    Reason.FIELD_NOT_USED: Fix.NOTHING,
    Reason.IDENTITY_DROPPED: Fix.NOTHING,
    Reason.COLUMN_IGNORED: Fix.NOTHING,
    Reason.LAYERS_NOT_READ: Fix.CHOOSE_LAYER,
    Reason.STILL_SCHEMATIC: Fix.CHECK_SHAPE,
    Reason.SHEETS_ALIKE: Fix.CHOOSE_LAYER,
    Reason.TEXT_CONVERTED: Fix.CHECK_LETTERS,
    Reason.VINTAGE_RECOGNISED: Fix.STATE_VALUE,
    Reason.ROWS_CONVERTED: Fix.NOTHING,
    Reason.UNITS_NOT_FOUND: Fix.NAME_UNITS,
    Reason.ROWS_REPLACED: Fix.NOTHING,
    Reason.SEXES_ADDED: Fix.NOTHING,
    Reason.BLANK_ROW: Fix.NOTHING,
    Reason.HEADER_ROW: Fix.NOTHING,
    Reason.NUMBERING_ROW: Fix.NOTHING,
    Reason.TOTALS_ROW: Fix.NOTHING,
    Reason.GROUP_ROW: Fix.NOTHING,
    Reason.NOTE_ROW: Fix.NOTHING,
    Reason.TOTAL_DIFFERS: Fix.CHECK_TOTAL,
}

_REJECTIONS = {
    Reason.MISSING: Fix.FILL_VALUE,
    Reason.FORMULA: Fix.TYPE_NUMBER,
    Reason.ANSWERS_DISAGREE: Fix.MAKE_AGREE,
    Reason.ENDS_BEFORE_START: Fix.CORRECT_ROW,
    Reason.DATES_OUT_OF_ORDER: Fix.CORRECT_ROW,
    Reason.HALF_A_POSITION: Fix.FILL_VALUE,
    Reason.UNKNOWN_UNIT: Fix.CORRECT_CODE,
    Reason.OTHER_VINTAGE: Fix.CORRECT_CODE,
    Reason.OTHER_PROVINCE: Fix.CORRECT_CODE,
    Reason.TOO_MANY_CELLS: Fix.CORRECT_ROW,
    Reason.DUPLICATE: Fix.REMOVE_DUPLICATE,
    Reason.CONTRADICTION: Fix.REMOVE_DUPLICATE,
    Reason.DUPLICATE_CODE: Fix.REMOVE_DUPLICATE,
    Reason.EMPTY_SHAPE: Fix.CHECK_SHAPE,
    Reason.NOT_A_POLYGON: Fix.CHECK_SHAPE,
    Reason.NOT_A_LINE: Fix.CHECK_SHAPE,
    Reason.NOT_A_LINE_OR_AREA: Fix.CHECK_SHAPE,
    Reason.NOT_ON_EARTH: Fix.CHECK_SHAPE,
    Reason.RASTER_WITHOUT_DATA: Fix.CHECK_RASTER,
    Reason.ELEVATION_OUT_OF_RANGE: Fix.CHECK_RASTER,
    Reason.PEOPLE_BELOW_ZERO: Fix.CHECK_RASTER,
    Reason.NOT_CLASSES: Fix.CHECK_RASTER,
    Reason.FRICTION_BELOW_ZERO: Fix.CHECK_RASTER,
    Reason.COORDINATES_PROPOSED: Fix.STATE_SYSTEM,
    Reason.COORDINATES_UNDECIDED: Fix.STATE_SYSTEM,
    Reason.LIKE_A_CHOICE: Fix.DECIDE_WORD,
    Reason.NAME_TIE: Fix.DECIDE_NAME,
    Reason.NAME_UNSURE: Fix.DECIDE_NAME,
    Reason.NAME_UNKNOWN: Fix.DECIDE_NAME,
    Reason.CODE_AND_NAME_DIFFER: Fix.CORRECT_ROW,
    Reason.UNIT_SPLIT: Fix.DECIDE_UNIT,
    Reason.ALREADY_THERE: Fix.UPDATE_ROWS,
    Reason.PERCENT_UNDECIDED: Fix.STATE_UNIT,
}


def verdict_of(reason: Reason) -> Verdict:
    """Say what `reason` does to a row.

    >>> verdict_of(Reason.DUPLICATE), verdict_of(Reason.CODE_PADDED)
    (<Verdict.SET_ASIDE: 'set_aside'>, <Verdict.FLAGGED: 'flagged'>)
    """
    if reason in _NOTES:
        return Verdict.NOTED
    return Verdict.FLAGGED if reason in _FLAGS else Verdict.SET_ASIDE


def fix_of(reason: Reason) -> Fix:
    """Say what a person can do about `reason`."""
    return (_FLAGS | _NOTES | _REJECTIONS).get(reason, Fix.CORRECT_VALUE)


@dataclass(frozen=True, slots=True)
class Finding:
    """Rows with one trouble in one field.

    Parameters
    ----------
    reason : Reason
    field : str, optional
        The field of the table; none when the trouble is the row's as a whole.
    rows : array of int
        Positions in the file's rows, from 0.
    common : mapping
        Values that hold for every row, such as the limit that was broken.
    each : mapping of sequences
        Values of each row, in the order of `rows`.
    listed : bool
        True: an issue for each row. False: one issue for all of them, without a row number.
    private : bool
        The offending text may name a person and must not be repeated.
    column : str, optional
        The file's column, where it is another for these rows than for the field as a whole.
    """

    reason: Reason
    field: str | None
    rows: Rows
    common: Mapping[str, object] = dataclasses.field(default_factory=dict)
    each: Mapping[str, tuple[object, ...]] = dataclasses.field(default_factory=dict)
    listed: bool = True
    private: bool = False
    column: str | None = None

    @property
    def verdict(self) -> Verdict:
        """What the finding does to its rows."""
        return verdict_of(self.reason)


@dataclass(frozen=True, slots=True)
class Issue:
    """One line of an import's report.

    Parameters
    ----------
    sheet : str, optional
        Sheet or layer, where the format has them.
    row : int, optional
        As a person counts them in the file; none when the issue is the import's as a whole.
    column : str, optional
        The file's column; the table's field where no column holds it.
    value : str
        The offending text as it stands in the file.
    reason : Reason
    fix : Fix
    verdict : Verdict
    numbers : mapping
        What the sentence needs besides: limits, the row repeated, the reading taken.
    """

    sheet: str | None
    row: int | None
    column: str | None
    value: str
    reason: Reason
    fix: Fix
    verdict: Verdict
    numbers: Mapping[str, object] = dataclasses.field(default_factory=dict)


def positions(mask: object) -> Rows:
    """Return where `mask` is true, as positions from 0."""
    return np.flatnonzero(np.asarray(mask, dtype=bool))


def touched(findings: Iterable[Finding], size: int, verdict: Verdict) -> NDArray[np.bool_]:
    """Mark which of `size` rows have a finding of that verdict."""
    mask = np.zeros(size, dtype=bool)
    for finding in findings:
        if finding.verdict is verdict:
            mask[finding.rows] = True
    return mask
