"""What a result says: its findings as sentences, what it assumes, where it comes from, and for whom it is."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app import words
from app.desktop.flow import FlowLayout
from app.desktop.folded import Folded
from app.desktop.theme import HAIR, LIGHT, MEDIUM, SMALL, TIGHT, Theme, set_role
from app.language import DEFAULT, N_, Language
from app.release import ALLOWED, Audience
from app.reports.notes import moment
from app.result import Finding, Result
from app.results import StoredResult
from data.project import About

OUT_OF_DATE = N_("Out of date")
_WHY = {
    "out-of-date": N_("The data have changed since this was found; run it again."),
    "simulated": N_("The rows of this project are made up."),
    "schematic": N_("The boundaries are drawn, not surveyed; no figure is computed from them."),
}
EMPTY = N_("Nothing has been asked yet. Choose the settings above and press Run.")


class FindingsView(QWidget):
    """The findings of one result. The first is the answer; the others say what it rests on.

    Its texts cannot be copied: what leaves the program leaves by an export.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self._stored: StoredResult | None = None
        self._about: About | None = None
        self._audience, self._out_of_date = Audience.INTERNAL, False
        self._language, self._theme = Language(DEFAULT), LIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SMALL)
        self._write()

    def show_result(
        self,
        stored: StoredResult | None,
        about: About | None = None,
        *,
        audience: Audience = Audience.INTERNAL,
        out_of_date: bool = False,
    ) -> None:
        """Show what `stored` found in the project `about`, or that nothing was asked yet."""
        self._stored, self._about = stored, about
        self._audience, self._out_of_date = audience, out_of_date
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
        self._write_findings(self._stored.result.findings)
        self._column.addWidget(self._card(self._stored.result))
        self._column.addWidget(label(self._origin(self._stored), "help"))

    def _badges(self) -> QWidget:
        said = self._language.say
        about = self._about
        marks = [
            (f"audience-{self._audience}", words.AUDIENCES[self._audience], True),
            ("simulated", words.SIMULATED, about is not None and about.simulated),
            ("schematic", words.SCHEMATIC, about is not None and about.schematic),
            ("out-of-date", OUT_OF_DATE, self._out_of_date),
        ]
        badges = [label(said(message), role, wrap=False) for role, message, holds in marks if holds]
        for badge in badges:
            badge.setToolTip(said(_WHY.get(str(badge.property("role")), "")))
        return in_line(*badges)

    def _write_findings(self, findings: tuple[Finding, ...]) -> None:
        allowed = ALLOWED[self._audience]
        seen = [each for each in findings if each.sensitivity in allowed]
        for each in seen:
            role = "headline" if each is findings[0] else ""
            self._column.addWidget(label(getattr(each, self._language.code), role))
        if len(seen) < len(findings):
            message = N_("Stays inside, not shown to this audience: {n} of {all} findings.")
            text = self._language.say(message, n=len(findings) - len(seen), all=len(findings))
            self._column.addWidget(label(text, "help"))

    def _card(self, result: Result) -> Folded:
        folded = Folded("model_card", self)
        folded.say(self._language.say(N_("Assumptions and limits")))
        folded.retheme(self._theme)
        folded.inner.setSpacing(MEDIUM)
        for heading, text in self._card_texts(result):
            block = QVBoxLayout()
            block.setSpacing(HAIR)
            block.addWidget(label(self._language.say(heading), "section"))
            block.addWidget(label(text))
            folded.inner.addLayout(block)
        return folded

    def _card_texts(self, result: Result) -> Iterator[tuple[str, str]]:
        code, card, counted = self._language.code, result.card, result.denominator
        if result.period and result.period.sensitivity in ALLOWED[self._audience]:
            start, end = (self._language.date(day) for day in (result.period.start, result.period.end))
            yield N_("Period"), f"{start} – {end}"
        yield N_("Counted in"), f"{self._language.number(counted.total)} {getattr(counted.basis, code)}"
        yield N_("Purpose"), getattr(card.purpose, code)
        yield N_("Assumptions"), getattr(card.assumptions, code)
        yield N_("How it was checked"), getattr(card.checked, code)
        yield N_("Where not to use it"), getattr(card.not_for, code)

    def _origin(self, stored: StoredResult) -> str:
        """Return in one line which result this is, when and with what it was made."""
        known = {each.name: each.value for each in stored.result.provenance}
        made = self._language.say(N_("Made {when}"), when=moment(stored.created_at, self._language))
        return " · ".join(
            str(part) for part in (stored.result_id, made, known.get("program"), known.get("sources")) if part
        )


def label(text: str, role: str = "", *, wrap: bool = True) -> QLabel:
    """Return a label that is never read as markup, and whose text cannot be copied."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setWordWrap(wrap)
    if role:
        set_role(made, role)
    return made


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
