"""What can be wrong with the input of a model, as values.

Every class carries the figures a sentence needs and no sentence of its own; `app.messages` says it.

::

    ModelError
    ├── BadShape(name, expected, got)
    ├── NotFinite(name, position)
    ├── NegativeValue(name, position)
    ├── OutOfRange(name, value, lower, upper)
    ├── NotWhole(name, value)
    ├── NoPopulation()
    ├── NoCases()
    ├── BadNeighbour(unit, neighbour, units)
    ├── TooShortHistory(at, needed)
    ├── CasesWithoutPopulation(positions)
    ├── MoreCasesThanPopulation(position, cases, population)
    ├── NoSites(p)
    ├── TooManySites(p, candidates)
    ├── TooFewSites(p, fixed)
    ├── BadSite(position, candidates)
    ├── ConflictingSites(positions)
    ├── Infeasible(demands, p)
    ├── ContradictoryRules(rules)
    ├── TooLittleRoom(capacity, demand)
    ├── MissingColumn(table, column)
    ├── BadPlace(name, position, places)
    ├── OutOfReach(place, minutes, day_minutes)
    ├── TooLongForDays(places, days)
    ├── TooFewPosts(posts, minimum)
    ├── TooManyPosts(posts, maximum)
    ├── NoWeight()
    ├── NothingFound(seconds)
    ├── TooFewLists(lists)
    ├── TooManyLists(lists, most)
    ├── RepeatedList(name)
    ├── BadPattern(row, name, value)
    ├── PatternOfNoList(count)
    ├── UnknownTerm(term, lists)
    ├── NoOverlap(lists)
    └── NotEstimable(terms)
"""

from collections.abc import Iterable


class ModelError(Exception):
    """The input of a model is at fault; every class below says in what way."""


class BadShape(ModelError):
    """An array has another shape than the others ask for; -1 stands for any length."""

    def __init__(self, name: str, expected: tuple[int, ...], got: tuple[int, ...]) -> None:
        super().__init__(name, expected, got)
        self.name = name
        self.expected = expected
        self.got = got


class NotFinite(ModelError):
    """A value is not a number, or infinite where a finite one is needed."""

    def __init__(self, name: str, position: tuple[int, ...]) -> None:
        super().__init__(name, position)
        self.name = name
        self.position = position


class NegativeValue(ModelError):
    """A value that cannot be negative is; `position` is empty for a single number."""

    def __init__(self, name: str, position: tuple[int, ...]) -> None:
        super().__init__(name, position)
        self.name = name
        self.position = position


class OutOfRange(ModelError):
    """A number lies outside the open interval it must lie in."""

    def __init__(self, name: str, value: float, lower: float, upper: float) -> None:
        super().__init__(name, value, lower, upper)
        self.name = name
        self.value = value
        self.lower = lower
        self.upper = upper


class NotWhole(ModelError):
    """A number that counts things is not whole."""

    def __init__(self, name: str, value: float) -> None:
        super().__init__(name, value)
        self.name = name
        self.value = value


class NoPopulation(ModelError):
    """Not one area has population, so there is no rate at all."""


class NoCases(ModelError):
    """Not one case was counted, so a model has nothing to learn from."""


class CasesWithoutPopulation(ModelError):
    """Cases lie where nobody lives, so their rate is not defined."""

    def __init__(self, positions: Iterable[int]) -> None:
        self.positions = tuple(positions)
        super().__init__(self.positions)


class MoreCasesThanPopulation(ModelError):
    """A place has more cases than cases and controls together."""

    def __init__(self, position: int, cases: int, population: int) -> None:
        super().__init__(position, cases, population)
        self.position = position
        self.cases = cases
        self.population = population


class TooShortHistory(ModelError):
    """Only `at` periods lie before one that is judged; `needed` are."""

    def __init__(self, at: int, needed: int) -> None:
        super().__init__(at, needed)
        self.at = at
        self.needed = needed


class BadNeighbour(ModelError):
    """A neighbour's position is not that of another unit; `units` is their number."""

    def __init__(self, unit: int, neighbour: int, units: int) -> None:
        super().__init__(unit, neighbour, units)
        self.unit = unit
        self.neighbour = neighbour
        self.units = units


class NoSites(ModelError):
    """Fewer than one site was asked for."""

    def __init__(self, p: int) -> None:
        super().__init__(p)
        self.p = p


class TooManySites(ModelError):
    """More sites were asked for than candidates are allowed."""

    def __init__(self, p: int, candidates: int) -> None:
        super().__init__(p, candidates)
        self.p = p
        self.candidates = candidates


class TooFewSites(ModelError):
    """Fewer sites were asked for than are fixed; `fixed` is their number."""

    def __init__(self, p: int, fixed: int) -> None:
        super().__init__(p, fixed)
        self.p = p
        self.fixed = fixed


class BadSite(ModelError):
    """A fixed or forbidden position is no candidate; `candidates` is their number."""

    def __init__(self, position: int, candidates: int) -> None:
        super().__init__(position, candidates)
        self.position = position
        self.candidates = candidates


class ConflictingSites(ModelError):
    """The same positions are both fixed and forbidden."""

    def __init__(self, positions: Iterable[int]) -> None:
        self.positions = tuple(positions)
        super().__init__(self.positions)


class Infeasible(ModelError):
    """No `p` allowed sites reach every demand.

    `demands` are the positions that make it so: those no allowed site reaches or, where each is reached by some
    site, those left over by a choice of `p` sites that leaves the fewest.
    """

    def __init__(self, demands: Iterable[int], p: int) -> None:
        self.demands = tuple(demands)
        self.p = p
        super().__init__(self.demands, p)


class ContradictoryRules(ModelError):
    """No plan respects these rules together; leave one of them out and there is one.

    `rules` are pairs of a kind ("number", "fixed", "budget", "apart", "group", "reach") and positions: of the site
    ("fixed"), of two sites ("apart"), of the group in the list of groups ("group"), of the demand ("reach").
    """

    def __init__(self, rules: Iterable[tuple[str, tuple[int, ...]]]) -> None:
        self.rules = tuple(rules)
        super().__init__(self.rules)


class TooLittleRoom(ModelError):
    """The sites that may open together hold less than the demand, or no way of sharing it out fits."""

    def __init__(self, capacity: float, demand: float) -> None:
        super().__init__(capacity, demand)
        self.capacity = capacity
        self.demand = demand


class MissingColumn(ModelError):
    """A table lacks a column that the model reads."""

    def __init__(self, table: str, column: str) -> None:
        super().__init__(table, column)
        self.table = table
        self.column = column


class BadPlace(ModelError):
    """A position named for `name` (base, end, lodging, must) is none of the `places`."""

    def __init__(self, name: str, position: int, places: int) -> None:
        super().__init__(name, position, places)
        self.name = name
        self.position = position
        self.places = places


class OutOfReach(ModelError):
    """A place that must be visited takes more minutes than a day has, even alone."""

    def __init__(self, place: int, minutes: float, day_minutes: float) -> None:
        super().__init__(place, minutes, day_minutes)
        self.place = place
        self.minutes = minutes
        self.day_minutes = day_minutes


class TooLongForDays(ModelError):
    """No plan was found that visits all of `places` within the days."""

    def __init__(self, places: Iterable[int], days: int) -> None:
        self.places = tuple(places)
        self.days = days
        super().__init__(self.places, days)


class TooFewPosts(ModelError):
    """Fewer posts are to be given than the minima of the units add up to."""

    def __init__(self, posts: int, minimum: int) -> None:
        super().__init__(posts, minimum)
        self.posts = posts
        self.minimum = minimum


class TooManyPosts(ModelError):
    """More posts are to be given than the maxima of the units allow."""

    def __init__(self, posts: int, maximum: int) -> None:
        super().__init__(posts, maximum)
        self.posts = posts
        self.maximum = maximum


class NoWeight(ModelError):
    """Not one criterion has a weight above 0."""


class NothingFound(ModelError):
    """The time limit came before any choice of sites that reaches every demand was found."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TooFewLists(ModelError):
    """Fewer than two lists hold a case; `lists` is how many do."""

    def __init__(self, lists: int) -> None:
        super().__init__(lists)
        self.lists = lists


class TooManyLists(ModelError):
    """More lists than the patterns of can be gone through."""

    def __init__(self, lists: int, most: int) -> None:
        super().__init__(lists, most)
        self.lists = lists
        self.most = most


class RepeatedList(ModelError):
    """Two lists bear one name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class BadPattern(ModelError):
    """A pattern says something other than 0 or 1 of a list; `row` counts from 0."""

    def __init__(self, row: int, name: str, value: float) -> None:
        super().__init__(row, name, value)
        self.row = row
        self.name = name
        self.value = value


class PatternOfNoList(ModelError):
    """Cases are counted that stand on no list, which is what is asked."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class UnknownTerm(ModelError):
    """A dependence is no pair of the lists."""

    def __init__(self, term: str, lists: Iterable[str]) -> None:
        self.term = term
        self.lists = tuple(lists)
        super().__init__(term, self.lists)


class NoOverlap(ModelError):
    """No case stands on two of the lists."""

    def __init__(self, lists: Iterable[str]) -> None:
        self.lists = tuple(lists)
        super().__init__(self.lists)


class NotEstimable(ModelError):
    """The model with these dependences has no finite and unique estimate; none: the lists taken as independent."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(terms)
        super().__init__(self.terms)
