"""The line at the window's foot: what is being done and how far, when the project was last saved, what leaves.

Everything that is applied is already stored: the line says since when.
"""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from app.desktop.dialog_parts import named
from app.desktop.theme import MEDIUM, Theme, icon
from app.language import DEFAULT, N_, Language
from app.messages import said

if TYPE_CHECKING:
    from data.errors import ProjectFileError

_STEPS = 1000
_BAR_WIDTH = 180


class Status(QStatusBar):
    """Progress and cancel, saved time, and the promise that nothing leaves."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(MEDIUM, 0, MEDIUM, 0)
        self._language = Language(DEFAULT)
        self._title, self._saved_at, self._saved_on = "", QTime(), date.today()
        self._work = named(QLabel(), "work")
        self._bar = named(QProgressBar(), "progress")
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._cancel = named(QPushButton(), "cancel")
        self._cancel.setProperty("role", "quiet")
        self._cancel.setShortcut("Esc")
        self._cancel.clicked.connect(self.cancel_asked)
        self._saved = named(QLabel(), "saved")
        self._backup = named(QLabel(), "backup_problem")
        self._backup.setProperty("role", "quiet-mark")
        self._backup_problem: ProjectFileError | None = None
        self._between = QLabel("·")
        self._promise = named(QLabel(), "promise")
        for part in (self._bar, self._work, self._cancel):
            self.addWidget(part)
        for part in (self._backup, self._saved, self._between, self._promise):
            part.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            self.addPermanentWidget(part)
        self._backup.hide()
        self.show_idle()

    def show_progress(self, title: str, fraction: float) -> None:
        """Show how far the work `title` is."""
        self._title = title
        self._bar.setValue(round(_STEPS * fraction))
        self._work.setText(f"{title} {self._language.percent(fraction)}")
        for part in (self._bar, self._work, self._cancel):
            part.show()

    def show_idle(self) -> None:
        """Show that nothing is being done."""
        for part in (self._bar, self._work, self._cancel):
            part.hide()

    def show_saved(self, at: QTime) -> None:
        """Say when today the file was last written, by this computer's clock; an invalid time says nothing."""
        self._saved_at, self._saved_on = at, date.today()
        self._write_saved()

    def show_backup_problem(self, problem: "ProjectFileError | None") -> None:
        """Say that the last backup could not be made, and why; None: that all is well."""
        self._backup_problem = problem
        self._backup.setVisible(problem is not None)
        self._write_backup_problem()

    def show_promise(self, shown: bool) -> None:
        """Show that nothing leaves, or leave it to the start page, which says it itself."""
        self._promise.setVisible(shown)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._cancel.setText(language.say(N_("Cancel")))
        self._cancel.setToolTip(language.say(N_("Stop the work; what was there before stays (Esc)")))
        self._promise.setText(language.say(N_("nothing leaves this computer")))
        self._write_saved()
        self._write_backup_problem()

    def _write_backup_problem(self) -> None:
        if self._backup_problem is not None:
            why = said(self._backup_problem, self._language)
            self._backup.setText(self._language.say(N_("no backup was made")))
            before = self._language.say(N_("The change was made; no backup of the state before could be:"))
            self._backup.setToolTip(f"{before}\n{why.sentence}\n{why.hint}".strip())
            self._backup.setAccessibleDescription(self._backup.toolTip())

    def _write_saved(self) -> None:
        """Write the time, and the day in the tip: a window may stay open over midnight."""
        time = self._saved_at.toString("HH:mm") if self._saved_at.isValid() else ""
        self._saved.setText(self._language.say(N_("saved {time}"), time=time) if time else "")
        self._between.setVisible(bool(time))
        self._saved.setToolTip(f"{self._language.date(self._saved_on)} {time}" if time else "")

    def retheme(self, theme: Theme) -> None:
        """Draw the icon in the colours of `theme`."""
        self._cancel.setIcon(icon("cancel", theme))
