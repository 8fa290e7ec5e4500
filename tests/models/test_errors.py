"""Every error of the room carries its values, also to another process."""

import pickle

import pytest

from models import errors

RAISED = [
    errors.BadShape("weights", (2,), (3,)),
    errors.NotFinite("cost", (0, 1)),
    errors.NegativeValue("cost", (0, 1)),
    errors.OutOfRange("level", 2.0, 0.0, 1.0),
    errors.NotWhole("p", 1.5),
    errors.NoPopulation(),
    errors.NoCases(),
    errors.TooShortHistory(11, 12),
    errors.BadNeighbour(2, 9, 4),
    errors.CasesWithoutPopulation([0, 3]),
    errors.MoreCasesThanPopulation(1, 3, 2),
    errors.NoSites(0),
    errors.TooManySites(3, 2),
    errors.TooFewSites(1, 2),
    errors.BadSite(9, 3),
    errors.ConflictingSites([1, 2]),
    errors.Infeasible([4, 7], 2),
    errors.ContradictoryRules([("budget", ()), ("reach", (3,))]),
    errors.TooLittleRoom(5.0, 8.0),
    errors.MissingColumn("courses", "seats"),
    errors.BadPlace("base", 9, 3),
    errors.OutOfReach(2, 700.0, 480.0),
    errors.TooLongForDays([1, 2], 3),
    errors.TooFewPosts(1, 3),
    errors.TooManyPosts(9, 5),
    errors.NoWeight(),
    errors.NothingFound(1.5),
    errors.TooFewLists(1),
    errors.TooManyLists(11, 10),
    errors.RepeatedList("police"),
    errors.BadPattern(3, "police", 2.0),
    errors.PatternOfNoList(4),
    errors.UnknownTerm("police:school", ["health", "police"]),
    errors.NoOverlap(["health", "police"]),
    errors.NotEstimable(["health:police"]),
]


def test_every_error_is_here() -> None:
    assert {type(error) for error in RAISED} == set(errors.ModelError.__subclasses__())


def test_the_tree_in_the_docstring_names_every_error() -> None:
    assert all(f"── {type(error).__name__}(" in errors.__doc__ for error in RAISED)


@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_its_values_survive_the_way_from_a_worker_process(error: errors.ModelError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
