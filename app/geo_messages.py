"""What is said of errors in shapes, grids, rasters and speeds of travel: `GEO_MESSAGES`.

One message a class of the tree in `geo.errors`; `app.messages` joins them with those of the other rooms.
"""

from collections.abc import Mapping

from app.language import N_
from app.message_parts import OUR_FAULT, Message
from geo import errors as geo

GEO_MESSAGES: Mapping[type[Exception], Message] = {
    geo.LengthMismatch: Message(N_("{name} has {length} values where {expected} belong."), OUR_FAULT),
    geo.ShapeMismatch: Message(N_("{name} has the shape {got} where {expected} belongs."), OUR_FAULT),
    geo.InvalidLimits: Message(
        N_("{limits} cannot be limits of travel time."),
        N_("Give minutes of 0 or more, each greater than the one before."),
    ),
    geo.InvalidAmount: Message(
        N_("{name} number {position} is {value}; it must be known and not negative."),
        N_("Correct the number, or leave this place out."),
    ),
    geo.UnknownNeighbours: Message(N_("A cell has 8 or 16 neighbours, not {neighbours}."), OUR_FAULT),
    geo.SourceOutside: Message(
        N_("A place in row {row}, column {column} lies outside the grid."),
        N_("Take a place inside the province, or a larger margin."),
    ),
    geo.UnknownCrs: Message(
        N_("The layer {layer} does not say in which coordinates it is."), N_("Import it again with its coordinates.")
    ),
    geo.MissingColumn: Message(N_("The layer has no column {column}."), OUR_FAULT),
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
    geo.InvalidKey: Message(N_("{key} cannot be the name of a layer."), OUR_FAULT),
    geo.DuplicateKey: Message(N_("Two layers are called {key}."), OUR_FAULT),
    geo.UnknownCode: Message(N_("The layer {layer} has no unit {code}."), OUR_FAULT),
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
