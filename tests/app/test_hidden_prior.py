"""From what a person states to a prior and its picture."""

import pytest

from app.analyses.hidden import picture
from app.errors import BadParameter
from app.hidden_parameters import Parameters
from app.hidden_prior import prior_of, prior_table
from app.result import Sensitivity

STATED = {"reporting_lower": 10, "reporting_upper": 30}


def test_nothing_stated_is_no_prior_and_no_picture() -> None:
    assert prior_of(Parameters()) is None
    assert picture(Parameters()) is None
    assert prior_table(None).rows == ()


def test_percent_become_shares() -> None:
    prior = prior_of(Parameters(**STATED, presence_link_lower=1, presence_link_upper=2.6))
    assert prior is not None
    assert (prior.lower, prior.upper) == (0.1, 0.3)
    assert [link.mean for link in prior.links] == pytest.approx([1.8, 0.0])


@pytest.mark.parametrize(
    ("given", "at_fault"),
    [
        ({"reporting_lower": 30}, "reporting_upper"),
        ({"reporting_upper": 30}, "reporting_lower"),
        ({"reporting_lower": 30, "reporting_upper": 30}, "reporting_upper"),
        ({"reporting_lower": 30, "reporting_upper": 30.001}, "reporting_upper"),
        ({"presence_link_upper": -1}, "presence_link_upper"),
        ({**STATED, "distance_link_lower": 0.5}, "distance_link_upper"),
    ],
)
def test_a_range_the_wrong_way_round_or_half_of_one_is_refused_and_not_drawn(
    given: dict[str, float], at_fault: str
) -> None:
    with pytest.raises(BadParameter) as refused:
        prior_of(Parameters(**given))
    assert refused.value.name == at_fault
    assert picture(Parameters(**given)) is None


def test_the_picture_is_three_densities_over_reporting_rates() -> None:
    drawn = picture(Parameters(**STATED, presence_link_lower=1, presence_link_upper=2.6))
    assert drawn is not None
    table, chart = drawn
    assert chart.columns <= {column.name for column in table.columns}
    assert table.sensitivity == chart.sensitivity == Sensitivity.PUBLIC
    rates = [float(value or 0) for value in table.values("reporting_rate")]
    means = []
    for line in chart.lines:
        density = [float(value or 0) for value in table.values(line)]
        assert sum(density) * 0.005 == pytest.approx(1.0, abs=0.01)
        means.append(sum(rate * each for rate, each in zip(rates, density, strict=True)) / sum(density))
    all_cases, without, full = means
    assert without < all_cases < full
    assert all_cases == pytest.approx(19.1, abs=0.1)


def test_the_table_says_what_was_assumed() -> None:
    table = prior_table(prior_of(Parameters(**STATED, distance_link_lower=-1, distance_link_upper=0)))
    assert table.values("assumed") == ["mean_reporting_rate", "presence_link", "distance_link", "reporting_spread"]
    assert table.values("range_from") == [10, 0, -1, None]
