"""What can go wrong with data: small classes that carry values, never sentences.

::

    DataError
    ├── PassphraseRequired(tables)
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
#     │   ├── UnknownCrs(path, crs)
#     │   ├── MissingShapes
#     │   └── SimulatedProject
#     └── TableError(table)
#         ├── NotImportable(table, known)
#         ├── UnknownField(table, field, known)
#         ├── MissingField(table, field)
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
    """The text is not UTF-8."""


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


class UnknownCrs(SourceFileError):
    """The stated coordinate reference system is not known, or leads nowhere on earth."""

    def __init__(self, path: Path, crs: str) -> None:
        super().__init__(path, crs)
        self.crs = crs


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


class MissingShapes(SourceFileError):
    """The file has no shapes where the table needs them."""


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
#     └── MissingCommunes(codes)


class UnknownProvince(DataError):
    """No province has this code; `known` lists the codes that exist."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(code, known)
        self.code = code
        self.known = known


class MissingCommunes(DataError):
    """Units were given without all the communes that are needed; `codes` are those missing."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(codes)
        self.codes = codes
