"""What each field of a project's tables is called, in imports and in messages.

A field that results show too keeps the word it has there (`app.words`).
"""

from collections.abc import Mapping

from app import words
from app.language import N_

FIELDS: Mapping[str, str] = {
    "activity": N_("Activity"),
    "age_band": N_("Age group"),
    "agency": N_("Agency"),
    "appointed_on": N_("Appointed on"),
    "capacity": N_("Capacity, children"),
    "children": words.COLUMNS["children"],
    "code": words.COLUMNS["code"],
    "commune_code": words.COLUMNS["commune_code"],
    "cost": N_("Cost"),
    "count": words.COLUMNS["count"],
    "counted": words.COLUMNS["counted"],
    "course_id": N_("Course code"),
    "disclosure": N_("Who may know the address"),
    "due_on": N_("To be reached by"),
    "facility_id": words.COLUMNS["facility_id"],
    "findings": N_("What was found"),
    "from": N_("From"),
    "fte": N_("Share of full time (0–1)"),
    "indicator": N_("Indicator"),
    "kind": words.COLUMNS["kind"],
    "lat": words.COLUMNS["lat"],
    "left_on": N_("Left on"),
    "legal_basis": N_("Legal basis"),
    "lon": words.COLUMNS["lon"],
    "model": N_("Model"),
    "name": words.COLUMNS["name"],
    "officer_id": N_("Officer's code"),
    "open_24h": N_("Open day and night"),
    "partner": N_("Partner"),
    "period_end": N_("Last day of the period"),
    "period_start": N_("First day of the period"),
    "place": N_("Where it happened"),
    "point_id": N_("Settlement code"),
    "post_id": N_("Post"),
    "review_outcome": N_("Outcome of the review"),
    "reviewed_on": N_("Reviewed on"),
    "role": N_("Role"),
    "seats": N_("Seats"),
    "sex": N_("Sex"),
    "stage": words.COLUMNS["stage"],
    "starts_on": N_("Starts on"),
    "status": N_("In use or planned"),
    "team": N_("Team"),
    "to": N_("To"),
    "topic": N_("Topic"),
    "trained_on": N_("Trained on"),
    "unit": N_("Unit of measure"),
    "unit_code": words.COLUMNS["commune_code"],
    "value": N_("Value"),
    "vintage": N_("Codes valid from"),
    "visited_on": N_("Visited on"),
}
