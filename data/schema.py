"""The tables of a project, declared once: columns, types, what must be there, what a row is known by.

The store, the checks at import and the empty frames of a new project are all made from `TABLES`.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, and how a frame and the project file keep it.

    ========  ==========================  ======================
    kind      in a frame                  in the project file
    ========  ==========================  ======================
    TEXT      ``str`` (NaN when missing)  TEXT
    INTEGER   ``Int64``                   INTEGER
    NUMBER    ``float64``                 REAL
    BOOLEAN   ``boolean``                 INTEGER 0/1
    DATE      ``datetime64[s]``           TEXT, ISO 8601 day
    GEOMETRY  shapely, EPSG:4326          BLOB, WKB
    BLOB      ``object`` of bytes         BLOB
    ========  ==========================  ======================
    """

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    GEOMETRY = "geometry"
    BLOB = "blob"


class Reference(StrEnum):
    """What a column's values must be found in."""

    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind and the checks a value must pass."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns (the common `source`, `batch_id` come last) and the columns a row is known by."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = field(default=())

    def column(self, name: str) -> Column:
        """Return the column called `name`.

        Raises
        ------
        KeyError
            No such column.
        """
        return {column.name: column for column in self.columns}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def geometry(self) -> str | None:
        """The name of the geometry column, if there is one."""
        return next((column.name for column in self.columns if column.kind is Kind.GEOMETRY), None)


SHELTER_KINDS = ("reliable_address", "sunshine_house", "social_protection_centre")
FACILITY_KINDS = (
    *SHELTER_KINDS,
    "investigation_room",
    "counselling_point",
    "school",
    "hospital",
    "health_station",
    "police_post",
    "communal_house",
    "post_office",
)
PLACES = ("home", "school", "public", "online", "unknown")
STAGES = ("received", "handled", "open", "prosecuted", "convicted")
COUNTED = ("cases", "victims", "defendants", "convicted_persons")
LEVELS = ("province", "district", "commune")
DISCLOSURES = ("public", "commune", "hidden")
RASTER_ROLES = ("population", "elevation", "land_cover", "friction")
SPEED_KINDS = ("land_cover", "off_road", "road", "surface")
"""What a speed is of: a class of land cover, land of no known class, a class of road, a surface that slows a road."""
TRAVEL_MEANS = ("walking", "bicycle", "motorbike", "car")
TRAVEL_MODES = ("walking", "bicycle", "motor", "barrier")
"""How a slope slows: as one who walks, as a bicycle, not at all; nobody passes a barrier."""
FASTEST_KMH = 300.0
MATRIX_KINDS = ("siting", "referral", "visits")
"""What minutes between places were computed for."""
ROAD_CLASSES = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "service",
    "track",
    "path",
)
"""The classes of roads the program has speeds for, in the words of OpenStreetMap; a file may have others."""
BARRIER_CLASSES = ("river", "lake", "cliff", "border")
"""The classes of barriers the program knows; a file may have others."""
ROAD_SEASONS = ("all", "dry")
"""When a road can be travelled: all year, which a blank means too, or in the dry season only."""
BARRIER_SEASONS = ("all", "rain")
"""When a barrier cannot be crossed: all year, which a blank means too, or in the rainy season only."""


def _number(name: str, minimum: float | None = None, maximum: float | None = None, required: bool = False) -> Column:
    return Column(name, Kind.NUMBER, required, minimum=minimum, maximum=maximum)


def _integer(name: str, minimum: float | None = 0, required: bool = False) -> Column:
    return Column(name, Kind.INTEGER, required, minimum=minimum)


def _date(name: str, required: bool = False) -> Column:
    return Column(name, Kind.DATE, required)


def _text(name: str) -> Column:
    return Column(name)


def _needed(name: str) -> Column:
    return Column(name, required=True)


def _choice(name: str, choices: tuple[str, ...], required: bool = False) -> Column:
    return Column(name, required=required, choices=choices)


def _unit(name: str, required: bool = True) -> Column:
    return Column(name, required=required, reference=Reference.UNIT)


def _longitude() -> Column:
    return _number("lon", -180, 180)


def _latitude() -> Column:
    return _number("lat", -90, 90)


def _table(name: str, *columns: Column, key: tuple[str, ...] = (), ordered: tuple[tuple[str, str], ...] = ()) -> Table:
    return Table(name, (*columns, _text("source"), _text("batch_id")), key, ordered)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "units",
            _needed("code"),
            _choice("level", LEVELS, required=True),
            _text("parent_code"),
            _needed("name"),
            _text("kind"),
            _number("area_km2", 0),
            _date("valid_from"),
            _date("valid_to"),
            _longitude(),
            _latitude(),
            Column("geometry", Kind.GEOMETRY),
            _needed("vintage"),
            key=("code", "vintage"),
            ordered=(("valid_from", "valid_to"),),
        ),
        _table(
            "crosswalk",
            _needed("old_code"),
            _needed("new_code"),
            _choice("relation", ("whole", "part"), required=True),
            _number("weight", 0, 1),
            _choice("weight_basis", ("area", "children", "stated")),
            _text("old_vintage"),
            _text("new_vintage"),
            _date("stated_on"),
            key=("old_vintage", "old_code", "new_vintage", "new_code"),
        ),
        _table(
            "name_decisions",
            _needed("written"),
            _text("province_code"),
            _text("district_code"),
            _needed("vintage"),
            _needed("code"),
            _date("decided_on", required=True),
            key=("written", "province_code", "district_code", "vintage", "code"),
        ),
        _table(
            "import_templates",
            _needed("into"),
            _needed("signature"),
            _needed("mapping"),
            _needed("settings"),
            key=("into", "signature"),
        ),
        _table(
            "indicators",
            _unit("unit_code"),
            _needed("vintage"),
            _needed("indicator"),
            _text("age_band"),
            _choice("sex", ("female", "male")),
            _date("period_start", required=True),
            _date("period_end", required=True),
            _number("value", 0, required=True),
            _text("unit"),
            key=("unit_code", "vintage", "indicator", "age_band", "sex", "period_start", "period_end"),
            ordered=(("period_start", "period_end"),),
        ),
        _table(
            "cases",
            _needed("case_id"),
            _text("link_keys"),
            _unit("unit_code", required=False),
            _text("vintage"),
            _choice("place", PLACES),
            _text("kind"),
            _text("agency"),
            _date("occurred_on"),
            _date("reported_on"),
            _date("registered_on"),
            _date("handled_on"),
            _date("prosecuted_on"),
            _date("closed_on"),
            _integer("victims"),
            _integer("defendants"),
            _integer("convicted_persons"),
            _text("age_band"),
            _choice("sex", ("female", "male")),
            _text("status"),
            key=("case_id",),
        ),
        _table(
            "link_decisions",
            _needed("first_case_id"),
            _needed("second_case_id"),
            Column("same", Kind.BOOLEAN, required=True),
            _date("decided_on", required=True),
            _text("decided_by"),
            key=("first_case_id", "second_case_id"),
        ),
        _table("secrets", _needed("name"), _needed("value"), key=("name",)),
        _table(
            "case_counts",
            _unit("unit_code"),
            _needed("vintage"),
            _date("period_start", required=True),
            _date("period_end", required=True),
            _choice("place", PLACES, required=True),
            _needed("kind"),
            _needed("agency"),
            _choice("stage", STAGES, required=True),
            _choice("counted", COUNTED, required=True),
            _integer("count", required=True),
            key=(
                "unit_code",
                "vintage",
                "period_start",
                "period_end",
                "place",
                "kind",
                "agency",
                "stage",
                "counted",
            ),
            ordered=(("period_start", "period_end"),),
        ),
        _table(
            "demand_points",
            _needed("point_id"),
            _unit("commune_code"),
            _needed("vintage"),
            _text("name"),
            Column("lon", Kind.NUMBER, True, minimum=-180, maximum=180),
            Column("lat", Kind.NUMBER, True, minimum=-90, maximum=90),
            _number("children", 0, required=True),
            key=("point_id",),
        ),
        _table(
            "facilities",
            _needed("facility_id"),
            _choice("kind", FACILITY_KINDS, required=True),
            _text("name"),
            _text("model"),
            _unit("commune_code", required=False),
            _text("vintage"),
            _longitude(),
            _latitude(),
            _integer("capacity"),
            _number("cost", 0),
            Column("open_24h", Kind.BOOLEAN),
            _choice("disclosure", DISCLOSURES, required=True),
            _choice("status", ("in_use", "planned", "candidate"), required=True),
            _date("reviewed_on"),
            _text("review_outcome"),
            _text("agency"),
            key=("facility_id",),
        ),
        _table(
            "officers",
            _needed("officer_id"),
            _needed("post_id"),
            _unit("unit_code"),
            _text("vintage"),
            _text("role"),
            _text("agency"),
            _number("fte", 0, 1),
            _date("appointed_on"),
            _date("left_on"),
            key=("officer_id", "post_id"),
            ordered=(("appointed_on", "left_on"),),
        ),
        _table(
            "skills",
            _needed("officer_id"),
            _needed("topic"),
            _date("trained_on"),
            _text("course_id"),
            key=("officer_id", "topic", "trained_on"),
        ),
        _table(
            "courses",
            _needed("course_id"),
            _needed("topic"),
            _text("facility_id"),
            _integer("seats"),
            _number("cost", 0),
            _text("partner"),
            _date("starts_on"),
            key=("course_id",),
        ),
        _table(
            "partners",
            _needed("partner"),
            _unit("commune_code"),
            _text("vintage"),
            _needed("activity"),
            _date("from"),
            _date("to"),
            key=("partner", "commune_code", "activity", "from"),
            ordered=(("from", "to"),),
        ),
        _table(
            "visits",
            _unit("commune_code"),
            _text("vintage"),
            _date("visited_on", required=True),
            _text("team"),
            _text("findings"),
            key=("commune_code", "visited_on", "team"),
        ),
        _table(
            "targets",
            _needed("indicator"),
            _number("value", required=True),
            _text("unit"),
            _date("due_on", required=True),
            _text("legal_basis"),
            key=("indicator", "due_on"),
        ),
        _table(
            "recommendations",
            _text("from"),
            _text("to"),
            _unit("commune_code", required=False),
            _text("vintage"),
            _needed("text"),
            _text("owner"),
            _date("due_on"),
            _date("closed_on"),
        ),
        _table(
            "rasters",
            _choice("role", RASTER_ROLES, required=True),
            _text("path"),
            Column("content", Kind.BLOB),
            _needed("sha256"),
            _text("crs"),
            _number("resolution", 0),
            key=("role", "sha256"),
        ),
        _table(
            "roads",
            _needed("class"),
            _text("surface"),
            _choice("season", ROAD_SEASONS),
            Column("bridge", Kind.BOOLEAN),
            Column("geometry", Kind.GEOMETRY, required=True),
        ),
        _table(
            "barriers",
            _needed("class"),
            _text("surface"),
            _choice("season", BARRIER_SEASONS),
            Column("geometry", Kind.GEOMETRY, required=True),
        ),
        _table(
            "travel_speeds",
            _choice("kind", SPEED_KINDS, required=True),
            _needed("travel_class"),
            _choice("means", TRAVEL_MEANS, required=True),
            _choice("mode", TRAVEL_MODES, required=True),
            _number("dry_kmh", maximum=FASTEST_KMH),
            _number("rain_kmh", maximum=FASTEST_KMH),
            _number("night_kmh", maximum=FASTEST_KMH),
            _text("label_vi"),
            _text("label_en"),
            _text("speed_source"),
            key=("kind", "travel_class", "means"),
        ),
        _table(
            "results",
            _needed("result_id"),
            _needed("analysis"),
            _needed("parameters"),
            _needed("provenance"),
            _needed("created_at"),
            Column("payload", Kind.BLOB, required=True),
            key=("result_id",),
        ),
        _table(
            "travel_matrices",
            _needed("signature"),
            _choice("kind", MATRIX_KINDS, required=True),
            _choice("sensitivity", ("area", "place"), required=True),
            _needed("provenance"),
            _integer("origins", required=True),
            _integer("destinations", required=True),
            _needed("notes"),
            Column("minutes", Kind.BLOB, required=True),
            key=("signature",),
        ),
        _table(
            "audit",
            _needed("at"),
            _needed("who"),
            _needed("what"),
            _text("object"),
            _text("hash_before"),
        ),
    )
}

SENSITIVE_TABLES = frozenset({"cases", "link_decisions", "secrets", "case_counts", "officers", "recommendations"})
