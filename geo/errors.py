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
    └── InvalidColour      a fill is neither #rrggbb nor the name of a pattern
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
