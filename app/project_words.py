"""Words of the project itself: its tables, where it comes from, who may read what leaves it.

Owns `PROJECT_TABLES`, `PROVENANCE`, `AUDIENCES` and two notes that screens and files bear, `SIMULATED` and `SCHEMATIC`.
"""

from app.language import N_

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
PROVENANCE = {
    "program": N_("Program"),
    "lens_reported": N_("Cases reported, from the answer"),
    "lens_expected": N_("Cases expected, from the answer"),
    "lens_adjusted": N_("Cases adjusted, from the answer"),
    "province": N_("Province"),
    "vintage": N_("Codes valid from"),
    "sources": N_("Sources"),
}
AUDIENCES = {
    "internal": N_("INTERNAL – not to be passed on"),
    "shareable": N_("May be shared"),
}
SIMULATED = N_("Simulated data")
SCHEMATIC = N_("Schematic boundaries")
