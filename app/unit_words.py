"""Units of measure: the word of each, its decimals, whether it is counted over a period or a year.

A unit that has no word of its own, such as a bare number, is said by the heading of its column alone.
"""

from app.language import N_

UNITS = {
    "": "",
    "day": "",
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
    "cases a year": N_("cases a year"),
    "child-years": N_("child-years"),
    "expected cases": N_("cases"),
    "number": "",
    "number or share": "",
    "probability": "",
    "km": "km",
    "per 1,000 children and year": N_("per 1,000 children and year"),
    "times": "×",
    "months": N_("months"),
    "hours": N_("hours"),
    "officers": N_("officers"),
    "posts": N_("posts"),
    "points": N_("points"),
    "stop": "",
    "children × topics": N_("children × topics"),
    "communes": N_("communes"),
    "courses": N_("courses"),
    "days": N_("days"),
    "million đồng": N_("million đồng"),
    "number of people": "",
    "number of schools": "",
    "number of targets": "",
    "years": N_("years"),
}
DECIMALS = {
    "%": 1,
    "million đồng": 1,
    "km/h": 1,
    "minutes": 1,
    "places per 1,000 children": 2,
    "per 1,000 children": 2,
    "°": 5,
    "km": 1,
    "cases a year": 1,
    "expected cases": 1,
    "probability": 3,
    "number": 2,
    "number or share": 2,
    "times": 2,
    "per 1,000 children and year": 2,
    "points": 1,
    "posts": 2,
}
"""How many decimals a figure is worth; none where the unit is not named."""
COUNTED = frozenset({"cases", "per 1,000 children"})
PER_YEAR = frozenset({"cases a year", "per 1,000 children and year"})
