"""The bars of a commune's years say no more than may be said, and do not look as if they did."""

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.theme import LIGHT
from app.desktop.year_bars import LEGEND, YearBars, span
from app.language import Language
from app.profiles import ENOUGH_CASES, Year

EN = Language("en")


@pytest.mark.parametrize("few", range(1, ENOUGH_CASES))
def test_too_few_cases_are_a_span_over_all_the_numbers_they_may_be(few: int) -> None:
    assert span(Year(2024, few, True)) == (1, ENOUGH_CASES - 1)


def test_numbers_that_may_be_shown_stand_on_zero_and_no_return_has_no_bar() -> None:
    assert span(Year(2024, 0, True)) == (0, 0)
    assert span(Year(2024, 8, True)) == (0, 8)
    assert span(Year(2024, None, True)) == (0, 0)


def test_the_span_does_not_stand_on_the_ground_as_a_bar_does(qtbot: QtBot) -> None:
    made = YearBars()
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show_years((Year(2023, 3, True), Year(2024, 5, True)), EN, LIGHT)
    picture = made.grab().toImage()
    ratio = picture.devicePixelRatio()
    line = made.fontMetrics().height()
    above_ground = int((made.height() - line - 10) * ratio)
    few, enough = (picture.pixelColor(int(x * ratio), above_ground).name() for x in (55, 165))
    assert enough == LIGHT.bar
    assert few != LIGHT.bar


def test_the_legend_says_which_numbers_it_may_be() -> None:
    assert "1 to 4 cases" in EN.say(LEGEND, n=ENOUGH_CASES, most=ENOUGH_CASES - 1)
