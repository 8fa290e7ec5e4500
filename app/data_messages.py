"""What is said of errors in project files and in files to be imported: `DATA_MESSAGES`.

One message a class of the tree in `data.errors`; `app.messages` joins them with those of the other rooms.
"""

from collections.abc import Mapping

from app.language import N_
from app.message_parts import Message
from data import errors as data

_SAME_MACHINE = N_("Close the other program or window, then try again.")
_OTHER_PASSPHRASE = N_("Type it again; capital letters and accents count.")
_BACKUP = N_("Nothing was changed. Choose Backups… in the project's menu, or open an earlier copy of the file.")
_BACKUP_COMMAND = N_(
    "Nothing was changed. Go back to a backup with lachan restore FILE, or to an earlier copy of the file."
)
_FORM_AGAIN = N_("Make the form again and copy the answers into it.")
_FORM_COMMAND = N_("Make the form again with lachan form FILE --commune CODE and copy the answers into it.")
_MORE_ROOM = N_("No file was left half-written. Make room or choose another folder, then try again.")

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
DATA_MESSAGES: Mapping[type[Exception], Message] = {**_PROJECT_FILE, **_SOURCE_FILE}
