"""Errors of the room `geo`: what could not be placed, measured or drawn.

They carry values; sentences are made in the app.

::

    GeoError
    ├── LengthMismatch     two arrays that describe the same things differ in length
    ├── UnknownCrs         a layer does not say in which coordinates it is
    ├── MissingColumn      a layer lacks a column it was to be read by
    ├── EmptyGeometry      a feature has no shape
    ├── DuplicateCode      two features of a layer bear the same code
    ├── InvalidPosition    a longitude or latitude is missing or outside the globe
    ├── SharedPosition     two centres lie on the same spot and cannot have a cell each
    ├── NoKnownArea        no unit has a known area
    ├── NothingToDraw      a map page has no feature
    ├── InvalidKey         a layer's key is not a small word of a–z, 0–9 and _
    ├── DuplicateKey       two layers of a map page bear the same key
    ├── UnknownCode        a colour is given to a feature that its layer does not have
    ├── UnknownNeighbours  a cell is to have neither 8 nor 16 neighbours
    ├── SourceOutside      a source of travel time lies outside the grid
    ├── ShapeMismatch      two arrays that describe the same cells differ in shape
    ├── InvalidLimits      limits of minutes are missing, negative or not rising
    ├── InvalidAmount      a capacity, a count or a weight is missing or negative
    ├── InvalidColour      a fill is neither #rrggbb nor the name of a pattern
    ├── InvalidBounds      west, south, east and north enclose no area on earth
    ├── InvalidResolution  the side of a cell is not a positive number of metres
    ├── GridTooLarge       a grid has more cells than are computed at once
    ├── RasterUnreadable   a file is no raster
    ├── RasterWithoutCrs   a raster does not say in which coordinates it is
    ├── RasterOutside      a raster does not touch the area
    ├── RasterWithoutData  a raster has no data in the area
    ├── MissingTableColumn a table of speeds lacks a column
    ├── EmptySpeedTable    a table of speeds has no row
    ├── UnknownEntry       a cell of a table of speeds holds a word that is not one of those known
    ├── InvalidSpeed       a speed is not a positive number of km/h
    ├── DuplicateClass     a table of speeds has two rows for the same class and means
    └── UnlistedLandCover  a raster has classes of land cover that the table of speeds does not list
"""


class GeoError(Exception):
    """Root of the errors of this room."""


class LengthMismatch(GeoError):
    """Two arrays that describe the same things differ in length."""

    def __init__(self, name: str, length: int, expected: int) -> None:
        super().__init__(name, length, expected)
        self.name = name
        self.length = length
        self.expected = expected


class UnknownCrs(GeoError):
    """A layer does not say in which coordinates it is."""

    def __init__(self, layer: str) -> None:
        super().__init__(layer)
        self.layer = layer


class MissingColumn(GeoError):
    """A layer lacks a column it was to be read by."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class EmptyGeometry(GeoError):
    """A feature has no shape; `position` counts from 0."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class DuplicateCode(GeoError):
    """Two features of a layer bear the same code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class InvalidPosition(GeoError):
    """A longitude or latitude is missing or outside the globe; `position` counts from 0."""

    def __init__(self, position: int, longitude: float, latitude: float) -> None:
        super().__init__(position, longitude, latitude)
        self.position = position
        self.longitude = longitude
        self.latitude = latitude


class SharedPosition(GeoError):
    """Two centres lie on the same spot and cannot have a cell each; positions count from 0."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(first, second)
        self.first = first
        self.second = second


class NoKnownArea(GeoError):
    """No unit has a known area."""


class NothingToDraw(GeoError):
    """A map page has no feature."""


class InvalidKey(GeoError):
    """A layer's key is not a small word of a–z, 0–9 and _."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class DuplicateKey(GeoError):
    """Two layers of a map page, or two themes of a layer, bear the same key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class UnknownCode(GeoError):
    """A colour is given to a feature that its layer does not have."""

    def __init__(self, layer: str, code: str) -> None:
        super().__init__(layer, code)
        self.layer = layer
        self.code = code


class InvalidColour(GeoError):
    """A fill is neither #rrggbb nor the name of a pattern."""

    def __init__(self, fill: str) -> None:
        super().__init__(fill)
        self.fill = fill


class UnknownNeighbours(GeoError):
    """A cell is to have neither 8 nor 16 neighbours."""

    def __init__(self, neighbours: int) -> None:
        super().__init__(neighbours)
        self.neighbours = neighbours


class SourceOutside(GeoError):
    """A source of travel time lies outside the grid; row and column count from 0."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__(row, column)
        self.row = row
        self.column = column


class InvalidBounds(GeoError):
    """West, south, east and north enclose no area on earth."""

    def __init__(self, west: float, south: float, east: float, north: float) -> None:
        super().__init__(west, south, east, north)
        self.west = west
        self.south = south
        self.east = east
        self.north = north


class InvalidResolution(GeoError):
    """The side of a cell is not a positive number of metres."""

    def __init__(self, resolution: float) -> None:
        super().__init__(resolution)
        self.resolution = resolution


class GridTooLarge(GeoError):
    """A grid has more cells than are computed at once."""

    def __init__(self, rows: int, columns: int, most: int) -> None:
        super().__init__(rows, columns, most)
        self.rows = rows
        self.columns = columns
        self.most = most


class RasterUnreadable(GeoError):
    """A file is no raster; `raster` is its name or role."""

    def __init__(self, raster: str) -> None:
        super().__init__(raster)
        self.raster = raster


class RasterWithoutCrs(GeoError):
    """A raster does not say in which coordinates it is, or in ones that are not known."""

    def __init__(self, raster: str) -> None:
        super().__init__(raster)
        self.raster = raster


class RasterOutside(GeoError):
    """A raster does not touch the area; both as west, south, east and north in degrees."""

    def __init__(
        self, raster: str, covered: tuple[float, float, float, float], area: tuple[float, float, float, float]
    ) -> None:
        super().__init__(raster, covered, area)
        self.raster = raster
        self.covered = covered
        self.area = area


class RasterWithoutData(GeoError):
    """A raster has no data in the area."""

    def __init__(self, raster: str) -> None:
        super().__init__(raster)
        self.raster = raster


class MissingTableColumn(GeoError):
    """A table of speeds lacks a column."""

    def __init__(self, column: str, needed: tuple[str, ...]) -> None:
        super().__init__(column, needed)
        self.column = column
        self.needed = needed


class EmptySpeedTable(GeoError):
    """A table of speeds has no row."""


class UnknownEntry(GeoError):
    """A cell of a table of speeds holds a word that is not one of those known; `line` counts the file's lines."""

    def __init__(self, line: int, column: str, entry: str, known: tuple[str, ...]) -> None:
        super().__init__(line, column, entry, known)
        self.line = line
        self.column = column
        self.entry = entry
        self.known = known


class InvalidSpeed(GeoError):
    """A speed is not a positive number of km/h."""

    def __init__(self, line: int, column: str, entry: str) -> None:
        super().__init__(line, column, entry)
        self.line = line
        self.column = column
        self.entry = entry


class DuplicateClass(GeoError):
    """A table of speeds has two rows for the same class and means."""

    def __init__(self, line: int, first_line: int, listed: str, means: str) -> None:
        super().__init__(line, first_line, listed, means)
        self.line = line
        self.first_line = first_line
        self.listed = listed
        self.means = means


class UnlistedLandCover(GeoError):
    """A raster has classes of land cover that the table of speeds does not list."""

    def __init__(self, classes: tuple[int, ...], cells: int) -> None:
        super().__init__(classes, cells)
        self.classes = classes
        self.cells = cells


class ShapeMismatch(GeoError):
    """Two arrays that describe the same cells differ in shape."""

    def __init__(self, name: str, got: tuple[int, ...], expected: tuple[int, ...]) -> None:
        super().__init__(name, got, expected)
        self.name = name
        self.got = got
        self.expected = expected


class InvalidLimits(GeoError):
    """Limits of minutes are missing, negative or not rising."""

    def __init__(self, limits: tuple[float, ...]) -> None:
        super().__init__(limits)
        self.limits = limits


class InvalidAmount(GeoError):
    """A capacity, a count or a weight is missing, infinite or negative; `position` counts from 0."""

    def __init__(self, name: str, position: int, value: float) -> None:
        super().__init__(name, position, value)
        self.name = name
        self.position = position
        self.value = value
