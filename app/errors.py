"""What can be at fault when a person asks for something.

AppError
├── UnknownAnalysis(name, known)
├── BadParameter(analysis, name, value, allowed)
├── UnknownParameter(analysis, name, known)
├── UnknownResult(result_id, known)
├── PlansToCompare(number, fewest, most)
├── DifferentQuestions(analyses)
├── NotAPlan(analysis, known)
│   └── ProposesNothing(analysis, known)
├── NothingToRelease(result_id, audience)
├── UntaggedColumn(table, column)
├── UnknownExport(path, known)
├── BadAssignment(text)
├── NoChildren(indicator, vintage)
├── NoCandidates(candidates)
├── NoAreas(vintage)
├── NoRaster(role)
├── UnknownCommune(code, known)
├── NoCounts(kind, vintage)
├── NoMonthlyCounts(kind, longer)
├── OverlappingPeriods(unit_code, first, second)
├── NoJustification(indicator)
├── NoLens(lens, analysis, question)
│   └── LensNotStated(lens, analysis, question, settings)
├── NoOfficers(roles, day)
├── NoTopics()
├── NoVenues(kinds)
├── NoCoursesAhead(day)
├── NoTargets()
├── TooManyShelters(asked, candidates)
├── TooManyRequired(asked, required, sites)
├── UnknownSites(codes, known)
├── RequiredAndForbidden(codes)
├── NoFigure(field)
├── RulesContradict(rules)
│   └── OneRuleBroken(rule)
├── SitesOutOfReach(communes, p)
├── RoomTooSmall(places, children, communes)
├── RoomNotShared(places, children)
├── NeedAboveRoom(room, children, place)
├── NothingWithin(minutes, communes)
├── UnknownRole(role, known)
├── NoWorkload(parts)
├── CasesAlone(lens)
├── LimitsCross(communes)
├── NoPostsAllowed(posts)
├── PostsBelowMinimum(posts, minimum, communes)
├── PostsAboveMaximum(posts, maximum, communes)
├── NoPosition(name)
├── NoScores(missing)
├── NotTogether(names, days)
├── NotWithinADay(name, minutes, hours)
├── NoWay(name)
├── OneCase(case_id)
├── TooSparse(smallest_overlap, recorded)
├── NoReportingPrior()
├── BadOverlaps(text)
├── BadReferrals(text)
├── UnknownAgency(agency, known)
├── NoKeyring()
├── NoDisplay()
├── PdfUnavailable(reason)
└── PassphrasesDiffer()
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.language import Text


class AppError(Exception):
    """Something a person can mend; carries values, `app.messages` says the sentence."""


class Cancelled(BaseException):
    """Raised out of a `tick` to stop the work. Not an Exception, so that no `except Exception` eats it."""


class UnknownAnalysis(AppError):
    """No analysis is called `name`."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class BadParameter(AppError):
    """A parameter of an analysis has a value it cannot take."""

    def __init__(self, analysis: str, name: str, value: object, allowed: str) -> None:
        super().__init__(analysis, name, value)
        self.analysis, self.name, self.value, self.allowed = analysis, name, value, allowed


class UnknownParameter(AppError):
    """The analysis has no parameter of this name."""

    def __init__(self, analysis: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(analysis, name)
        self.analysis, self.name, self.known = analysis, name, known


class UnknownResult(AppError):
    """The project holds no result of this name."""

    def __init__(self, result_id: str, known: tuple[str, ...]) -> None:
        super().__init__(result_id)
        self.result_id, self.known = result_id, known


class PlansToCompare(AppError):
    """Not as many different plans as can stand side by side."""

    def __init__(self, number: int, fewest: int, most: int) -> None:
        super().__init__(number)
        self.number, self.fewest, self.most = number, fewest, most


class DifferentQuestions(AppError):
    """Plans to compare answer different questions."""

    def __init__(self, analyses: tuple[str, ...]) -> None:
        super().__init__(*analyses)
        self.analyses = analyses


class NotAPlan(AppError):
    """Results of this question plan nothing that this reader may see."""

    def __init__(self, analysis: str, known: tuple[str, ...]) -> None:
        super().__init__(analysis)
        self.analysis, self.known = analysis, known


class ProposesNothing(NotAPlan):
    """Results of a question that measures what there is: no plans."""


class NothingToRelease(AppError):
    """Every part of the result is too sensitive for the audience."""

    def __init__(self, result_id: str, audience: str) -> None:
        super().__init__(result_id, audience)
        self.result_id, self.audience = result_id, audience


class UntaggedColumn(AppError):
    """A part of a result bears no sensitivity, so it may go nowhere."""

    def __init__(self, table: str, column: str) -> None:
        super().__init__(table, column)
        self.table, self.column = table, column


class UnknownExport(AppError):
    """No writer for a file that ends like this."""

    def __init__(self, path: Path, known: tuple[str, ...]) -> None:
        super().__init__(path)
        self.path, self.known = path, known


class BadAssignment(AppError):
    """What should read `name=value` does not."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoChildren(AppError):
    """No number of children is known, so there is nothing to divide by or to plan for."""

    def __init__(self, indicator: str, vintage: str) -> None:
        super().__init__(indicator, vintage)
        self.indicator, self.vintage = indicator, vintage


class NoAreas(AppError):
    """No commune has a shape or a centre, so nothing can be measured between places."""

    def __init__(self, vintage: str) -> None:
        super().__init__(vintage)
        self.vintage = vintage


class NoRaster(AppError):
    """The project has no raster of this role."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class UnknownCommune(AppError):
    """The project has no commune of this code; `known` lists those it has."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(code, known)
        self.code, self.known = code, known


class NoCandidates(AppError):
    """No candidate site with a position may be used."""

    def __init__(self, candidates: str) -> None:
        super().__init__(candidates)
        self.candidates = candidates


class NoCounts(AppError):
    """No case count matches what was asked."""

    def __init__(self, kind: str, vintage: str) -> None:
        super().__init__(kind, vintage)
        self.kind, self.vintage = kind, vintage


class NoMonthlyCounts(AppError):
    """No count of cases received is of a time within one month; `longer` rows are of longer times."""

    def __init__(self, kind: str, longer: int) -> None:
        super().__init__(kind, longer)
        self.kind, self.longer = kind, longer


class OverlappingPeriods(AppError):
    """Two counts of the same thing cover the same days, so adding them would count twice."""

    def __init__(self, unit_code: str, first: str, second: str) -> None:
        super().__init__(unit_code, first, second)
        self.unit_code, self.first, self.second = unit_code, first, second


class NoLens(AppError):
    """The demand has not been seen this way yet: its question was not run. `lens`, `question`: in words."""

    def __init__(self, lens: "Text", analysis: str, question: "Text") -> None:
        super().__init__(lens, analysis, question)
        self.lens, self.analysis, self.question = lens, analysis, question


class LensNotStated(NoLens):
    """The question was answered, but without the parameters that this part of it needs; `settings`: their labels."""

    def __init__(self, lens: "Text", analysis: str, question: "Text", settings: tuple["Text", ...]) -> None:
        super().__init__(lens, analysis, question)
        self.settings = settings


class NoOfficers(AppError):
    """Nobody of these roles (none: of any) is in post on the day; `day` is None where no day is known at all."""

    def __init__(self, roles: tuple[str, ...], day: date | None) -> None:
        super().__init__(roles, day)
        self.roles, self.day = roles, day


class NoTopics(AppError):
    """Courses are asked for, and neither a person nor the project says of what."""


class NoVenues(AppError):
    """No public place of these kinds with a position lies in a commune."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__(kinds)
        self.kinds = kinds


class NoCoursesAhead(AppError):
    """The project states no course of these topics for a day after this one."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class NoTargets(AppError):
    """The project states no target."""


class PassphrasesDiffer(AppError):
    """The passphrase was typed differently the second time."""


class NoJustification(AppError):
    """An indicator of who people are is asked for, and no reason for using it is recorded."""

    def __init__(self, indicator: str) -> None:
        super().__init__(indicator)
        self.indicator = indicator


class OneCase(AppError):
    """A decision about two cases names one case twice."""

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id


class TooSparse(AppError):
    """The lists share or hold too few cases for an estimate of those on none."""

    def __init__(self, smallest_overlap: int, recorded: int) -> None:
        super().__init__(smallest_overlap, recorded)
        self.smallest_overlap, self.recorded = smallest_overlap, recorded


class NoReportingPrior(AppError):
    """True cases are asked for, and nobody has stated what share of cases is reported."""


class BadOverlaps(AppError):
    """What should say how many cases each set of lists has does not: ``police=120; police+health=30``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class BadReferrals(AppError):
    """What should say which agency sends cases to which does not: ``police>health``."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class UnknownAgency(AppError):
    """No list is of this agency."""

    def __init__(self, agency: str, known: tuple[str, ...]) -> None:
        super().__init__(agency, known)
        self.agency, self.known = agency, known


class NoKeyring(AppError):
    """The system keeps no passphrases, or not this one."""


class NoDisplay(AppError):
    """A window was asked for where nothing can show one."""


class PdfUnavailable(AppError):
    """No PDF can be printed on this computer; `reason` is what Qt or the system said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooManyShelters(AppError):
    """More new places were asked for than there are candidate sites; `asked`: how many of what, in words."""

    def __init__(self, asked: "Text", candidates: int) -> None:
        super().__init__(asked, candidates)
        self.asked, self.candidates = asked, candidates


class TooManyRequired(AppError):
    """More sites are required than were asked for; `asked`: how many of what, in words; `sites`: the required ones."""

    def __init__(self, asked: "Text", required: int, sites: "Text") -> None:
        super().__init__(asked, required, sites)
        self.asked, self.required, self.sites = asked, required, sites


class NoPosition(AppError):
    """A commune where a team must go has no position."""

    def __init__(self, name: "Text") -> None:
        super().__init__(name)
        self.name = name


class NoScores(AppError):
    """Nothing says that a visit is worth it; `missing` are the parts of the score whose question was never asked."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class NotTogether(AppError):
    """No route was found that visits all these communes within the days."""

    def __init__(self, names: "Text", days: int) -> None:
        super().__init__(names, days)
        self.names, self.days = names, days


class NotWithinADay(AppError):
    """A commune that must be visited takes longer than a day, even alone; `minutes` are those with the visit."""

    def __init__(self, name: "Text", minutes: int, hours: float) -> None:
        super().__init__(name, minutes, hours)
        self.name, self.minutes, self.hours = name, minutes, hours


class NoWay(AppError):
    """No way leads to a commune that must be visited."""

    def __init__(self, name: "Text") -> None:
        super().__init__(name)
        self.name = name


class UnknownRole(AppError):
    """No officer of the project's communes has or had this role; `known` lists the roles there are."""

    def __init__(self, role: str, known: tuple[str, ...]) -> None:
        super().__init__(role, known)
        self.role, self.known = role, known


class NoWorkload(AppError):
    """Nothing that is known of the communes has a weight; `parts` are what could have one."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__(parts)
        self.parts = parts


class CasesAlone(AppError):
    """Cases, seen by this lens, would be all that posts are shared out by."""

    def __init__(self, lens: str) -> None:
        super().__init__(lens)
        self.lens = lens


class LimitsCross(AppError):
    """The fewest posts of these communes are more than their most."""

    def __init__(self, communes: "Text") -> None:
        super().__init__(communes)
        self.communes = communes


class NoPostsAllowed(AppError):
    """Posts are to be given and no commune may get any."""

    def __init__(self, posts: int) -> None:
        super().__init__(posts)
        self.posts = posts


class PostsBelowMinimum(AppError):
    """Communes are promised `minimum` posts and only `posts` are to be given; `communes` names those."""

    def __init__(self, posts: int, minimum: int, communes: "Text") -> None:
        super().__init__(posts, minimum, communes)
        self.posts, self.minimum, self.communes = posts, minimum, communes


class PostsAboveMaximum(AppError):
    """Communes may take `maximum` posts and `posts` are to be given; `communes` names those that may take any."""

    def __init__(self, posts: int, maximum: int, communes: "Text") -> None:
        super().__init__(posts, maximum, communes)
        self.posts, self.maximum, self.communes = posts, maximum, communes


class UnknownSites(AppError):
    """Codes that name no existing or candidate site with a public address; `known` are those that do."""

    def __init__(self, codes: tuple[str, ...], known: tuple[str, ...]) -> None:
        super().__init__(codes, known)
        self.codes, self.known = codes, known


class RequiredAndForbidden(AppError):
    """The same sites are both required and forbidden."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(codes)
        self.codes = codes


class NoFigure(AppError):
    """A plan asks for a figure (cost, capacity, poverty, remoteness) that nothing in the project states."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class RulesContradict(AppError):
    """No plan respects all of these rules; leave one out and there is one. `rules`: each in words."""

    def __init__(self, rules: tuple["Text", ...]) -> None:
        super().__init__(rules)
        self.rules = rules


class OneRuleBroken(RulesContradict):
    """No plan respects this rule, whatever the others are."""

    def __init__(self, rule: "Text") -> None:
        super().__init__((rule,))
        self.rule = rule


class SitesOutOfReach(AppError):
    """No choice of `p` sites is reached by all the children of these communes."""

    def __init__(self, communes: tuple["Text", ...], p: int) -> None:
        super().__init__(communes, p)
        self.communes, self.p = communes, p


class RoomTooSmall(AppError):
    """The sites that may open together have room for fewer children than there are; `communes`: with most of them."""

    def __init__(self, places: float, children: float, communes: tuple["Text", ...]) -> None:
        super().__init__(places, children, communes)
        self.places, self.children, self.communes = places, children, communes


class RoomNotShared(AppError):
    """There is room enough in all, but no way to share the children out over it keeps each place's together."""

    def __init__(self, places: float, children: float) -> None:
        super().__init__(places, children)
        self.places, self.children = places, children


class NeedAboveRoom(AppError):
    """More children live in one `place`, who go to one site together, than the roomiest site in reach has room for."""

    def __init__(self, room: float, children: float, place: "Text") -> None:
        super().__init__(room, children, place)
        self.room, self.children, self.place = room, children, place


class NothingWithin(AppError):
    """No candidate site lies within so many minutes of any child; `communes` are those with most children."""

    def __init__(self, minutes: float, communes: tuple["Text", ...]) -> None:
        super().__init__(minutes, communes)
        self.minutes, self.communes = minutes, communes
