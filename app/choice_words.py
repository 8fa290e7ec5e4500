"""What the choices of a setting are called, by the name of the setting: `CHOICES`.

A setting whose choices are values of results too takes their words from `app.words.VALUES`.
"""

from app.language import N_
from app.words import VALUES

_CRITERIA = {
    "children": N_("children"),
    **{each: VALUES[each] for each in ("poverty", "dropouts", "remoteness", "services")},
    **{each: VALUES[each] for each in ("reported", "expected", "adjusted")},
}
_ROLES = {
    each: VALUES[each]
    for each in (
        *("child_protection", "commune_police", "investigator", "poverty_reduction", "social_protection"),
        *("population", "gender_equality", "culture"),
    )
}
_TOPICS = {
    each: VALUES[each]
    for each in (
        *("online_abuse_counselling", "child_friendly_investigation", "counselling"),
        *("case_management", "accident_prevention"),
    )
}
_VENUES = {each: VALUES[each] for each in ("school", "communal_house", "health_station", "hospital", "police_post")}
CHOICES = {
    "agency": VALUES,
    "covariates": _CRITERIA,
    "criteria": _CRITERIA,
    "less_is_need": _CRITERIA,
    "role": _ROLES,
    "roles": _ROLES,
    "topics": _TOPICS,
    "venue_kinds": _VENUES,
    "courses": {
        "both": N_("planned ones and proposals"),
        "stated": N_("planned ones only"),
        "proposed": N_("proposals only"),
    },
    "stand_ins": {
        "other_officers": N_("where an officer of another role is in post"),
        "none": N_("nowhere"),
        "all": N_("everywhere"),
    },
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
    "service": {
        "shelter": N_("shelter"),
        "investigation_room": N_("friendly investigation room"),
        "counselling_point": N_("counselling point"),
    },
    "existing_sites": {"kept": N_("they stay"), "may_close": N_("they may close")},
    "lens": {
        "children": N_("children"),
        "reported": N_("cases reported"),
        "expected": N_("cases expected"),
        "adjusted": N_("cases adjusted for those not reported"),
    },
    "second": {
        "none": N_("nothing else"),
        "cost": N_("what it costs"),
        "worst": N_("the minutes of the worst-off"),
    },
    "objective": {
        "covering": N_("most children within the limit"),
        "p_median": N_("least minutes in all"),
        "p_center": N_("nobody too far"),
        "set_covering": N_("fewest sites that bring everyone within the limit"),
        "backup_covering": N_("most children near two sites, without losing any near one"),
        "capacitated_p_median": N_("least minutes where room is limited"),
        "worst": N_("least highest caseload"),
        "sainte_lague": N_("proportion (Sainte-Laguë)"),
    },
    "cases": {
        "auto": N_("expected, else adjusted, else none"),
        "expected": N_("expected by a model"),
        "adjusted": N_("adjusted for what is not reported"),
        "none": N_("none: children and ways only"),
    },
    "linked": {"surely": N_("all that agree surely"), "likely": N_("all that agree at least likely")},
    "part": {
        "all": N_("all of it"),
        "silent": N_("silent communes"),
        "adjusted": N_("true cases, as assumed"),
        "lists": N_("what several lists leave out"),
    },
    "measure": {
        "standardised": N_("rates standardised for few children"),
        "empirical_bayes": N_("empirical Bayes rates"),
        "crude": N_("crude rates"),
    },
    "correction": {
        "fdr": N_("false discovery rate (Benjamini and Hochberg)"),
        "bonferroni": N_("Bonferroni"),
        "none": N_("none"),
    },
    "method": {
        "min_max": N_("weighted sum of values from 0 (least need) to 1 (most)"),
        "ranks": N_("weighted sum of ranks"),
        "topsis": N_("nearness to the worst-off commune there could be (TOPSIS)"),
    },
}
