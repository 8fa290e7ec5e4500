"""Each error of the four rooms as one sentence and a hint, in both languages, with the values it carries.

What is not here is a bug, and is shown as one. The window and the command line have different ways to mend the same
thing: a message carries the window's hint, and the command line's where that is another.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from app import errors as app
from app import questions
from app.field_words import FIELDS
from app.language import N_, Language, Text
from app.words import AUDIENCES, COLUMNS, PROJECT_TABLES, VALUES
from data import errors as data
from geo import errors as geo
from models import errors as models


class Message(NamedTuple):
    """A sentence and a hint, as catalogue messages with the error's values in braces.

    `command` is the hint where there is no window, if it is not the same.
    """

    sentence: str
    hint: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person reads."""

    sentence: str
    hint: str


def said(error: Exception, language: Language) -> Said:
    """Return what the window says of `error`: tables and fields by their labels, hints by its menus and buttons.

    Raises
    ------
    KeyError
        Nobody has put this error into words.
    """
    message = MESSAGES[type(error)]
    values = {name: _labelled(name, _in(value, language), language) for name, value in vars(error).items()}
    if isinstance(error, app.BadParameter) and (label := _label(error, language)):
        values |= {"name": label, "analysis": _title(error, language), "allowed": _allowed(error, label)}
    return Said(language.say(message.sentence, **values), language.say(message.hint, **values))


def said_to_commands(error: Exception, language: Language) -> Said:
    """Return what the command line says of `error`: everything by the name it is typed by. Raises as `said`."""
    message = MESSAGES[type(error)]
    values = {name: _shown(_in(value, language)) for name, value in vars(error).items()}
    if isinstance(error, app.BadParameter) and (label := _label(error, language)):
        values["name"] = f"{label} ({error.name})"
    return Said(language.say(message.sentence, **values), language.say(message.command or message.hint, **values))


def _label(error: app.BadParameter, language: Language) -> str:
    """Return what a form calls the setting; empty where it belongs to no question."""
    if error.analysis not in questions.names():
        return ""
    field = questions.find(error.analysis).parameters.model_fields.get(error.name)
    shown = field.json_schema_extra if field else None
    return f"“{language.say(str(shown['label']))}”" if isinstance(shown, dict) else ""


def _title(error: app.BadParameter, language: Language) -> str:
    return f"“{language.say(questions.find(error.analysis).title)}”"


def _allowed(error: app.BadParameter, label: str) -> str:
    """Return what is allowed, the setting called as the form calls it."""
    return re.sub(rf"\b{re.escape(error.name)}\b", label, error.allowed)


def _in(value: object, language: Language) -> object:
    """Return a value with every text of two languages in one of them."""
    if isinstance(value, Text):
        return getattr(value, language.code)
    return tuple(_in(each, language) for each in value) if isinstance(value, tuple) else value


def _labelled(name: str, value: object, language: Language) -> object:
    """Return a value as the window calls it; one it has no other word for as it is."""
    words = _LABELS.get(name, {})
    if isinstance(value, tuple | list | frozenset):
        return _shown(tuple(_quoted(str(each), words, language) for each in value))
    return _quoted(value, words, language) if isinstance(value, str) else _shown(value)


def _quoted(value: str, words: Mapping[str, str], language: Language) -> str:
    return f"“{language.say(words[value])}”" if value in words else value


_LABELS: Mapping[str, Mapping[str, str]] = {
    "table": PROJECT_TABLES,
    "tables": PROJECT_TABLES,
    "field": {**FIELDS, **{figure: VALUES[figure] for figure in ("poverty", "remoteness")}},
    "indicator": COLUMNS,
    "known": {**FIELDS, **PROJECT_TABLES},
    "audience": AUDIENCES,
    "kind": VALUES,
}


def _shown(value: object) -> object:
    if isinstance(value, Path):
        return value.name or str(value)
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(map(str, value)) or "–"
    return value


_SAME_MACHINE = N_("Close the other program or window, then try again.")
_OTHER_PASSPHRASE = N_("Type it again; capital letters and accents count.")
_BACKUP = N_("Nothing was changed. Choose Backups… in the project's menu, or open an earlier copy of the file.")
_BACKUP_COMMAND = N_(
    "Nothing was changed. Go back to a backup with lachan restore FILE, or to an earlier copy of the file."
)
_FORM_AGAIN = N_("Make the form again and copy the answers into it.")
_FORM_COMMAND = N_("Make the form again with lachan form FILE --commune CODE and copy the answers into it.")
_MORE_ROOM = N_("No file was left half-written. Make room or choose another folder, then try again.")
_OUR_FAULT = N_("This is a fault of the program. Please report it with the version and what you did.")

_PROJECT_FILE: Mapping[type[Exception], Message] = {
    data.PassphraseRequired: Message(
        N_("This project has no passphrase, and {tables} may only be kept encrypted."),
        N_("Give it one with Passphrase… in the project's menu, then try again."),
        N_("Give it one with: lachan protect FILE (or make it with: lachan new FILE --protect), then try again."),
    ),
    data.UnknownBatch: Message(
        N_("Neither the project nor a backup holds rows of the import {batch_id}."),
        N_("The imports of the project are: {known}."),
    ),
    data.UnknownCase: Message(
        N_("Neither the project nor a backup holds the case {case_id}."), N_("Check its code in the table cases.")
    ),
    data.MissingFile: Message(N_("There is no file {path}."), N_("Check the name and the folder.")),
    data.MissingFolder: Message(N_("The folder for {path} does not exist."), N_("Make the folder, or choose another.")),
    data.ExistingFile: Message(
        N_("{path} is already there and is not replaced."), N_("Choose another name, or move the file away first.")
    ),
    data.UnreadableFile: Message(
        N_("The system does not let {path} be read."), N_("Ask its owner for the right to read and write it.")
    ),
    data.NotAProject: Message(
        N_("{path} is not a Lá Chắn project."),
        N_("Choose a file that ends in .lachan. For other files, open a project and choose Import a file…."),
        N_("Choose a file that ends in .lachan; other files are imported."),
    ),
    data.DamagedFile: Message(
        N_("{path} is damaged: a part of it is no longer what was written."), _BACKUP, _BACKUP_COMMAND
    ),
    data.NewerFormat: Message(
        N_("{path} was written by a newer version of the program (format {found}, this one knows {known})."),
        N_("Nothing was changed. Install the newer version to open it."),
    ),
    data.PassphraseNeeded: Message(
        N_("{path} is encrypted and its passphrase was not given."),
        N_("Open the project again and type its passphrase."),
        N_("Set LACHAN_PASSPHRASE, keep it with: lachan remember FILE, or run the command where it can ask."),
    ),
    data.WrongPassphrase: Message(
        N_("The passphrase does not open {path}, or the beginning of the file is damaged."), _OTHER_PASSPHRASE
    ),
    data.EmptyPassphrase: Message(N_("The passphrase for {path} is empty."), N_("Choose one with some characters.")),
    data.FileInUse: Message(N_("Another program is using {path}."), _SAME_MACHINE),
    data.OpenElsewhere: Message(
        N_("{path} is open already: {holder}, since {since}."), N_("Close it there, then try again.")
    ),
    data.UnknownBackup: Message(N_("{path} has no backup called {name}."), N_("It has: {known}.")),
    data.OtherProject: Message(
        N_("The backup {name} is one of another project than {path}; nothing was changed."),
        N_("Choose a backup of this project, or move the file away first."),
    ),
    data.ChangedElsewhere: Message(
        N_("{path} was changed by another program since it was opened; nothing was saved."),
        N_("Open it again and repeat the last step."),
    ),
    data.ReadOnlyFile: Message(
        N_("{path} cannot be written; nothing was saved."), N_("Choose another folder, or ask for the right to write.")
    ),
    data.DiskFull: Message(N_("There is no room on the disk for {path}."), _MORE_ROOM),
    data.WriteFailed: Message(N_("The disk refused to write {path}."), _MORE_ROOM),
}
_SOURCE_FILE: Mapping[type[Exception], Message] = {
    data.MissingSource: Message(N_("There is no file {path} to import."), N_("Check the name and the folder.")),
    data.EmptySource: Message(N_("{path} is empty."), N_("Check that this is the right file, sheet or layer.")),
    data.UnreadableSource: Message(
        N_("{path} cannot be read as {format}."),
        N_("Open it in the program that made it, save it again in that form, and import the new file."),
    ),
    data.ProtectedSource: Message(
        N_("{path} is locked with a password."), N_("Save a copy without the password and import that.")
    ),
    data.UnknownEncoding: Message(
        N_("The letters of {path} are in no encoding that can be recognised."),
        N_("In Excel choose Save As, CSV UTF-8, and import the new file."),
    ),
    data.UnknownFormat: Message(N_("Files that end in {suffix} cannot be imported."), N_("Known are: {known}.")),
    data.UnknownLayer: Message(N_("{path} has no sheet or layer called {layer}."), N_("It has: {known}.")),
    data.UnknownColumn: Message(N_("{path} has no column called {column}."), N_("It has: {known}.")),
    data.MissingCrs: Message(
        N_("The shapes in {path} (layer {layer}) do not say in which coordinates they are."),
        N_("Save them again with their coordinate system (a .prj file, or a GeoPackage)."),
    ),
    data.RasterWithoutCrs: Message(
        N_("The raster {path} does not say in which coordinates it is."),
        N_("Save it again with its coordinate system."),
        N_("Save it again with its coordinate system, or state the system: --set crs=EPSG:32648."),
    ),
    data.MissingRaster: Message(
        N_("The raster {path} is no longer where it was when it was imported."),
        N_("Put it back there, or import it again from where it is now."),
    ),
    data.ChangedRaster: Message(
        N_("The raster {path} is not the file that was imported: its content is another."),
        N_("Put the former file back, or import the present one."),
    ),
    data.UnknownCrs: Message(
        N_("The coordinate system {crs} stated for {path} is not known."), N_("Give it as EPSG and number: EPSG:4326.")
    ),
    data.RepeatedSource: Message(
        N_("{path} was imported before, as {batch_id}."),
        N_("Choose in the step Decide: replace its rows, take new rows only, or take all as new."),
        N_("Add --repeat update to replace its rows, skip to take new rows only, or add to take all as new."),
    ),
    data.SimulatedProject: Message(
        N_("This project holds simulated data, so the rows of {path} are not taken in."),
        N_("Make a project of your own with New project… in the project's menu."),
        N_("Make a project of your own: lachan new FILE --province CODE."),
    ),
    data.UnreadableForm: Message(
        N_("The return form {path} does not say what it is of, or a newer version of the program made it."),
        _FORM_AGAIN,
        _FORM_COMMAND,
    ),
    data.AlteredForm: Message(
        N_("The return form {path} was altered: cell {cell} should say “{expected}” and says “{found}”."),
        _FORM_AGAIN,
        _FORM_COMMAND,
    ),
    data.ReturnKnown: Message(
        N_("The return of {commune_code} for {period} from {agency} is already there, with {rows} rows."),
        N_("Choose in the step Decide: replace it, or take what is new only."),
        N_("Replace it with --repeat update, or leave it with --repeat skip."),
    ),
    data.NotImportable: Message(
        N_("Files cannot be imported into the table {table} yet."), N_("Tables that can take files: {known}.")
    ),
    data.UnknownField: Message(N_("The table {table} has no field {field}."), N_("Its fields are: {known}.")),
    data.MissingField: Message(
        N_("Nothing says what {field} is, and the table {table} needs it."),
        N_("In the step Columns, choose its column, or give one value for all rows."),
        N_("Name its column with --map {field}=COLUMN, or give one value for all rows with --set {field}=VALUE."),
    ),
    data.IdentityColumn: Message(
        N_("The column {column} tells who a person is, so it cannot fill {field}."),
        N_("Leave it out: names, birth dates, numbers and notes become link keys or are dropped."),
    ),
    data.MissingShapes: Message(
        N_("The file {path} holds no shapes of communes."),
        N_("Give a GeoPackage, Shapefile or GeoJSON with the areas of the communes."),
    ),
    data.InvalidSetting: Message(
        N_("{field} cannot be {value} in the table {table}."),
        N_("Give another value in the step Columns."),
        N_("Choose another value with --set."),
    ),
    data.UnknownProvince: Message(N_("No province has the code {code}."), N_("The codes are: {known}.")),
    data.UnknownVintage: Message(
        N_("No list of units of {vintage} is held."), N_("Choose one of these days: {known}.")
    ),
    data.AmbiguousVintage: Message(
        N_(
            "It is not clear of which day the codes are: {in_both} are in the list before 1 July 2025 and in the"
            " present one, {only_old} only in the old one, {only_new} only in the present one, {unknown} in neither"
            " (such as {codes})."
        ),
        N_("Say on which day the codes were valid, or give the names beside the codes."),
        N_("Say on which day the codes were valid (--set vintage=2024-12-31), or give the names beside the codes."),
    ),
    data.NoCrosswalk: Message(
        N_("Nothing says what became of the units of {start} in the list of {end}."),
        N_("Only older units are brought to newer ones; for later changes, import the crosswalk."),
    ),
    data.ContradictoryCrosswalk: Message(
        N_("The crosswalk does not say one thing about the old units {codes}."),
        N_("For each old unit state either one new unit as a whole, or every new unit that received a part."),
    ),
    data.UnsourcedCorrection: Message(
        N_("The corrections for the old units {codes} lack their source or its date."),
        N_("Fill in the source and the day it was stated for each correction."),
    ),
    data.OpenPeriod: Message(
        N_("The beginning or the end of the period {period} is not known."), N_("Give both days of the period.")
    ),
    data.MissingCommunes: Message(
        N_("These communes of the demo are missing: {codes}."), N_("Give a file that holds all of them.")
    ),
}
_GEO: Mapping[type[Exception], Message] = {
    geo.LengthMismatch: Message(N_("{name} has {length} values where {expected} belong."), _OUR_FAULT),
    geo.ShapeMismatch: Message(N_("{name} has the shape {got} where {expected} belongs."), _OUR_FAULT),
    geo.InvalidLimits: Message(
        N_("{limits} cannot be limits of travel time."),
        N_("Give minutes of 0 or more, each greater than the one before."),
    ),
    geo.InvalidAmount: Message(
        N_("{name} number {position} is {value}; it must be known and not negative."),
        N_("Correct the number, or leave this place out."),
    ),
    geo.UnknownNeighbours: Message(N_("A cell has 8 or 16 neighbours, not {neighbours}."), _OUR_FAULT),
    geo.SourceOutside: Message(
        N_("A place in row {row}, column {column} lies outside the grid."),
        N_("Take a place inside the province, or a larger margin."),
    ),
    geo.UnknownCrs: Message(
        N_("The layer {layer} does not say in which coordinates it is."), N_("Import it again with its coordinates.")
    ),
    geo.MissingColumn: Message(N_("The layer has no column {column}."), _OUR_FAULT),
    geo.EmptyGeometry: Message(
        N_("Unit number {position} of the layer has no shape."), N_("Import the shapes of the communes.")
    ),
    geo.DuplicateCode: Message(
        N_("The code {code} stands twice in one layer."), N_("Import the shapes of the communes.")
    ),
    geo.InvalidPosition: Message(
        N_("Longitude {longitude:5} and latitude {latitude:5} (number {position}) lie nowhere on earth."),
        N_("Correct the position; longitude and latitude may be exchanged."),
    ),
    geo.SharedPosition: Message(
        N_("The centres number {first} and {second} lie on the same spot."), N_("Correct one of the two positions.")
    ),
    geo.NoKnownArea: Message(N_("No unit has a known area, so no shape can be drawn."), N_("Import shapes instead.")),
    geo.InvalidColour: Message(N_("{fill} is not a colour."), N_("Write it like #1f77b4.")),
    geo.NothingToDraw: Message(N_("There is nothing to draw on the map."), N_("Import the shapes of the communes.")),
    geo.InvalidKey: Message(N_("{key} cannot be the name of a layer."), _OUR_FAULT),
    geo.DuplicateKey: Message(N_("Two layers are called {key}."), _OUR_FAULT),
    geo.UnknownCode: Message(N_("The layer {layer} has no unit {code}."), _OUR_FAULT),
    geo.InvalidBounds: Message(
        N_("West {west}, south {south}, east {east}, north {north} enclose no area on earth."),
        N_("Import the shapes of the communes."),
    ),
    geo.InvalidResolution: Message(
        N_("A grid cannot have cells of {resolution} metres."), N_("Give a positive number of metres, such as 100.")
    ),
    geo.GridTooLarge: Message(
        N_("A grid of {rows} × {columns} cells is too large: at most {most} are computed at once."),
        N_("Choose larger cells or a smaller area."),
    ),
    geo.RasterUnreadable: Message(
        N_("{raster} cannot be read as a raster."), N_("Import a GeoTIFF, or save it again as one in your GIS.")
    ),
    geo.RasterWithoutCrs: Message(
        N_("{raster} does not say in which coordinates it is."),
        N_("Import it again and state its reference system, such as EPSG:32648."),
    ),
    geo.RasterOutside: Message(
        N_("{raster} does not touch the area: it covers {covered}, the area is {area} (west, south, east, north)."),
        N_("Import a raster of this province, or state the right reference system for this one."),
    ),
    geo.RasterWithoutData: Message(
        N_("{raster} has no data in the area."), N_("Import a raster that holds values for this province.")
    ),
    geo.MissingTableColumn: Message(
        N_("The table of speeds has no column {column}."), N_("It needs the columns: {needed}.")
    ),
    geo.EmptySpeedTable: Message(
        N_("The table of speeds has no row."), N_("Copy the table that comes with the program and edit the copy.")
    ),
    geo.UnknownEntry: Message(
        N_("Line {line} of the table of speeds: {entry} is not known in the column {column}."),
        N_("Write one of: {known}."),
    ),
    geo.InvalidSpeed: Message(
        N_("Line {line} of the table of speeds: {entry} in the column {column} is not a possible speed."),
        N_("Write a number of km/h above 0, or leave it empty where nobody passes."),
    ),
    geo.DuplicateClass: Message(
        N_("The table of speeds lists {listed} for {means} twice, in lines {first_line} and {line}."),
        N_("Delete one of the two lines."),
    ),
    geo.UnlistedLandCover: Message(
        N_("The table of speeds does not list the land cover classes {classes} ({cells} cells)."),
        N_("Import speeds for them, or land cover with the classes of ESA WorldCover."),
        N_(
            "Import rows for them into the table travel_speeds (lachan speeds FILE --out table.csv writes it), or land "
            "cover with the classes of ESA WorldCover."
        ),
    ),
}
_MODELS: Mapping[type[Exception], Message] = {
    models.BadShape: Message(N_("{name} has the shape {got}, expected {expected}."), _OUR_FAULT),
    models.NotFinite: Message(N_("{name} holds no number at {position}."), N_("Correct the value in the data.")),
    models.NegativeValue: Message(
        N_("{name} is negative at {position}."), N_("Counts and children cannot be negative: correct the data.")
    ),
    models.OutOfRange: Message(
        N_("{name} is {value:3} and must lie between {lower:3} and {upper:3}."), N_("Choose another value.")
    ),
    models.NotWhole: Message(N_("{name} is {value:3} and must be a whole number."), N_("Give a whole number.")),
    models.TooShortHistory: Message(
        N_("Only {at} periods lie before one that is judged; {needed} are needed."),
        N_("Import returns of earlier months, or compare with fewer years."),
    ),
    models.NoPopulation: Message(
        N_("Nobody lives in any of the units, so there is no rate."), N_("Import numbers of children first.")
    ),
    models.NoCases: Message(
        N_("Not one case was counted, so there is nothing to learn from."), N_("Choose a longer period or more kinds.")
    ),
    models.CasesWithoutPopulation: Message(
        N_("There are cases where nobody lives, at {positions}."),
        N_("Correct the number of children there, or the place of the cases."),
    ),
    models.MoreCasesThanPopulation: Message(
        N_("There are {cases} cases among {population} people at {position}."),
        N_("Give cases and controls together as the population."),
    ),
    models.BadNeighbour: Message(
        N_("Unit {unit} is given the neighbour {neighbour}, which is not another of the {units} units."),
        N_("Count positions from 0, and leave the unit itself out."),
    ),
    models.NoSites: Message(N_("{p} sites were asked for; at least one is needed."), N_("Ask for 1 or more.")),
    models.TooManySites: Message(
        N_("{p} sites were asked for and only {candidates} are allowed."), N_("Ask for fewer or allow more sites.")
    ),
    models.TooFewSites: Message(
        N_("{p} sites were asked for and {fixed} are already fixed."), N_("Ask for more or fix fewer sites.")
    ),
    models.BadSite: Message(
        N_("There is no site number {position} among {candidates} candidates."), N_("Choose one of the candidates.")
    ),
    models.ConflictingSites: Message(
        N_("The sites {positions} are both required and forbidden."), N_("Take them out of one of the two lists.")
    ),
    models.BadPlace: Message(
        N_("Place number {position}, named as {name}, is none of the {places} places."), N_("Choose one of the places.")
    ),
    models.OutOfReach: Message(
        N_("Place number {place} must be visited and takes {minutes:0} minutes; a day has {day_minutes:0}."),
        N_("Give longer days, or a place for the night nearer to it."),
    ),
    models.TooLongForDays: Message(
        N_("No route visits all of the places number {places} within {days} days."),
        N_("Give more days or longer ones, or visit fewer places."),
    ),
    models.Infeasible: Message(
        N_("No choice of {p} sites reaches every child; left over are the demand points number {demands}."),
        N_("Add candidate sites there, or choose the aim “most children within the limit”."),
        N_("Add candidate sites there, or choose --set objective=covering."),
    ),
    models.ContradictoryRules: Message(
        N_("No plan keeps these rules together: {rules}."), N_("Leave one of them out and there is a plan.")
    ),
    models.TooLittleRoom: Message(
        N_("The sites have room for {capacity} and {demand} need it, or cannot share it out."),
        N_("Allow more sites, or sites with more room."),
    ),
    models.TooFewLists: Message(
        N_("Lists that hold a case: {lists}; two at least are needed to say what none holds."),
        N_("Import the list of another agency for the same period."),
    ),
    models.TooManyLists: Message(
        N_("{lists} lists were given; more than {most} cannot be compared."),
        N_("Leave out lists, or join those of agencies that work together."),
    ),
    models.RepeatedList: Message(N_("Two lists are called {name}."), N_("Give each list its own name.")),
    models.BadPattern: Message(
        N_("Row {row} says {value:3} of the list {name}; it must be 1 (on the list) or 0 (not on it)."),
        N_("Mend the row."),
    ),
    models.PatternOfNoList: Message(
        N_("{count} cases are counted that stand on no list; their number is what is asked."), N_("Leave the row out.")
    ),
    models.UnknownTerm: Message(
        N_("{term} is no pair of the lists {lists}."), N_("Write two of them with a colon between.")
    ),
    models.NoOverlap: Message(
        N_("The lists {lists} share no case, so nothing can be said of cases on none."),
        N_("Decide which cases are of the same child, or take a longer period."),
    ),
    models.NotEstimable: Message(
        N_("With these dependences between lists there is no finite estimate: {terms}."),
        N_("Take fewer of them, or leave out a list that shares hardly any case."),
    ),
    models.TooFewPosts: Message(
        N_("{posts} posts are to be shared out, but the fewest of all communes add up to {minimum}."),
        N_("Ask for more posts, or lower the fewest posts of communes."),
    ),
    models.TooManyPosts: Message(
        N_("{posts} posts are to be shared out, but the most of all communes add up to {maximum}."),
        N_("Ask for fewer posts, or raise the most posts of communes."),
    ),
    models.MissingColumn: Message(
        N_("The table {table} lacks the column {column}."), N_("Add the column, or import the table again.")
    ),
    models.NoWeight: Message(N_("No criterion has a weight above 0."), N_("Give at least one a weight.")),
    models.NothingFound: Message(
        N_("Within {seconds} seconds no plan was found."),
        N_("Give it a longer computing time among the further settings."),
        N_("Give it more time with --set time_limit=600."),
    ),
}
_APP: Mapping[type[Exception], Message] = {
    app.UnknownAnalysis: Message(N_("There is no analysis called {name}."), N_("There are: {known}.")),
    app.BadParameter: Message(N_("{name} of {analysis} cannot be {value}."), N_("Allowed: {allowed}.")),
    app.UnknownParameter: Message(N_("{analysis} has no setting {name}."), N_("It has: {known}.")),
    app.UnknownResult: Message(N_("The project holds no result {result_id}."), N_("It holds: {known}.")),
    app.PlansToCompare: Message(
        N_("Different plans to compare: {number}. It takes {fewest} to {most}."),
        N_("Choose plans of one question in the list of results."),
        N_("Name results of one question as `lachan results` lists them."),
    ),
    app.DifferentQuestions: Message(
        N_("The plans to compare answer different questions: {analyses}."), N_("Choose plans of one question.")
    ),
    app.NotAPlan: Message(
        N_("Results of {analysis} cannot be compared: they propose nothing that may be seen here."),
        N_("Plans can be compared of: {known}. For what is internal, ask for the internal audience."),
    ),
    app.ProposesNothing: Message(
        N_("Results of {analysis} are no plans: the question measures what there is and proposes nothing."),
        N_("Plans can be compared of: {known}. What changed since another day is read from both results."),
    ),
    app.NothingToRelease: Message(
        N_("Nothing of {result_id} may leave for the audience {audience}: all of it rests on what is not public."),
        N_(
            "Run it again without what stays inside, where the question allows it (public places only; demand: "
            "children; weights of cases: 0), or export an internal file."
        ),
        N_(
            "Run it again without what stays inside, where the question has such settings (--set existing=public, "
            "--set lens=children; of visits weight_risk, weight_silence and weight_recommendations at 0), or write an "
            "internal file with --audience internal."
        ),
    ),
    app.UntaggedColumn: Message(
        N_("{column} of {table} does not say how sensitive it is, so nothing of this result leaves."), _OUR_FAULT
    ),
    app.UnknownExport: Message(N_("Files that end like {path} cannot be written."), N_("Known are: {known}.")),
    app.BadAssignment: Message(
        N_("“{text}” does not read name=value."), N_("Write for example p=5."), N_("Write for example --set p=5.")
    ),
    app.NoChildren: Message(
        N_("The project does not know how many children live where (indicator {indicator}, codes of {vintage})."),
        N_("Import a file with the children of each commune, or with the settlements and their children."),
        N_("Import the table indicators with --set indicator=children, or the table demand_points."),
    ),
    app.NoAreas: Message(
        N_("No commune (codes of {vintage}) has a shape or a centre, so no way can be measured."),
        N_("Import the shapes of the communes."),
    ),
    app.NoRaster: Message(
        N_("The project has no raster of the role {role}."),
        N_("Import one, or let the program compute speeds from land cover and roads."),
        N_("Import one: lachan import FILE rasters PATH --set role={role}; or leave friction=table."),
    ),
    app.UnknownCommune: Message(
        N_("The project has no commune with the code {code}."), N_("Its communes have the codes: {known}.")
    ),
    app.NoCandidates: Message(
        N_("No candidate site ({candidates}) with a position may be used."),
        N_("Import places marked as candidates, or choose kinds of place as candidate sites."),
        N_("Import the table facilities with status candidate, or name kinds: --set candidates=communal_house,school."),
    ),
    app.NoCounts: Message(
        N_("The project holds no case counts for this question (kind: {kind}; codes of {vintage})."),
        N_("Import case counts, or choose another period or kind."),
        N_("Import the table case_counts, or choose another period or kind."),
    ),
    app.NoJustification: Message(
        N_("The indicator {indicator} says who people are (ethnicity, religion) and no reason for using it is given."),
        N_("Leave it out, or state in writing why it is needed and who decided so."),
        N_("Leave it out of covariates, or state the reason with --set ethnicity_justification=TEXT."),
    ),
    app.NoMonthlyCounts: Message(
        N_("No count of cases received is of one month or less (kind: {kind}; rows of longer times: {longer})."),
        N_("Import returns by month, or choose another kind, agency or period."),
    ),
    app.NoReportingPrior: Message(
        N_(
            "True cases cannot be estimated: nobody has stated what share of all cases is reported, "
            "and counts cannot tell."
        ),
        N_("State a range you are nine tenths sure of, such as from 10% to 30%, or ask for silent communes only."),
        N_("Give --set reporting_lower=10 --set reporting_upper=30 (your own range), or --set part=silent."),
    ),
    app.OverlappingPeriods: Message(
        N_("Unit {unit_code} has two counts of the same thing for overlapping days: {first} and {second}."),
        N_("Choose a period that holds only one of them, or remove one."),
    ),
    app.NoLens: Message(
        N_("The project does not know the demand seen this way yet ({lens})."),
        N_("Run the question “{question}” first; the latest answer is taken."),
        N_("Run it first: lachan run FILE {analysis}."),
    ),
    app.LensNotStated: Message(
        N_("The question “{question}” was answered, but without what this demand rests on ({lens})."),
        N_("Ask it again and state: {settings}."),
        N_("Run it again with --set reporting_lower=10 --set reporting_upper=30 (your own range)."),
    ),
    app.NoOfficers: Message(
        N_("Nobody of these roles is in post on that day ({roles}; {day})."),
        N_("Import the table of officers, or name other roles or another day."),
        N_("Import the table officers, or set others: --set roles=child_protection --set on=2025-12-31."),
    ),
    app.NoTopics: Message(
        N_("It is not known what courses are to be about."),
        N_("Name the topics, or import the skills of officers."),
        N_("Name them (--set topics=counselling) or import the table skills."),
    ),
    app.NoVenues: Message(
        N_("There is no public place of these kinds with a position: {kinds}."),
        N_("Choose other kinds of place, or import places with positions."),
    ),
    app.NoCoursesAhead: Message(
        N_("No course of these topics is planned for a day after {day}."),
        N_("Let courses be proposed, or import the table of courses that lie ahead."),
        N_("Let them be proposed (--set courses=proposed), or import the table courses."),
    ),
    app.NoTargets: Message(
        N_("The project states no targets."), N_("Import the table of targets: indicator, value, due date.")
    ),
    app.OneCase: Message(N_("Both codes name the same case, {case_id}."), N_("Name two cases, one after the other.")),
    app.TooSparse: Message(
        N_(
            "The lists are too sparse to say how many are on none: two of them share {smallest_overlap} "
            "(7 are needed), and {recorded} are recorded (50 are needed)."
        ),
        N_("Take a longer period or every kind of case, or leave out the list that shares so few."),
    ),
    app.BadOverlaps: Message(
        N_("“{text}” does not say how many cases lists share."),
        N_(
            "Write each list, then what they share, all that stand on both: police=120; health=80; police+health=30. "
            "Lists cannot share more than they hold."
        ),
    ),
    app.BadReferrals: Message(
        N_("“{text}” does not say which agency sends cases to which."),
        N_("Write police>health, with ; between several, or “none” if no agency sends cases to another."),
    ),
    app.UnknownAgency: Message(N_("There is no list of {agency}."), N_("There are lists of: {known}.")),
    app.NoKeyring: Message(
        N_("This computer keeps no passphrases, or not this one."),
        N_("Type the passphrase each time the project is opened."),
        N_("Use LACHAN_PASSPHRASE, or type it each time."),
    ),
    app.NoDisplay: Message(
        N_("This computer has no display for a window."),
        N_("Start from a desktop session."),
        N_("Start from a desktop session, or use the commands: lachan --help."),
    ),
    app.PdfUnavailable: Message(
        N_("This computer cannot print the PDF ({reason})."),
        N_("Export the map page (HTML) instead: it prints the same plan. Open it in a browser and print it there."),
        N_("lachan doctor says what is missing. The web page prints the same plan: open it and print it."),
    ),
    app.TooManyShelters: Message(
        N_("{asked} asked for, and there are only {candidates} candidate sites."),
        N_("Ask for fewer new sites, or import more places marked as candidates."),
        N_("Set a smaller p, or import more rows of the table facilities with status candidate."),
    ),
    app.TooManyRequired: Message(
        N_("{asked} asked for, and {required} are required: {sites}."),
        N_("Ask for more sites, or require fewer."),
        N_("Set a larger p, or name fewer sites in required."),
    ),
    app.NoPosition: Message(
        N_("The position of {name} is not known, so no route can lead there."),
        N_("Import its shape or its centre, or leave it out of base, nights and what must be visited."),
    ),
    app.NoScores: Message(
        N_("Nothing says that a visit to any commune is worth it (weighed, but never asked: {missing})."),
        N_("Run the questions “expected” and “hidden” first, or give weight to the time since the last visit."),
        N_("Run first: lachan run FILE expected and lachan run FILE hidden; or --set weight_since_visit=2."),
    ),
    app.NotTogether: Message(
        N_("No route visits all of these within {days} days: {names}."),
        N_("Give more days or hours, less time in each commune, places for the nights, or visit fewer of them."),
    ),
    app.NotWithinADay: Message(
        N_("{name} must be visited and is too far: there and back takes {minutes} minutes, a day has {hours:1} hours."),
        N_("Give more hours a day, or a place for the night nearer to it."),
    ),
    app.NoWay: Message(
        N_("{name} must be visited, and no way leads there by these means of travel."),
        N_("Choose other means of travel or another season, or check roads, rivers and the position of the commune."),
    ),
    app.UnknownRole: Message(
        N_("No officer of these communes has or had the role {role}."),
        N_("Import the table of officers, or choose a role there is: {known}."),
        N_("Import the table officers, or set a role there is ({known}): --set role=child_protection."),
    ),
    app.NoWorkload: Message(
        N_("Nothing that is known of the communes has a weight, so nobody has more work than another."),
        N_("Give children or ways to services a weight above 0; cases need their own question answered first."),
        N_("Set weight_children or weight_remoteness above 0; cases need lachan run FILE expected first."),
    ),
    app.CasesAlone: Message(
        N_("No post is proposed from cases alone: they would go to those who report ({lens})."),
        N_("Give children or ways to services a weight above 0 too."),
        N_("Set weight_children or weight_remoteness above 0 too."),
    ),
    app.LimitsCross: Message(
        N_("The fewest posts are more than the most in: {communes}."),
        N_("Lower the fewest or raise the most for them."),
    ),
    app.NoPostsAllowed: Message(
        N_("{posts} posts are to be shared out, but no commune may get any."),
        N_("Allow some communes posts, or ask for none."),
    ),
    app.PostsBelowMinimum: Message(
        N_("{posts} posts are to be shared out, but {minimum} are promised to: {communes}."),
        N_("Ask for more posts, or promise these communes fewer."),
    ),
    app.PostsAboveMaximum: Message(
        N_("{posts} posts are to be shared out, but only {maximum} are allowed, in: {communes}."),
        N_("Ask for fewer posts, or allow the communes more."),
    ),
    app.UnknownSites: Message(
        N_("No existing or candidate site with a public address has the code {codes}."),
        N_("Copy codes from the tables of sites and candidates. There are: {known}."),
    ),
    app.RequiredAndForbidden: Message(
        N_("These sites are both required and forbidden: {codes}."), N_("Take them out of one of the two lists.")
    ),
    app.NoFigure: Message(
        N_("The plan asks for a figure that the project does not state: {field}."),
        N_("Import it, or leave out the rule that asks for it."),
    ),
    app.RulesContradict: Message(
        N_("No plan keeps all of these rules together: {rules}."),
        N_("Leave one of them out and there is a plan. Or ask for more sites, a longer limit or more candidate sites."),
    ),
    app.OneRuleBroken: Message(
        N_("No plan keeps this rule: {rule}."),
        N_("Ask less of it, allow more sites, or import candidate sites there."),
    ),
    app.SitesOutOfReach: Message(
        N_("No choice of {p} sites in all is reached by all children; left over are children of: {communes}."),
        N_("Add candidate sites there, or choose the aim “most children within the limit”."),
        N_("Add candidate sites there, or choose --set objective=covering."),
    ),
    app.RoomTooSmall: Message(
        N_(
            "The roomiest sites that may open together have room for {places} children in all, and {children} need "
            "it; most of them live in: {communes}."
        ),
        N_("Ask for more sites, add sites with more room there, or let each place stand for more children."),
        N_("Set a larger p or children_per_place, or import sites with more room there."),
    ),
    app.RoomNotShared: Message(
        N_(
            "The roomiest sites that may open together have room for {places} children in all, and {children} need "
            "it, but it cannot be shared out: the children of one settlement go to one site together."
        ),
        N_("Ask for more sites, add sites with more room, or let each place stand for more children."),
        N_("Set a larger p or children_per_place, or import sites with more room."),
    ),
    app.NeedAboveRoom: Message(
        N_(
            "The roomiest site that may open and can be reached from there has room for {room} children, but "
            "{children} live in {place} alone, and go to one site together."
        ),
        N_("Add a site with more room there, or let each place stand for more children."),
        N_("Import a site with more room there, or set a larger children_per_place."),
    ),
    app.NothingWithin: Message(
        N_("No candidate site lies within {minutes} minutes of any child; most children live in: {communes}."),
        N_("Add candidate sites there, or choose a longer limit."),
        N_("Import candidate sites there, or set a longer limit: --set limit=120."),
    ),
    app.PassphrasesDiffer: Message(N_("The two passphrases are not the same."), N_("Type them again.")),
}

MESSAGES: Mapping[type[Exception], Message] = {**_PROJECT_FILE, **_SOURCE_FILE, **_GEO, **_MODELS, **_APP}
