"""The profile of the selected commune: facts, cases by year, services, staff, and why it was chosen or not."""

from collections.abc import Container, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app import words
from app.desktop.dialog_parts import label
from app.desktop.findings_view import PERIOD, in_line
from app.desktop.theme import HAIR, LARGE, LIGHT, MEDIUM, SMALL, TIGHT, Theme
from app.desktop.year_bars import LEGEND, YearBars
from app.language import DEFAULT, N_, Language
from app.names import shown_name
from app.plan_words import RANK_MEANS
from app.profile_words import fact_label, topic_word
from app.profiles import ENOUGH_CASES, Fact, Profile, Site, Staff, commune_of, profile_of
from app.release import Audience
from app.result import Column, Result, Sensitivity
from app.scope import kind_word
from data.project import Project

EMPTY = N_("Select a commune on the map, in the table or in the chart to read its profile.")
KEPT_BACK = N_("Not shown to this audience.")
_KIND = Column("kind", "", Sensitivity.AREA)


class CommuneProfile(QScrollArea):
    """What is known of one commune, in one column. Its texts cannot be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profile")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._profile: Profile | None = None
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._write()

    @property
    def code(self) -> str:
        """The code of the commune shown; empty without one."""
        return self._profile.code if self._profile else ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds its cases by year are of; empty: all."""
        return self._profile.kinds if self._profile else ()

    def show_commune(
        self,
        project: Project | None,
        result: Result | None,
        code: str | None,
        *,
        audience: Audience = Audience.INTERNAL,
        kinds: Sequence[str] = (),
    ) -> None:
        """Show the commune `code` of `project` and what `result` says of it; a code it has not: that none is chosen.

        Its cases by year are those of `kinds`; none named: of all kinds.
        """
        known = project is not None and code is not None and bool(commune_of(project, (code,)))
        self._profile = (
            profile_of(project, code, result=result, audience=audience, kinds=kinds)
            if project and code and known
            else None
        )
        self._write()

    def retranslate(self, language: Language) -> None:
        """Write everything in `language`."""
        self._language = language
        self._write()

    def retheme(self, theme: Theme) -> None:
        """Draw everything in the colours of `theme`."""
        self._theme = theme
        self._write()

    def _write(self) -> None:
        body = QWidget()
        body.setProperty("role", "panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, LARGE)
        column.setSpacing(LARGE)
        for part in self._parts(self._profile) if self._profile else (label(self._say(EMPTY), "empty"),):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)

    def _say(self, message: str, /, **values: object) -> str:
        return self._language.say(message, **values)

    def _parts(self, profile: Profile) -> Iterable[QWidget]:
        yield self._head(profile)
        if profile.found or profile.sites or profile.candidates is not None:
            yield self._section(N_("In the result shown"), self._found(profile))
        yield self._section(N_("Reported cases by year"), self._years(profile))
        yield self._section(N_("Services in the commune"), self._services(profile))
        yield self._section(N_("Staff"), self._staff(profile))

    def _head(self, profile: Profile) -> QWidget:
        area = Fact(Column("area_km2", "", Sensitivity.PUBLIC), profile.area_km2)
        return _block(
            label(shown_name(profile.name, self._language), "title"),
            label(self._say(N_("Commune code {code}"), code=profile.code), "help"),
            self._facts((*profile.facts, area)),
        )

    def _section(self, heading: str, parts: Iterable[QWidget]) -> QWidget:
        return _block(label(self._say(heading), "heading"), *parts)

    def _facts(self, facts: Sequence[Fact]) -> QWidget:
        known = {fact.column.name: fact for fact in facts if words.is_read(fact.column, self._language)}
        ends = {name: own for name in known if (own := interval_of(name, known))}
        within = {end for own in ends.values() for end in own}
        return _pairs(
            (fact_label(fact, self._language), self._with_interval(fact, [known[end] for end in ends.get(name, ())]))
            for name, fact in known.items()
            if name not in within
        )

    def _with_interval(self, fact: Fact, ends: Sequence[Fact]) -> str:
        """Return a value with its interval in brackets, so that neither is read without the other."""
        text = self._value(fact)
        if not ends or any(end.value is None for end in ends):
            return text
        return f"{text} ({' – '.join(self._value(end) for end in ends)})"

    def _value(self, fact: Fact) -> str:
        return words.value_text(fact.column, fact.value, self._language)

    def _found(self, profile: Profile) -> Iterable[QWidget]:
        if profile.period and profile.found:
            period = words.period_text(profile.period, self._language)
            yield label(self._say(PERIOD, period=period), "help")
        for site in profile.sites:
            yield self._site(site)
        if profile.candidates is not None:
            if not profile.sites:
                yield label(self._say(N_("No site is proposed in this commune.")))
            message = N_("Candidate sites here that were not chosen: {n}.")
            yield label(self._say(message, n=profile.candidates), "help")
        if profile.found:
            yield self._facts(profile.found)

    def _site(self, site: Site) -> QWidget:
        rank = self._say(N_("Proposed, no. {rank}: {name}"), rank=site.rank, name=shown_name(site.name, self._language))
        reason = [label(getattr(line, self._language.code)) for line in site.reason]
        return _block(label(rank, "value"), *reason, label(self._say(RANK_MEANS), "help"))

    def _years(self, profile: Profile) -> Iterable[QWidget]:
        if "years" in profile.kept_back:
            yield label(self._say(KEPT_BACK), "help")
            return
        if profile.kinds:
            kinds = ", ".join(kind_word(kind, self._language) for kind in profile.kinds)
            yield label(self._say(N_("Only these kinds of case: {kinds}"), kinds=kinds), "help")
        if profile.years is None:
            yield label(self._say(N_("The counts overlap, so no total of a year is known.")), "help")
        elif not any(each.cases is not None for each in profile.years):
            yield label(self._say(N_("No return was sent.")), "help")
        else:
            bars = YearBars()
            bars.show_years(profile.years, self._language, self._theme)
            yield bars
            if not any(each.enough and each.cases for each in profile.years):
                yield label(self._say(N_("Too few cases a year to see a trend.")))
            yield label(self._say(LEGEND, n=ENOUGH_CASES, most=ENOUGH_CASES - 1), "help")

    def _services(self, profile: Profile) -> Iterable[QWidget]:
        if profile.services:
            yield _pairs(
                (self._service(each.kind, each.not_public), self._language.number(each.number))
                for each in profile.services
            )
        else:
            yield label(self._say(N_("The project knows of none.")), "help")
        yield from self._nearest(profile)

    def _service(self, kind: str, not_public: int) -> str:
        word = words.value_text(_KIND, kind, self._language)
        word = word[:1].upper() + word[1:]
        hidden = self._say(N_("not public: {n}"), n=not_public)
        return f"{word} ({hidden})" if not_public else word

    def _nearest(self, profile: Profile) -> Iterable[QWidget]:
        near = profile.nearest
        if near is None:
            yield label(self._say(N_("No shelter with a known position.")), "help")
        else:
            message = N_("Nearest shelter: {name}, {km:1} km from the commune's centre by air line.")
            yield label(self._say(message, name=shown_name(near.name, self._language), km=near.km))
            if not near.public:
                yield in_line(label(self._say(N_("Address not public: stays inside")), "inside"))
        if "places" in profile.kept_back:
            yield label(self._say(N_("Only places whose address is public are counted here.")), "help")

    def _staff(self, profile: Profile) -> Iterable[QWidget]:
        if "staff" in profile.kept_back:
            yield label(self._say(KEPT_BACK), "help")
        elif profile.staff is None:
            yield label(self._say(N_("The project knows of none.")), "help")
        else:
            yield _pairs(self._staff_lines(profile.staff))
            yield label(self._skills(profile.staff), "help")

    def _staff_lines(self, staff: Staff) -> Iterable[tuple[str, str]]:
        number = self._language.number
        yield self._say(N_("Officers in post")), number(staff.officers)
        if staff.posts:
            yield self._say(N_("Child-protection posts")), number(staff.posts)
            yield self._say(N_("of these vacant")), number(staff.vacant)
            yield self._say(N_("Full-time equivalents for child protection")), number(staff.fte, 2)

    def _skills(self, staff: Staff) -> str:
        if not staff.skills:
            return self._say(N_("Trained in: nothing known."))
        listed = (f"{topic_word(topic, self._language)} ({self._language.number(n)})" for topic, n in staff.skills)
        return self._say(N_("Trained in: {topics}."), topics=", ".join(listed))


def interval_of(name: str, known: Container[str]) -> tuple[str, str] | None:
    """Return the names of the limits that go with the figure `name`, where both are `known`; a crude rate's are bare.

    >>> interval_of("true_rate", {"true_rate_lower", "true_rate_upper"})
    ('true_rate_lower', 'true_rate_upper')
    """
    stems = dict.fromkeys((f"{name}_", f"{name.removesuffix('_rate')}_", "" if name == "rate" else f"{name}_"))
    pairs = [(f"{stem}lower", f"{stem}upper") for stem in stems]
    return next((pair for pair in pairs if all(end in known for end in pair)), None)


def _block(*parts: QWidget) -> QWidget:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(TIGHT)
    for part in parts:
        column.addWidget(part)
    return block


_LONG = 20
"""Letters of a value that leave no room for its name beside it."""
_SENTENCE = 60
"""Letters from which a value is a sentence, which is read as such."""


def _pairs(pairs: Iterable[tuple[str, str]]) -> QWidget:
    """Return lines of a name on the left and a value on the right; a long value wraps below its name."""
    block = QWidget()
    lines = QVBoxLayout(block)
    lines.setContentsMargins(0, HAIR, 0, HAIR)
    lines.setSpacing(TIGHT)
    for name, value in pairs:
        if len(value) > _LONG:
            lines.addWidget(label(name))
            lines.addWidget(label(value, "value" if len(value) < _SENTENCE else ""))
        else:
            line = QHBoxLayout()
            line.setSpacing(SMALL)
            line.addWidget(label(name), 1)
            line.addWidget(_right(value))
            lines.addLayout(line)
    return block


def _right(text: str) -> QLabel:
    made = label(text, "value", wrap=False)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return made
