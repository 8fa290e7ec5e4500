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
    Reason.TOO_MANY_CELLS: N_("The row has more cells than the header."),
    Reason.DUPLICATE: N_("The row repeats one that is already there."),
    Reason.CONTRADICTION: N_("The row says something else than one already there about the same thing."),
    Reason.DUPLICATE_CODE: N_("The code “{value}” stands in more than one row; which is right cannot be known."),
    Reason.EMPTY_SHAPE: N_("The shape is empty."),
    Reason.NOT_A_POLYGON: N_("The shape is not an area."),
    Reason.NOT_ON_EARTH: N_("The shape lies nowhere on earth."),
    Reason.CODE_PADDED: N_("The code “{value}” was read as {taken}: Excel drops leading zeros."),
    Reason.NUMBER_AMBIGUOUS: N_("“{value}” can be read in two ways; it was read as {taken}."),
    Reason.NO_POSITION: N_("It has no position, so it is not on the map."),
    Reason.POSITION_OF_SHAPE: N_("The position is that of the shape, not of the columns."),
    Reason.OUTSIDE_COMMUNE: N_("The position lies outside the commune it is said to be in."),
    Reason.OUTSIDE_UNITS: N_("The position lies outside every commune of the project."),
    Reason.SHAPE_REPAIRED: N_("The shape crossed itself and was repaired."),
    Reason.CENTRE_OUTSIDE_SHAPE: N_("The commune's known centre lies outside this shape."),
    Reason.DEFAULT_USED: N_("The file does not say; “{value}” was used for {rows} rows."),
    Reason.VINTAGE_ASSUMED: N_("The codes were taken to be those of {value}, as in the project."),
    Reason.IDENTIFIER_MADE: N_("Rows without a code of their own: {rows}; one was made for each."),
    Reason.FIELD_NOT_USED: N_("This column is not read for this table."),
    Reason.LAYERS_NOT_READ: N_("Other sheets or layers were not read: {layers}."),
    Reason.STILL_SCHEMATIC: N_("Communes without a shape of their own: {missing}. The boundaries stay schematic."),
}
FIXES: Mapping[Fix, str] = {
    Fix.CORRECT_VALUE: N_("Correct the value in the file and import the row again."),
    Fix.CORRECT_CODE: N_("Correct the code in the file and import the row again."),
    Fix.CORRECT_ROW: N_("Correct the row in the file and import it again."),
    Fix.FILL_VALUE: N_("Fill in the value in the file, or give one for all rows in the step Columns."),
    Fix.REMOVE_DUPLICATE: N_("Keep the right row only."),
    Fix.CHECK_VALUE: N_("Check that it was read as meant."),
    Fix.CHECK_POSITION: N_("Check the position and the commune."),
    Fix.CHECK_SHAPE: N_("Check the shape."),
    Fix.STATE_VALUE: N_("If that is wrong, give another value in the step Columns."),
    Fix.CHOOSE_LAYER: N_("To import them too, choose the sheet or layer in the step Columns."),
    Fix.NOTHING: N_("Nothing to do."),
}
COMMAND_FIXES: Mapping[Fix, str] = {
    Fix.FILL_VALUE: N_("Fill in the value and import the row again, or give one for all rows with --set."),
    Fix.STATE_VALUE: N_("If that is wrong, import again with --set."),
    Fix.CHOOSE_LAYER: N_("Import them with --layer."),
}
"""Where the command line has another way than the window."""


def reason_text(issue: Issue, language: Language) -> str:
    """Return why, as a sentence."""
    return language.say(REASONS[issue.reason], **_values(issue))


def fix_text(issue: Issue, language: Language) -> str:
    """Return what to do in the window, as a sentence."""
    return language.say(FIXES[issue.fix])


def command_fix_text(issue: Issue, language: Language) -> str:
    """Return what to do at the command line, as a sentence."""
    return language.say(COMMAND_FIXES.get(issue.fix, FIXES[issue.fix]))


def _values(issue: Issue) -> dict[str, object]:
    listed = {name: _shown(value) for name, value in issue.numbers.items()}
    return {"value": issue.value, **listed}


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else value
