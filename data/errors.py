"""What can go wrong with data: small classes that carry values, never sentences.

::

    DataError
    ├── PassphraseRequired(tables)
    ├── UnknownBatch(batch_id, known)
    ├── UnknownCase(case_id)
    └── ProjectFileError(path)
        ├── MissingFile
        ├── MissingFolder
        ├── ExistingFile
        ├── UnreadableFile
        ├── NotAProject
        ├── DamagedFile
        ├── NewerFormat(path, found, known)
        ├── PassphraseNeeded
        ├── WrongPassphrase
        ├── EmptyPassphrase
        ├── FileInUse
        ├── OpenElsewhere(path, holder, since)
        ├── UnknownBackup(path, name, known)
        ├── OtherProject(path, name)
        ├── ChangedElsewhere
        ├── ReadOnlyFile
        ├── DiskFull
        └── WriteFailed
"""

from pathlib import Path


class DataError(Exception):
    """Any trouble with data that a person can do something about."""


class PassphraseRequired(DataError):
    """The project holds something sensitive and its file has no passphrase."""

    def __init__(self, tables: tuple[str, ...]) -> None:
        super().__init__(tables)
        self.tables = tables


class UnknownBatch(DataError):
    """Neither the project nor its backups hold a row of this import; `known` lists the batches of the project."""

    def __init__(self, batch_id: str, known: tuple[str, ...]) -> None:
        super().__init__(batch_id, known)
        self.batch_id = batch_id
        self.known = known


class UnknownCase(DataError):
    """Neither the project nor its backups hold this case."""

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id


class ProjectFileError(DataError):
    """Any trouble with one project file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class MissingFile(ProjectFileError):
    """There is no file at this path."""


class MissingFolder(ProjectFileError):
    """The folder that would hold this file does not exist."""


class ExistingFile(ProjectFileError):
    """A new project was to be made where a file already is."""


class UnreadableFile(ProjectFileError):
    """The system does not let this file be read."""


class NotAProject(ProjectFileError):
    """The file is something else."""


class DamagedFile(ProjectFileError):
    """The file is a project, and part of it is no longer what was written."""


class NewerFormat(ProjectFileError):
    """The file was written by a later version of the program."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(path)
        self.args = (path, found, known)
        self.found = found
        self.known = known


class PassphraseNeeded(ProjectFileError):
    """The file is encrypted and no passphrase was given."""


class WrongPassphrase(ProjectFileError):
    """The passphrase does not open the file (or the file's first bytes are damaged: the two look alike)."""


class EmptyPassphrase(ProjectFileError):
    """A passphrase was given and has no characters."""


class FileInUse(ProjectFileError):
    """Another program is writing to the file."""


class OpenElsewhere(ProjectFileError):
    """The project is open already: `holder` is user@computer, `since` a moment as that computer's clock says it."""

    def __init__(self, path: Path, holder: str, since: str) -> None:
        super().__init__(path)
        self.args = (path, holder, since)
        self.holder = holder
        self.since = since


class UnknownBackup(ProjectFileError):
    """The project has no backup called `name`; `known` lists those it has."""

    def __init__(self, path: Path, name: str, known: tuple[str, ...]) -> None:
        super().__init__(path)
        self.args = (path, name, known)
        self.name = name
        self.known = known


class OtherProject(ProjectFileError):
    """The backup called `name` is one of another project; nothing was changed."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path)
        self.args = (path, name)
        self.name = name


class ChangedElsewhere(ProjectFileError):
    """Another program has written to the file since it was opened; nothing was saved."""


class ReadOnlyFile(ProjectFileError):
    """The file or its folder cannot be written to; nothing was saved."""


class DiskFull(ProjectFileError):
    """There is no room left on the disk; nothing was saved."""


class WriteFailed(ProjectFileError):
    """The disk refused a write; nothing was saved."""


# Reading a file and importing its rows.
#
#     DataError
#     ├── SourceFileError(path)
#     │   ├── MissingSource
#     │   ├── EmptySource
#     │   ├── UnreadableSource(path, format, row)
#     │   ├── ProtectedSource
#     │   ├── UnknownEncoding
#     │   ├── UnknownFormat(path, suffix, known)
#     │   ├── UnknownLayer(path, layer, known)
#     │   ├── UnknownColumn(path, column, known)
#     │   ├── MissingCrs(path, layer)
#     │   │   └── RasterWithoutCrs
#     │   ├── UnknownCrs(path, crs)
#     │   ├── MissingRaster(path, role)
#     │   ├── ChangedRaster(path, role, expected, found)
#     │   ├── MissingShapes
#     │   ├── UnreadableForm
#     │   ├── AlteredForm(path, cell, expected, found)
#     │   ├── ReturnKnown(path, commune_code, period, agency, rows)
#     │   ├── RepeatedSource(path, batch_id)
#     │   └── SimulatedProject
#     └── TableError(table)
#         ├── NotImportable(table, known)
#         ├── UnknownField(table, field, known)
#         ├── MissingField(table, field)
#         ├── IdentityColumn(table, field, column)
#         └── InvalidSetting(table, field, value, reason)


class SourceFileError(DataError):
    """A file to be imported, as a whole, cannot be; `path` is the file."""

    def __init__(self, path: Path, *values: object) -> None:
        super().__init__(path, *values)
        self.path = path


class MissingSource(SourceFileError):
    """There is no such file."""


class EmptySource(SourceFileError):
    """The file, sheet or layer holds nothing, not even a header."""


class UnreadableSource(SourceFileError):
    """The content is not what the name says: `format` is the format tried, `row` where reading stopped, if known."""

    def __init__(self, path: Path, format: str, row: int | None = None) -> None:  # noqa: A002 (the word for it)
        super().__init__(path, format, row)
        self.format = format
        self.row = row


class ProtectedSource(SourceFileError):
    """The workbook is locked with a password."""


class UnknownEncoding(SourceFileError):
    """The text is in no known encoding, or reads equally well in two."""


class UnknownFormat(SourceFileError):
    """No reader for files of this suffix; `known` lists the suffixes that have one."""

    def __init__(self, path: Path, suffix: str, known: tuple[str, ...]) -> None:
        super().__init__(path, suffix, known)
        self.suffix = suffix
        self.known = known


class UnknownLayer(SourceFileError):
    """No such sheet or layer; `known` lists the file's."""

    def __init__(self, path: Path, layer: str, known: tuple[str, ...]) -> None:
        super().__init__(path, layer, known)
        self.layer = layer
        self.known = known


class UnknownColumn(SourceFileError):
    """A mapped column is not in the file; `known` lists the file's."""

    def __init__(self, path: Path, column: str, known: tuple[str, ...]) -> None:
        super().__init__(path, column, known)
        self.column = column
        self.known = known


class MissingCrs(SourceFileError):
    """The shapes of a layer state no coordinate reference system."""

    def __init__(self, path: Path, layer: str) -> None:
        super().__init__(path, layer)
        self.layer = layer


class RasterWithoutCrs(MissingCrs):
    """A raster states no coordinate reference system, and none was given for it."""


class MissingRaster(SourceFileError):
    """The raster that gives the project its `role`, such as elevation, is no longer where it was."""

    def __init__(self, path: Path, role: str) -> None:
        super().__init__(path, role)
        self.role = role


class ChangedRaster(SourceFileError):
    """The raster that gives the project its `role` is not what was imported: its SHA-256 is `found`, not `expected`."""

    def __init__(self, path: Path, role: str, expected: str, found: str) -> None:
        super().__init__(path, role, expected, found)
        self.role = role
        self.expected = expected
        self.found = found


class UnknownCrs(SourceFileError):
    """The stated coordinate reference system is not known, or leads nowhere on earth."""

    def __init__(self, path: Path, crs: str) -> None:
        super().__init__(path, crs)
        self.crs = crs


class RepeatedSource(SourceFileError):
    """A file of the same content was imported before, as batch `batch_id`."""

    def __init__(self, path: Path, batch_id: str) -> None:
        super().__init__(path, batch_id)
        self.batch_id = batch_id


class SimulatedProject(SourceFileError):
    """Rows of a real file cannot go into a simulated project."""


class TableError(DataError):
    """An import into `table` cannot be done as asked."""

    def __init__(self, table: str, *values: object) -> None:
        super().__init__(table, *values)
        self.table = table


class NotImportable(TableError):
    """Files cannot be imported into this table; `known` lists the tables they can be."""

    def __init__(self, table: str, known: tuple[str, ...]) -> None:
        super().__init__(table, known)
        self.known = known


class UnknownField(TableError):
    """The table has no such field; `known` lists its fields."""

    def __init__(self, table: str, field: str, known: tuple[str, ...]) -> None:
        super().__init__(table, field, known)
        self.field = field
        self.known = known


class MissingField(TableError):
    """Neither a column of the file nor a setting says what a required field is."""

    def __init__(self, table: str, field: str) -> None:
        super().__init__(table, field)
        self.field = field


class IdentityColumn(TableError):
    """A column that tells who a person is was asked to fill a field."""

    def __init__(self, table: str, field: str, column: str) -> None:
        super().__init__(table, field, column)
        self.field = field
        self.column = column


class MissingShapes(SourceFileError):
    """The file has no shapes where the table needs them."""


class UnreadableForm(SourceFileError):
    """The workbook is a return form that does not say what it is of, or one of a later version."""


class AlteredForm(SourceFileError):
    """A text of a return form is no longer what was written into `cell`: rows may have moved, or it was overwritten."""

    def __init__(self, path: Path, cell: str, expected: str, found: str) -> None:
        super().__init__(path, cell, expected, found)
        self.cell = cell
        self.expected = expected
        self.found = found


class ReturnKnown(SourceFileError):
    """The project holds `rows` rows of this commune's return for the same period and agency already."""

    def __init__(self, path: Path, commune_code: str, period: str, agency: str, rows: int) -> None:
        super().__init__(path, commune_code, period, agency, rows)
        self.commune_code = commune_code
        self.period = period
        self.agency = agency
        self.rows = rows


class InvalidSetting(TableError):
    """A constant given for a field is not a value it can take; `reason` is a code of `data.issues.Reason`."""

    def __init__(self, table: str, field: str, value: str, reason: str) -> None:
        super().__init__(table, field, value, reason)
        self.field = field
        self.value = value
        self.reason = reason


# Administrative units and the demo.
#
#     DataError
#     ├── UnknownProvince(code, known)
#     ├── UnknownVintage(vintage, known)
#     ├── AmbiguousVintage(codes, in_both, only_old, only_new, unknown)
#     ├── NoCrosswalk(start, end)
#     ├── ContradictoryCrosswalk(codes)
#     ├── UnsourcedCorrection(codes)
#     └── MissingCommunes(codes)


class UnknownProvince(DataError):
    """No province has this code; `known` lists the codes that exist."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(code, known)
        self.code = code
        self.known = known


class UnknownVintage(DataError):
    """No list of units of this day is held; `known` lists the days that can be asked for."""

    def __init__(self, vintage: str, known: tuple[str, ...]) -> None:
        super().__init__(vintage, known)
        self.vintage = vintage
        self.known = known


class AmbiguousVintage(DataError):
    """Codes may be of the units before or since 1 July 2025; how many are in which list. `codes` are some of them."""

    def __init__(self, codes: tuple[str, ...], *, in_both: int, only_old: int, only_new: int, unknown: int) -> None:
        super().__init__(codes, in_both, only_old, only_new, unknown)
        self.codes = codes
        self.in_both = in_both
        self.only_old = only_old
        self.only_new = only_new
        self.unknown = unknown


class NoCrosswalk(DataError):
    """Nothing says what became of the units of vintage `start` in vintage `end`."""

    def __init__(self, start: str, end: str) -> None:
        super().__init__(start, end)
        self.start = start
        self.end = end


class ContradictoryCrosswalk(DataError):
    """A crosswalk says two things of the old units `codes`, or says only in part where they went."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(codes)
        self.codes = codes


class UnsourcedCorrection(DataError):
    """Corrections of a crosswalk, for the old units `codes`, lack their source or its date."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(codes)
        self.codes = codes


class MissingCommunes(DataError):
    """Units were given without all the communes that are needed; `codes` are those missing."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(codes)
        self.codes = codes


# Reporting periods.
#
#     DataError
#     └── OpenPeriod(period)


class OpenPeriod(DataError):
    """A span was to be looked at whose beginning or end is not known; `period` is the span as ISO 8601 writes it."""

    def __init__(self, period: str) -> None:
        super().__init__(period)
        self.period = period
