"""The line at the window's foot: what is being done and how far, when the project was last saved, what leaves.

Everything that is applied is already stored: the line says since when.
"""

from datetime import date

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from app.desktop.dialog_parts import named
from app.desktop.theme import MEDIUM, Theme, icon
from app.language import DEFAULT, N_, Language

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
        self._between = QLabel("·")
        self._promise = named(QLabel(), "promise")
        for part in (self._bar, self._work, self._cancel):
            self.addWidget(part)
        for part in (self._saved, self._between, self._promise):
            part.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            self.addPermanentWidget(part)
        self.show_idle()

    def show_progress(self, title: str, fraction: float) -> None:
        """Show how far the work `title` is."""
        self._title = title
        self._bar.setValue(round(_STEPS * fraction))
        self._work.setText(f"{title} {self._language.number(100 * fraction, 0)} %")
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

    def _write_saved(self) -> None:
        """Write the time, and the day in the tip: a window may stay open over midnight."""
        time = self._saved_at.toString("HH:mm") if self._saved_at.isValid() else ""
        self._saved.setText(self._language.say(N_("saved {time}"), time=time) if time else "")
        self._between.setVisible(bool(time))
        self._saved.setToolTip(f"{self._language.date(self._saved_on)} {time}" if time else "")

    def retheme(self, theme: Theme) -> None:
        """Draw the icon in the colours of `theme`."""
        self._cancel.setIcon(icon("cancel", theme))
