"""What a result says: its findings as sentences, what it assumes, where it comes from, and for whom it is."""

import re
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app import words
from app.desktop.dialog_parts import label, named
from app.desktop.flow import FlowLayout
from app.desktop.folded import Folded
from app.desktop.theme import HAIR, LIGHT, MEDIUM, SMALL, TIGHT, Theme
from app.language import DEFAULT, N_, Language
from app.model_card import WARNING, card_parts, warning
from app.names import shown_source
from app.plain_words import explanations
from app.project_words import AUDIENCES, PROVENANCE
from app.release import ALLOWED, Audience
from app.result import Finding, Result
from app.results import StoredResult

OUT_OF_DATE = N_("Out of date")
_WHY = {
    "out-of-date": N_("The data have changed since this was found; run it again."),
}
_SCREENS = {
    Audience.INTERNAL: N_("INTERNAL SCREEN – not to be passed on"),
    Audience.SHAREABLE: AUDIENCES[Audience.SHAREABLE],
}
_INTERVAL = re.compile(r"(?<=\d) (?:(?:to|and|đến|và|–) (?=\d)|%)")
PERIOD = N_("Period: {period}")
EMPTY = N_("Nothing has been asked yet. Choose the settings above and press Run.")


class FindingsView(QWidget):
    """The findings of one result. The first is the answer; the others say what it rests on.

    Its texts cannot be copied: what leaves the program leaves by an export.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self._stored: StoredResult | None = None
        self._audience, self._out_of_date = Audience.INTERNAL, False
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SMALL)
        self._write()

    def show_result(
        self,
        stored: StoredResult | None,
        *,
        audience: Audience = Audience.INTERNAL,
        out_of_date: bool = False,
    ) -> None:
        """Show what `stored` found, or that nothing was asked yet."""
        self._stored, self._audience, self._out_of_date = stored, audience, out_of_date
        self._write()

    def show_audience(self, audience: Audience) -> None:
        """Mark what `audience` may not see."""
        self._audience = audience
        self._write()

    def retranslate(self, language: Language) -> None:
        """Write everything in `language`."""
        self._language = language
        self._write()

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        self._theme = theme
        for folded in self.findChildren(Folded):
            folded.retheme(theme)

    def _write(self) -> None:
        _empty(self._column)
        if self._stored is None:
            self._column.addWidget(label(self._language.say(EMPTY), "empty"))
            return
        self._column.addWidget(self._badges())
        if (period := self._stored.result.period) and period.sensitivity in ALLOWED[self._audience]:
            text = self._language.say(PERIOD, period=words.period_text(period, self._language))
            self._column.addWidget(label(text, "section"))
        if said := warning(self._stored.result.card, self._language):
            self._column.addWidget(self._warning(said))
        self._write_findings(self._stored.result.findings)
        self._column.addWidget(self._card(self._stored))
        made = N_("Made {when}")
        when = self._language.moment(self._stored.created_at)
        self._column.addWidget(label(self._language.say(made, when=when), "help"))

    def _badges(self) -> QWidget:
        said = self._language.say
        marks = [
            (f"audience-{self._audience}", _SCREENS[self._audience], True),
            ("out-of-date", OUT_OF_DATE, self._out_of_date),
        ]
        badges = [label(said(message), role, wrap=False) for role, message, holds in marks if holds]
        for badge in badges:
            badge.setToolTip(said(_WHY.get(str(badge.property("role")), "")))
        return in_line(*badges)

    def _write_findings(self, findings: tuple[Finding, ...]) -> None:
        allowed = ALLOWED[self._audience]
        seen = [each for each in findings if each.sensitivity in allowed]
        explained: set[str] = set()
        for each in seen:
            text = getattr(each, self._language.code)
            self._column.addWidget(label(unbroken(text), "headline" if each is findings[0] else ""))
            for meaning in explanations(text, self._language):
                if meaning not in explained:
                    self._column.addWidget(label(meaning, "help"))
                explained.add(meaning)
        if len(seen) < len(findings):
            message = N_("Stays inside, not shown to this audience: {n} of {all} findings.")
            text = self._language.say(message, n=len(findings) - len(seen), all=len(findings))
            self._column.addWidget(label(text, "help"))

    def _card(self, stored: StoredResult) -> Folded:
        folded = Folded("model_card", self)
        folded.say(self._language.say(N_("Assumptions and limits")))
        folded.retheme(self._theme)
        folded.inner.setSpacing(MEDIUM)
        for heading, text in (*self._card_texts(stored.result), *self._origin(stored)):
            block = QVBoxLayout()
            block.setSpacing(HAIR)
            block.addWidget(label(heading, "section"))
            block.addWidget(label(text))
            folded.inner.addLayout(block)
        return folded

    def _warning(self, text: str) -> QFrame:
        """Return the warning of the model card, which stands before anything that was found."""
        box = named(QFrame(), "card_warning")
        box.setProperty("role", "message")
        box.setProperty("level", "warning")
        column = QVBoxLayout(box)
        column.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        column.setSpacing(HAIR)
        column.addWidget(label(self._language.say(WARNING), "section"))
        column.addWidget(label(text))
        return box

    def _card_texts(self, result: Result) -> Iterator[tuple[str, str]]:
        counted = result.denominator
        seen = [each for each in result.card.validation if each.sensitivity in ALLOWED[self._audience]]
        yield from card_parts(replace(result.card, validation=tuple(seen)), self._language)
        if result.period and result.period.sensitivity in ALLOWED[self._audience]:
            start, end = (self._language.date(day) for day in (result.period.start, result.period.end))
            yield self._language.say(N_("Period")), f"{start} – {end}"
        basis = getattr(counted.basis, self._language.code)
        yield self._language.say(N_("Counted in")), f"{self._language.number(counted.total)} {basis}"

    def _origin(self, stored: StoredResult) -> Iterator[tuple[str, str]]:
        """Yield which result this is and with what it was made."""
        known = {each.name: str(each.value) for each in stored.result.provenance}
        yield self._language.say(N_("Result")), " · ".join(filter(None, (stored.result_id, known.get("program"))))
        if known.get("sources"):
            yield self._language.say(PROVENANCE["sources"]), shown_source(known["sources"], self._language)


def unbroken(text: str) -> str:
    r"""Return `text` with each interval, and each number with its %, kept on one line.

    >>> unbroken("2.1 to 2.4 %").replace("\N{NO-BREAK SPACE}", "_")
    '2.1_to_2.4_%'
    """
    return _INTERVAL.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def in_line(*widgets: QWidget) -> QWidget:
    """Return the widgets side by side, in as many lines as they need."""
    row = QWidget()
    flow = FlowLayout(row, TIGHT)
    for widget in widgets:
        flow.addWidget(widget)
    return row


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
