"""At night nobody is sent to a place that is known to close; where the hours are not known, that is said."""

import pytest

from app.questions import find
from app.result import Result
from tests.app.travel_projects import places, two_communes

PLACES = places(
    {"open_24h": True, "capacity": 5}, {"open_24h": False, "capacity": 7, "lon": 105.06},
    {"kind": "police_post", "open_24h": False, "lon": 105.05}, {"kind": "police_post", "lon": 105.15},
    {"kind": "hospital", "open_24h": True},
)  # fmt: skip


def ask(analysis: str, season: str) -> Result:
    question = find(analysis)
    return question.run(two_communes(facilities=PLACES), question.parameters(season=season, resolution=1000))  # type: ignore[call-arg]


@pytest.mark.parametrize(("season", "room"), [("dry", 12), ("night", 5)])
def test_room_of_a_place_that_closes_is_no_room_at_night(season: str, room: int) -> None:
    found = ask("supply", season)
    assert found.table("totals").values("places_of") == [room]
    assert ("not counted are 1 that close" in str(found.findings)) == (season == "night")


@pytest.mark.parametrize(("season", "post"), [("dry", "Nhà 3 (Xã Tây)"), ("night", "Nhà 4 (Xã Tây)")])
def test_referral_goes_to_a_police_post_that_is_open(season: str, post: str) -> None:
    found = ask("referral", season)
    assert set(found.table("referrals").values("police_post")) == {post}
    assert ("counted are 1 whose hours are not known" in str(found.findings)) == (season == "night")
