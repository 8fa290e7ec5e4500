"""What an import says of a row: why it was set aside or flagged, and what to do about it.

One message a reason and a fix of `data.issues`; a test walks them all. The window and the command line mend some
things in different ways: `fix_text` says the window's, `command_fix_text` the command line's.
"""

from collections.abc import Mapping

from app.language import N_, Language
from data.issues import Fix, Issue, Reason

REASONS: Mapping[Reason, str] = {
    Reason.MISSING: N_("A value is missing."),
    Reason.NOT_A_NUMBER: N_("“{value}” is not a number."),
    Reason.NOT_WHOLE: N_("“{value}” is not a whole number."),
    Reason.NOT_A_DATE: N_("“{value}” is not a date."),
    Reason.NOT_YES_OR_NO: N_("“{value}” is neither yes nor no."),
    Reason.NOT_A_CHOICE: N_("“{value}” is not one of: {choices}."),
    Reason.TOO_SMALL: N_("“{value}” is below {minimum}."),
    Reason.TOO_LARGE: N_("“{value}” is above {maximum}."),
    Reason.ENDS_BEFORE_START: N_("“{value}” lies before its beginning, {start}."),
    Reason.HALF_A_POSITION: N_("Of longitude and latitude one is missing."),
    Reason.UNKNOWN_UNIT: N_("“{value}” is no unit of this project."),
    Reason.OTHER_VINTAGE: N_("“{value}” is a code of another date than {vintage}."),
    Reason.OTHER_PROVINCE: N_("“{value}” is a unit of another province."),
    Reason.LOOKS_LIKE_A_NAME: N_("An officer's code looks like a person's name; names are never stored."),
    Reason.LOOKS_LIKE_IDENTITY: N_("The cell may tell who a person is; its text is not kept."),
    Reason.TOO_MANY_CELLS: N_("The row has more cells than the header."),
    Reason.DUPLICATE: N_("The row repeats one that is already there."),
    Reason.CONTRADICTION: N_("The row says something else than one already there about the same thing."),
    Reason.DUPLICATE_CODE: N_("The code “{value}” stands in more than one row; which is right cannot be known."),
    Reason.EMPTY_SHAPE: N_("The shape is empty."),
    Reason.NOT_A_POLYGON: N_("The shape is not an area."),
    Reason.NOT_A_LINE: N_("The shape is not a line."),
    Reason.NOT_A_LINE_OR_AREA: N_("The shape is neither a line nor an area."),
    Reason.NOT_ON_EARTH: N_("The shape lies nowhere on earth."),
    Reason.RASTER_WITHOUT_DATA: N_("No cell of the raster has a value."),
    Reason.ELEVATION_OUT_OF_RANGE: N_(
        "The heights run from {low} to {high} m; on earth they lie between {minimum} and {maximum} m."
    ),
    Reason.PEOPLE_BELOW_ZERO: N_("The raster counts fewer than 0 people in some cells, down to {low}."),
    Reason.NOT_CLASSES: N_(
        "Classes of land cover are whole numbers from {minimum} to {maximum}; "
        "the raster has values from {low} to {high}."
    ),
    Reason.FRICTION_BELOW_ZERO: N_("The friction is below 0 in some cells, down to {low}."),
    Reason.SPEED_NOT_ABOVE_ZERO: N_(
        "“{value}” is no speed: it must be above 0 km/h, or blank where nobody goes this way."
    ),
    Reason.SPEED_OF_BARRIER: N_("The row is a barrier and has a speed, “{value}”."),
    Reason.NOT_A_CLASS: N_("“{value}” is no class of land cover: these are whole numbers such as 10, 20, 30."),
    Reason.NOT_A_POSITION: N_("“{value}” is no position."),
    Reason.COORDINATES_PROPOSED: N_("The positions look like {system} (crs={setting}): {percent}% then lie as stated."),
    Reason.COORDINATES_UNDECIDED: N_("The positions fit several systems, up to {metres} m apart: {systems}."),
    Reason.FORMULA: N_("The cell holds a formula, so what its writer saw is not certain."),
    Reason.ANSWERS_DISAGREE: N_("The answer “{value}” does not agree with the lines on cases."),
    Reason.LIKE_A_CHOICE: N_("“{value}” is not a known word here; the nearest is “{nearest}”."),
    Reason.NAME_TIE: N_("“{value}” is the name of more than one unit: {candidates}."),
    Reason.NAME_UNSURE: N_("“{value}” may mean: {candidates}."),
    Reason.NAME_UNKNOWN: N_("No unit of this province is called anything like “{value}”."),
    Reason.CODE_AND_NAME_DIFFER: N_("The code in this row is that of {listed}, not of “{value}”."),
    Reason.UNIT_SPLIT: N_("“{value}” was split in 2025, and nothing says into which part this goes: {candidates}."),
    Reason.NOT_A_PERIOD: N_("“{value}” is no period."),
    Reason.PERCENT_UNDECIDED: N_(
        "“{value}” may be percent or a part of 1: nothing says which, and no figure is above 1."
    ),
    Reason.ALREADY_THERE: N_("A row about the same thing is already there and says something else."),
    Reason.DATES_OUT_OF_ORDER: N_("“{value}” lies before {earlier}, which must come first."),
    Reason.HANDLED_ABOVE_RECEIVED: N_(
        "Handled, {parts}, is more than received, {total}; cases of an earlier period may be among them."
    ),
    Reason.CONVICTED_ABOVE_PROSECUTED: N_("Convicted persons, {parts}, are more than defendants prosecuted, {total}."),
    Reason.KINDS_ABOVE_ALL: N_("The single kinds add up to {parts}, more than all kinds, {total}."),
    Reason.SEXES_ABOVE_WHOLE: N_("Girls and boys add up to {parts}, more than the whole, {total}."),
    Reason.TRAINED_ABOVE_OFFICERS: N_("Officers trained, {parts}, are more than all officers, {total}."),
    Reason.PART_ABOVE_WHOLE: N_("A part, {parts}, is more than its whole, {total}."),
    Reason.UNKNOWN_REFERENCE: N_("The table {table} has no “{value}”."),
    Reason.CODE_PADDED: N_("The code “{value}” was read as {taken}: Excel drops leading zeros."),
    Reason.NUMBER_AMBIGUOUS: N_("“{value}” can be read in two ways; it was read as {taken}."),
    Reason.NO_POSITION: N_("It has no position, so it is not on the map."),
    Reason.POSITION_OF_SHAPE: N_("The position is that of the shape, not of the columns."),
    Reason.OUTSIDE_COMMUNE: N_("The position lies outside the commune it is said to be in."),
    Reason.OUTSIDE_UNITS: N_("The position lies outside every commune of the project."),
    Reason.SHAPE_REPAIRED: N_("The shape crossed itself and was repaired."),
    Reason.CENTRE_OUTSIDE_SHAPE: N_("The commune's known centre lies outside this shape."),
    Reason.DEFAULT_USED: N_("The file does not say; “{value}” was used for {rows} rows."),
    Reason.DAY_ASSUMED: N_("Rows with a month for a day: {rows}; its first day was taken, or its last for an end."),
    Reason.SHARE_TO_PERCENT: N_("Rows with parts of 1: {rows}; they are kept in percent, 0.5 as 50."),
    Reason.PERCENT_TAKEN: N_("Rows with a percent sign: {rows}; the number before the sign was taken."),
    Reason.FROM_TITLE: N_("The title above the table says “{value}”; it was used for {rows} rows."),
    Reason.UNIT_CONVERTED: N_("“{value}” is a unit from before July 2025; it was read as {taken}."),
    Reason.UNIT_KEPT: N_("“{value}” was split in 2025: {candidates}. The row stays with the old unit."),
    Reason.NOT_CONVERTED: N_("The row stays with its old unit: it cannot be brought to a present one."),
    Reason.COUNT_SHARED: N_(
        "The unit was split in 2025. Its parts now count, with all else that went to them (least–most possible): "
        "{parts}."
    ),
    Reason.RATE_CONVERTED: N_(
        "The rate was made anew for the present commune from numerators and denominators ({denominator})."
    ),
    Reason.RATE_KEPT: N_(
        "The rate stays with its old unit: to make one of the present commune, this needs, of the same day and of all "
        "old units in it, one of: {wanted}."
    ),
    Reason.VINTAGE_RECOGNISED: N_("Codes and names are those of the list of {value}."),
    Reason.ROWS_CONVERTED: N_(
        "Counts of present communes made from the old ones: {made}; {whole} old units went over whole, {split} shared "
        "(by weights stated {stated}, by children {children}, by area {area}, equally {equal})."
    ),
    Reason.UNITS_NOT_FOUND: N_(
        "Rows of units that were not found hold {amount} of {total} ({percent:1}%) of “{indicator}”."
    ),
    Reason.SEXES_ADDED: N_("Counts of boys and girls were added up: {columns}."),
    Reason.ROWS_REPLACED: N_("Rows that were there before and were replaced: {replaced}."),
    Reason.VINTAGE_ASSUMED: N_("The codes were taken to be those of {value}, as in the project."),
    Reason.IDENTIFIER_MADE: N_("Rows without a code of their own: {rows}; one was made for each."),
    Reason.FIELD_NOT_USED: N_("This column is not read for this table."),
    Reason.IDENTITY_DROPPED: N_("This column tells who a person is: it became link keys at most, and is not stored."),
    Reason.COLUMN_IGNORED: N_("No field asks for this column; it is not stored."),
    Reason.LAYERS_NOT_READ: N_("Other sheets or layers were not read: {layers}."),
    Reason.STILL_SCHEMATIC: N_("Communes without a shape of their own: {missing}. The boundaries stay schematic."),
    Reason.SHEETS_ALIKE: N_("Other sheets have the same columns and were not read: {layers}."),
    Reason.TEXT_CONVERTED: N_(
        "The letters were recognised as {encoding}: of {words} accented words, {syllables} are Vietnamese."
    ),
    Reason.BLANK_ROW: N_("The row is blank."),
    Reason.HEADER_ROW: N_("The row repeats the header."),
    Reason.NUMBERING_ROW: N_("The row numbers the columns."),
    Reason.TOTALS_ROW: N_("The row holds totals."),
    Reason.GROUP_ROW: N_("The row names a group of the rows below it."),
    Reason.NOTE_ROW: N_("The row is a note or a signature under the table."),
    Reason.TOTAL_DIFFERS: N_("The total is {stated}, but its rows add up to {added}."),
}
FIXES: Mapping[Fix, str] = {
    Fix.CORRECT_VALUE: N_("Correct the value in the file and import the row again."),
    Fix.CORRECT_CODE: N_("Correct the code in the file and import the row again."),
    Fix.CORRECT_ROW: N_("Correct the row in the file and import it again."),
    Fix.FILL_VALUE: N_("Fill in the value in the file, or give one for all rows in the step Columns."),
    Fix.TYPE_NUMBER: N_("Type the number itself into the cell and import the form again."),
    Fix.MAKE_AGREE: N_("Correct the answer or the lines and import the form again."),
    Fix.CHECK_BOTH: N_("Check both numbers."),
    Fix.IMPORT_OTHER: N_("Import the table that lists it, or correct the code."),
    Fix.REMOVE_DUPLICATE: N_("Keep the right row only."),
    Fix.CHECK_VALUE: N_("Check that it was read as meant."),
    Fix.CHECK_POSITION: N_("Check the position and the commune."),
    Fix.CHECK_SHAPE: N_("Check the shape."),
    Fix.CHECK_RASTER: N_(
        "Check that it is the right file for what it shows, and that cells without a value hold its no-data value."
    ),
    Fix.STATE_VALUE: N_("If that is wrong, give another value in the step Columns."),
    Fix.CHOOSE_LAYER: N_("To import them too, choose the sheet or layer in the step Columns."),
    Fix.DECIDE_NAME: N_("Write the code of the commune that is meant in the row and import it again."),
    Fix.DECIDE_WORD: N_("Write the word that is meant in the row and import it again."),
    Fix.DECIDE_UNIT: N_("Write the present commune in the row and import it again."),
    Fix.CHECK_SHARES: N_("If you know the parts, state them as a correction of the crosswalk."),
    Fix.IMPORT_DENOMINATOR: N_("Import those numbers of the old units, then the rate again."),
    Fix.NAME_UNITS: N_("Say of the rows set aside which units are meant; what stays aside is in no sum."),
    Fix.UPDATE_ROWS: N_("Keep the right row only."),
    Fix.STATE_SYSTEM: N_("Go back and choose the coordinate system."),
    Fix.STATE_UNIT: N_("Give the unit of measure in the step Columns: “%”, or “share” for parts of 1."),
    Fix.CHECK_TOTAL: N_("Compare the rows with the total: a row is missing, or one of them is wrong."),
    Fix.CHECK_LETTERS: N_("Check that the accents are right; if not, save the file as UTF-8 and import it again."),
    Fix.NOTHING: N_("Nothing to do."),
}
COMMAND_FIXES: Mapping[Fix, str] = {
    Fix.FILL_VALUE: N_("Fill in the value and import the row again, or give one for all rows with --set."),
    Fix.STATE_VALUE: N_("If that is wrong, import again with --set."),
    Fix.CHOOSE_LAYER: N_("Import them with --layer."),
    Fix.DECIDE_NAME: N_('Say which one is meant: --set "{field}:{value}=CODE". It is remembered for the next file.'),
    Fix.DECIDE_WORD: N_('If that is meant: --set "{field}:{value}={nearest}".'),
    Fix.STATE_UNIT: N_('Say which and import again: --set "unit=%", or --set unit=share for parts of 1.'),
    Fix.UPDATE_ROWS: N_("To take the new row instead, import again with --repeat update."),
    Fix.STATE_SYSTEM: N_("Say which system it is and import again: --set crs=CODE, with “ swapped” after it as shown."),
}
"""Where the command line has another way than the window."""
MENDING_FIXES: Mapping[Fix, str] = {
    Fix.CORRECT_VALUE: N_("Correct the value: in this window, or in the file and import the row again."),
    Fix.CORRECT_CODE: N_("Correct the code: in this window, or in the file and import the row again."),
    Fix.CORRECT_ROW: N_("Correct the row: in this window, or in the file and import it again."),
    Fix.FILL_VALUE: N_("Fill in the value: in this window, in the file, or for all rows in the step Columns."),
}
"""Where a row that is set aside can be mended in the window."""


HOLDS = N_("The row counts {holds}.")
"""Said after why the unit of a row of counts was not found."""


def reason_text(issue: Issue, language: Language) -> str:
    """Return why, as a sentence."""
    why = language.say(REASONS[issue.reason], **_values(issue))
    return f"{why} {language.say(HOLDS, **_values(issue))}" if "holds" in issue.numbers else why


def fix_text(issue: Issue, language: Language) -> str:
    """Return what to do in the window, as a sentence."""
    return _fix(FIXES[issue.fix], issue, language)


def mending_fix_text(issue: Issue, language: Language) -> str:
    """Return what to do about a row that can be mended in the window, as a sentence."""
    return _fix(MENDING_FIXES.get(issue.fix, FIXES[issue.fix]), issue, language)


def command_fix_text(issue: Issue, language: Language) -> str:
    """Return what to do at the command line, as a sentence."""
    return _fix(COMMAND_FIXES.get(issue.fix, FIXES[issue.fix]), issue, language)


def _fix(message: str, issue: Issue, language: Language) -> str:
    return language.say(message, **{"field": issue.column or "", "nearest": "", **_values(issue)})


def _values(issue: Issue) -> dict[str, object]:
    listed = {name: _shown(value) for name, value in issue.numbers.items()}
    return {"value": issue.value, **listed}


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else value
