"""Words of inspection visits: the route, its days, the briefs.

Owns their columns, tables, layers and values; `app.words` joins them with those of the other questions.
"""

from app.language import N_

COLUMNS = {
    "arrive": N_("Arrive"),
    "back_at": N_("Day ends at"),
    "date": N_("Date"),
    "day": N_("Day"),
    "end_commune": N_("Ends in"),
    "leave": N_("Leave"),
    "leaves_at": N_("Day starts at"),
    "line": N_("What is known, what to ask"),
    "minutes_from_base": N_("Minutes from the base"),
    "minutes_last": N_("Minutes back"),
    "minutes_of_day": N_("Minutes of the day"),
    "minutes_there": N_("Minutes there"),
    "minutes_on_the_way": N_("Minutes on the way"),
    "nights": N_("Nights"),
    "months_since_visit": N_("Months since the last visit"),
    "open_recommendations": N_("Open recommendations"),
    "overdue_recommendations": N_("Overdue recommendations"),
    "planned": N_("On the route or why not"),
    "rests_at": N_("Break at noon from"),
    "points_recommendations": N_("For recommendations"),
    "points_remoteness": N_("For distance"),
    "points_risk": N_("For risk"),
    "points_silence": N_("For silence"),
    "points_since_visit": N_("For time since a visit"),
    "risk": N_("Risk"),
    "start_commune": N_("Starts in"),
    "stop": N_("Day and stop"),
    "stops": N_("Communes in order"),
    "visit_score": N_("Score of a visit"),
}
TABLES = {
    "briefs": N_("Briefs"),
    "briefs_cases": N_("Briefs, cases and data"),
    "briefs_staff": N_("Briefs, staff"),
    "days": N_("Days of the visit"),
    "route": N_("Route"),
    "stays": N_("Base and nights"),
}
LAYERS = {
    "planned": N_("On the route or why not"),
    "route": N_("Communes visited: day and stop"),
    "stays": N_("Base and nights"),
    "visit_score": N_("Score of a visit"),
    "ways": N_("Order of the communes, by day"),
}
VALUES = {
    "visited": N_("on the route"),
    "not_enough_time": N_("no time left"),
    "out_of_reach": N_("too far for a day"),
    "left_out": N_("left out, as asked"),
    "no_score": N_("nothing says a visit is needed"),
    "no_position": N_("position not known"),
    "brief_facts": N_("Facts"),
    "brief_trend": N_("Reported cases and trend"),
    "brief_services": N_("Services and minutes"),
    "brief_staff": N_("Staff and skills"),
    "brief_recommendations": N_("Open recommendations, both ways"),
    "brief_data": N_("Questions about the data"),
    "brief_ask": N_("What to ask"),
}
STOP_MEANS = N_("Day and stop: 2.1 is the first commune of the second day.")
