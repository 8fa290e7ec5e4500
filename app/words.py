"""The words for columns, layers, kinds, units and states, as a planner reads them.

The same word for the same thing on every screen and in every file; English here, Vietnamese in the catalogue.
"""

from datetime import date

from app.language import N_, Language
from app.names import shown_name
from app.result import Column, Period, Table, Value

COLUMNS = {
    "agency": N_("Agency"),
    "bound": N_("No plan can do better than"),
    "cases": N_("Cases"),
    "cases_elsewhere": N_("Cases of no commune"),
    "cases_in_communes": N_("Cases in communes"),
    "children": N_("Children"),
    "children_lost_without": N_("Children who lose it if this site is left out"),
    "children_newly_within": N_("Children newly within the limit"),
    "children_share": N_("Children in the population"),
    "children_within_after": N_("Children within the limit, with the plan"),
    "children_within_before": N_("Children within the limit, today"),
    "check": N_("To be asked"),
    "class": N_("Enough data?"),
    "code": N_("Commune code"),
    "commune": N_("Commune"),
    "commune_code": N_("Commune code"),
    "count": N_("Number"),
    "counted": N_("What is counted"),
    "convicted": N_("Convicted"),
    "convicted_persons": N_("Convicted persons"),
    "days_180": N_("Open for 91 to 180 days"),
    "days_30": N_("Open for 30 days at most"),
    "days_365": N_("Open for 181 to 365 days"),
    "days_90": N_("Open for 31 to 90 days"),
    "days_more": N_("Open for more than a year"),
    "days_reported_share": N_("Days with a return"),
    "decided_different": N_("Decided: not the same child"),
    "decided_same": N_("Decided: the same child"),
    "defendants": N_("Defendants"),
    "difference": N_("Difference"),
    "empirical_bayes_rate": N_("Empirical Bayes rate"),
    "facility_id": N_("Place code"),
    "first_agency": N_("First agency"),
    "first_case_id": N_("First case"),
    "first_commune": N_("Commune of the first case"),
    "first_on": N_("First case received on"),
    "gap": N_("Gap to the bound"),
    "handled": N_("Handled"),
    "handled_share": N_("Handled share"),
    "kind": N_("Kind"),
    "lat": N_("Latitude"),
    "likely": N_("Likely the same child"),
    "listed": N_("In the list of cases"),
    "lon": N_("Longitude"),
    "lower": N_("Lower limit of the crude rate"),
    "mean_minutes_after": N_("Average minutes per child, with the plan"),
    "mean_minutes_before": N_("Average minutes per child, today"),
    "mean_minutes_more_without": N_("Average minutes more per child if this site is left out"),
    "name": N_("Name"),
    "new_code": N_("New code"),
    "new_name": N_("New unit"),
    "new_province": N_("New province"),
    "next_best_site": N_("Next best site"),
    "objective": N_("Value of the plan"),
    "old_code": N_("Old code"),
    "old_district": N_("Old district"),
    "old_name": N_("Old unit"),
    "old_province": N_("Old province"),
    "open": N_("Open"),
    "period": N_("Period"),
    "population": N_("Population"),
    "possibly": N_("Possibly the same child"),
    "price_children": N_("Children fewer with the next best site instead"),
    "price_minutes": N_("Minutes more with the next best site instead"),
    "prosecuted": N_("Prosecuted"),
    "rank": N_("No."),
    "rate": N_("Crude rate"),
    "reason": N_("Reason"),
    "received": N_("Received"),
    "relation": N_("Went there"),
    "same": N_("The same child"),
    "second_agency": N_("Second agency"),
    "second_case_id": N_("Second case"),
    "second_commune": N_("Commune of the second case"),
    "second_on": N_("Second case received on"),
    "share": N_("Share"),
    "share_within_after": N_("Share of children within the limit, with the plan"),
    "source": N_("Source"),
    "stage": N_("Stage"),
    "stated": N_("Stated in the return"),
    "stated_on": N_("Stated on"),
    "status": N_("How sure"),
    "surely": N_("Surely the same child"),
    "sureness": N_("How sure"),
    "undated": N_("Without any date"),
    "upper": N_("Upper limit of the crude rate"),
    "victims": N_("Victims"),
    "weight_basis": N_("Shared by"),
    "year": N_("Year"),
    "area_km2": N_("Area"),
    "children_beyond": N_("Children beyond the limit"),
    "children_lost_in_rain": N_("Children who lose it in the rain"),
    "children_nearest": N_("Children nearest to it"),
    "children_nearest_within": N_("Children nearest to it, within the limit"),
    "children_unreachable": N_("Children nothing reaches"),
    "children_within": N_("Children within the limit"),
    "children_within_30": N_("Children within 30 minutes"),
    "children_within_60": N_("Children within 60 minutes"),
    "children_within_90": N_("Children within 90 minutes"),
    "children_within_120": N_("Children within 120 minutes"),
    "children_within_dry": N_("Children within the limit, dry season"),
    "children_within_rain": N_("Children within the limit, rainy season"),
    "further": N_("Further than the limit"),
    "mean_minutes": N_("Average minutes per child"),
    "minutes": N_("Minutes to the nearest place"),
    "minutes_to_health_station": N_("Minutes to the nearest health station"),
    "minutes_to_hospital": N_("Minutes to the nearest hospital"),
    "minutes_to_police_post": N_("Minutes to the nearest police post"),
    "minutes_to_school": N_("Minutes to the nearest school"),
    "minutes_to_shelters": N_("Minutes to the nearest shelter"),
    "moved_metres": N_("Moved to a point that can be reached"),
    "nearest_place": N_("Nearest place"),
    "part": N_("Who"),
    "reviewed": N_("Safe-school review"),
    "season": N_("Season"),
    "second_minutes": N_("Minutes to the second nearest place"),
    "second_place": N_("Second nearest place"),
    "share_within": N_("Share of children within the limit"),
    "within": N_("Within"),
    "dry_kmh": N_("Speed in the dry season"),
    "label": N_("Class in words"),
    "means": N_("Means of travel"),
    "mode": N_("How slopes slow"),
    "night_kmh": N_("Speed at night"),
    "rain_kmh": N_("Speed in the rainy season"),
    "speed_source": N_("Source of the speed"),
    "travel_class": N_("Class of land or road"),
    "children_left_over": N_("Children who find no room"),
    "children_served": N_("Children who find room"),
    "hospital": N_("Nearest hospital"),
    "hospital_after_police": N_("Hospital nearest to that police post"),
    "minutes_in_all": N_("Minutes to the police and on to a hospital"),
    "minutes_police_to_hospital": N_("Minutes from the police to the hospital"),
    "places_free": N_("Room left"),
    "places_of": N_("Room"),
    "places_per_1000": N_("Room for 1,000 children"),
    "places_reaching": N_("Room of places that reach anyone"),
    "places_shared": N_("Room that children share in"),
    "police_post": N_("Nearest police post"),
}
TABLES = {
    "agencies": N_("Agencies, received to convicted"),
    "backlog": N_("Open cases by age"),
    "candidates": N_("Candidate sites not chosen"),
    "communes": N_("Communes"),
    "crosswalk": N_("Old and new units"),
    "differences": N_("Where return and list differ"),
    "existing": N_("Existing shelters"),
    "funnel": N_("From received to convicted"),
    "overlap": N_("What the lists share"),
    "pairs": N_("Pairs of cases to decide about"),
    "plan": N_("Summary of the plan"),
    "province": N_("Province"),
    "province_years": N_("Cases by calendar year"),
    "sites": N_("Proposed sites"),
    "isochrones": N_("Areas within minutes"),
    "rain": N_("Who loses access in the rain"),
    "remoteness": N_("Remoteness of each commune"),
    "schools": N_("Schools far off or not reviewed"),
    "seasons": N_("Dry season, rain and night"),
    "services": N_("Places that help"),
    "totals": N_("Everyone"),
    "referrals": N_("Ways to police and hospital"),
    "supply": N_("Places and their room"),
    "travel_speeds": N_("Speeds of travel"),
}
PROJECT_TABLES = {
    "units": N_("Communes and their shapes"),
    "indicators": N_("Figures by commune"),
    "case_counts": N_("Case counts"),
    "cases": N_("Cases, one row each, without names"),
    "demand_points": N_("Settlements"),
    "facilities": N_("Places: schools, health stations, shelters"),
    "officers": N_("Officers and their posts"),
    "skills": N_("Skills of officers"),
    "courses": N_("Courses"),
    "partners": N_("Partners and their activities"),
    "visits": N_("Inspection visits"),
    "targets": N_("Targets"),
    "recommendations": N_("Recommendations"),
    "crosswalk": N_("What became of old communes"),
    "roads": N_("Roads"),
    "barriers": N_("Barriers to travel"),
    "rasters": N_("Rasters: elevation, land cover, population, friction"),
    "travel_speeds": N_("Speeds of travel by land, road and season"),
    "results": N_("Kept results"),
    "travel_matrices": N_("Kept travel times between places"),
}
LAYERS = {
    "candidates": N_("Candidate sites not chosen"),
    "empirical_bayes_rate": N_("Empirical Bayes rate per 1,000 children, whole period"),
    "existing": N_("Existing shelters"),
    "rate": N_("Crude rate per 1,000 children, whole period"),
    "share_within_after": N_("Share of children within the limit, with the plan"),
    "sites": N_("Proposed sites"),
    "children_beyond": N_("Children beyond the limit"),
    "children_lost_in_rain": N_("Children who lose access in the rain"),
    "isochrones": N_("Areas within minutes"),
    "services": N_("Places that help"),
    "share_within": N_("Share of children within the limit"),
    "children_left_over": N_("Children who find no room"),
    "places_per_1000": N_("Room for 1,000 children"),
    "referrals": N_("Ways to police and hospital"),
    "supply": N_("Places and their room"),
}
UNITS = {
    "": "",
    "%": "%",
    "°": "°",
    "cases": N_("cases"),
    "children": N_("children"),
    "km/h": "km/h",
    "minutes": N_("minutes"),
    "people": N_("people"),
    "per 1,000 children": N_("per 1,000 children"),
    "seconds": N_("seconds"),
    "m": "m",
    "km²": "km²",
    "places": N_("room for children"),
    "places per 1,000 children": N_("room for 1,000 children"),
}
VALUES = {
    "cases": N_("cases"),
    "communal_house": N_("communal house"),
    "convicted": N_("convicted"),
    "convicted_persons": N_("convicted persons"),
    "counselling_point": N_("counselling point"),
    "defendants": N_("defendants"),
    "enough": N_("enough data"),
    "handled": N_("handled"),
    "health_station": N_("health station"),
    "hospital": N_("hospital"),
    "investigation_room": N_("friendly investigation room"),
    "no_children": N_("number of children not known"),
    "no_return": N_("no return"),
    "not_enough_data": N_("not enough data"),
    "open": N_("open"),
    "optimal": N_("best by this calculation"),
    "police_post": N_("police post"),
    "post_office": N_("post office"),
    "prosecuted": N_("prosecuted"),
    "received": N_("received"),
    "reliable_address": N_("Reliable Address – Shelter House"),
    "school": N_("school"),
    "social_protection_centre": N_("social protection centre"),
    "sunshine_house": N_("Sunshine House"),
    "time_limit": N_("best found within the time limit"),
    "victims": N_("victims"),
    "all": N_("all"),
    "other": N_("other"),
    "physical_violence": N_("physical violence"),
    "sexual_abuse": N_("sexual abuse"),
    "neglect": N_("neglect"),
    "exploitation": N_("exploitation"),
    "home": N_("home"),
    "public": N_("public"),
    "online": N_("online"),
    "unknown": N_("not known"),
    "police": N_("police"),
    "health": N_("health"),
    "education": N_("education"),
    "commune": N_("commune"),
    "hotline_111": N_("hotline 111"),
    "hidden": N_("hidden"),
    "candidate": N_("candidate"),
    "in_use": N_("in use"),
    "planned": N_("planned"),
    "surely": N_("surely"),
    "likely": N_("likely"),
    "possibly": N_("possibly"),
    "whole": N_("as a whole"),
    "part": N_("in part"),
    "area": N_("area"),
    "children": N_("children"),
    "stated": N_("shares as stated"),
    "yes": N_("yes"),
    "no": N_("no"),
    "dry": N_("dry season"),
    "rain": N_("rainy season"),
    "night": N_("dry night"),
    "in_communes": N_("in all communes"),
    "outside": N_("outside every commune"),
    "everyone": N_("everyone on the map"),
}
CHOICES = {
    "agency": VALUES,
    "candidates": {**VALUES, "candidate": N_("places marked as candidates")},
    "existing": {"public": N_("those whose address is public"), "all": N_("all, those not public too")},
    "by": {
        "whole": N_("the whole period"),
        "year": N_("year"),
        "quarter": N_("quarter"),
        "month": N_("month"),
    },
    "kind": VALUES,
    "direction": {"towards": N_("to the place"), "from": N_("from the place")},
    "friction": {"table": N_("by land cover and roads"), "raster": N_("as the friction raster says")},
    "mode": {
        "walking": N_("on foot"),
        "bicycle": N_("by bicycle"),
        "motorbike": N_("by motorbike"),
        "car": N_("by car"),
    },
    "minutes": {
        "auto": N_("travel where the project knows any ground"),
        "travel": N_("travel over roads and land"),
        "air": N_("by the air line"),
    },
    "season": VALUES,
    "services": {**VALUES, "shelters": N_("shelters")},
    "objective": {"covering": N_("most children within the limit"), "p_median": N_("least minutes in all")},
}
PROVENANCE = {
    "program": N_("Program"),
    "province": N_("Province"),
    "vintage": N_("Codes valid from"),
    "sources": N_("Sources"),
}
AUDIENCES = {
    "internal": N_("INTERNAL – not to be passed on"),
    "shareable": N_("May be shared"),
}
HELP_OPTION = N_("Show this message and exit.")
HELP_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}
RANK_MEANS = N_(
    "Sites are numbered by how many children each brings newly within the limit, the most first: "
    "not by which must open first."
)
SIMULATED = N_("Simulated data")
SCHEMATIC = N_("Schematic boundaries")

_CODED = frozenset(
    {
        *("agency", "class", "counted", "first_agency", "kind", "relation", "second_agency"),
        *("part", "season", "stage", "status", "sureness", "weight_basis"),
    }
)
_DAYS = frozenset({"first_on", "second_on", "stated_on"})
NAMES = frozenset(
    {
        *("name", "commune", "next_best_site", "nearest_place", "second_place", "first_commune", "second_commune"),
        *("old_name", "old_district", "old_province", "new_name", "new_province"),
        *("police_post", "hospital", "hospital_after_police"),
    }
)
"""Columns that hold names: shown in the reader's words, and ordered as names are."""
_COUNTED = frozenset({"cases", "per 1,000 children"})
_DECIMALS = {"%": 1, "km/h": 1, "minutes": 1, "places per 1,000 children": 2, "per 1,000 children": 2, "°": 5}


def column_label(column: Column, language: Language) -> str:
    """Return the heading of `column`, its unit in brackets where the word alone does not say it."""
    name = language.say(COLUMNS[base_name(column.name)])
    unit = "" if column.unit in ("children", "cases", "people") else language.say(UNITS[column.unit])
    if not unit or unit.lower() in name.lower():
        return name
    return f"{name}, {unit}" if name.endswith(")") else f"{name} ({unit})"


def base_name(name: str) -> str:
    """Return a column's name without the language it is written in."""
    return name.removesuffix("_vi").removesuffix("_en")


def period_text(period: Period, language: Language) -> str:
    """Return which days were counted, and that rates are sums over all of them."""
    start, end = language.date(period.start), language.date(period.end)
    return language.say(N_("{start} – {end}, added up over the whole period, not per year"), start=start, end=end)


def column_about(column: Column, language: Language, period: Period | None = None) -> str:
    """Return what a heading alone does not say: the period of counts and rates, the meaning of a rank; else nothing."""
    if column.name == "rank":
        return language.say(RANK_MEANS)
    return period_text(period, language) if period and column.unit in _COUNTED else ""


def shown_columns(table: Table, language: Language) -> list[int]:
    """Return the positions of the columns a reader of `language` is shown."""
    other = "_en" if language.code == "vi" else "_vi"
    return [position for position, column in enumerate(table.columns) if not column.name.endswith(other)]


def decimals(column: Column) -> int:
    """Return how many decimals values of `column` are worth."""
    return _DECIMALS.get(column.unit, 0)


def value_text(column: Column, value: Value, language: Language) -> str:
    """Return `value` as a sentence or a popup shows it; missing is a dash."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return _text(column, value, language)
    if isinstance(value, bool):
        return language.say(VALUES["yes" if value else "no"])
    if column.name in ("year", "rank"):
        return str(value)
    return language.number(value, decimals(column))


def _text(column: Column, value: str, language: Language) -> str:
    if column.name in NAMES:
        return shown_name(value, language)
    if column.name in _DAYS:
        return language.date(date.fromisoformat(value))
    return language.say(VALUES[value]) if column.name in _CODED and value in VALUES else value
