"""What is shown when the program itself is at fault: that the work is stored, and the log to send.

One dialog at a time, and the program goes on behind it.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from app.desktop.dialog_parts import dialog_column, named, plain_button, text_label
from app.desktop.theme import MEDIUM, SMALL, set_role
from app.language import DEFAULT, N_, Language

_SIZE = (640, 420)
_COPY = QKeySequence("Ctrl+Shift+C")
"""Set after each text: a text with a letter to press takes the shortcut's place."""


class ReportDialog(QDialog):
    """A sentence, what to do, and the log, which holds no data of the project."""

    def __init__(self, log: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sentence = text_label("heading", "report_sentence")
        self._hint = text_label("", "report_hint")
        self._log = named(QPlainTextEdit(), "report_log")
        self._log.setReadOnly(True)
        self._log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._copy = plain_button("report_copy")
        self._close = named(QPushButton(), "report_close")
        set_role(self._close, "primary")
        self._close.setDefault(True)
        self._copy.clicked.connect(self._copy_log)
        self._close.clicked.connect(self.accept)
        self._lay_out()
        self.resize(*_SIZE)
        self._close.setFocus()
        self.show_log(log)
        self.retranslate(Language(DEFAULT))

    def show_log(self, log: str) -> None:
        """Show `log`, its end first."""
        self._log.setPlainText(log)
        self._log.verticalScrollBar().setValue(self._log.verticalScrollBar().maximum())

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("Fault of the program")))
        self._sentence.setText(language.say(N_("Something in the program went wrong. Your work is stored.")))
        self._hint.setText(
            language.say(
                N_(
                    "You can go on. So that it can be mended, please send the lines below, and what you did, to those"
                    " who look after the program. They hold no data of your project."
                )
            )
        )
        self._log.setAccessibleName(language.say(N_("Log of the program")))
        self._copy.setText(language.say(N_("&Copy the lines")))
        self._copy.setShortcut(_COPY)
        shortcut = _COPY.toString(QKeySequence.SequenceFormat.NativeText)
        self._copy.setToolTip(language.say(N_("Copy them to the clipboard ({shortcut})"), shortcut=shortcut))
        self._close.setText(language.say(N_("Go on")))

    def _copy_log(self) -> None:
        QGuiApplication.clipboard().setText(self._log.toPlainText())
        self._copy.setText(self._language.say(N_("Copied")))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = dialog_column(self, MEDIUM)
        column.addWidget(self._sentence)
        column.addWidget(self._hint)
        column.addWidget(self._log, 1)
        column.addLayout(buttons)


class Reports(QObject):
    """Shows the log when there is something to report; further faults go into the dialog that is already there."""

    def __init__(self, log: Callable[[], str], window: QWidget) -> None:
        super().__init__(window)
        self._log, self._window = log, window
        self._language = Language(DEFAULT)
        self._dialog: ReportDialog | None = None

    def show(self) -> None:
        """Show what the log holds now; nobody waits for an answer."""
        if self._dialog is not None:
            self._dialog.show_log(self._log())
            return
        self._dialog = ReportDialog(self._log(), self._window)
        self._dialog.retranslate(self._language)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`, an open dialog too."""
        self._language = language
        if self._dialog is not None:
            self._dialog.retranslate(language)

    def _forget(self) -> None:
        self._dialog = None
