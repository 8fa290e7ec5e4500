"""The imports a project holds: when each was made, from which file, what came; and the ways to be rid of one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.desktop.dialog_parts import (
    RowList,
    dialog_column,
    fit_on_screen,
    framed,
    label,
    named,
    plain_button,
    text_label,
)
from app.desktop.theme import HAIR, SMALL
from app.import_names import import_name, import_rows_text
from app.language import DEFAULT, N_, Language
from data.batches import Import

_WIDTH, _HEIGHT = 600, 480


class ImportsDialog(QDialog):
    """A list of imports, the latest first."""

    take_back_asked = Signal(str)
    """The batch of an import to be taken back, which can be undone."""
    purge_asked = Signal(str)
    """The batch of an import to be removed for good; empty: none is chosen."""

    def __init__(self, imports: Sequence[Import], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imports_dialog")
        self._imports = tuple(imports)
        self._title, self._about = text_label("heading"), text_label("help")
        self._list, self._nothing = named(RowList(), "imports"), text_label("empty", "no_imports")
        self._box = framed(self._list)
        self._take_back, self._purge = plain_button("take_back"), plain_button("purge")
        self._close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._connect()
        self._lay_out()
        self.retranslate(Language(DEFAULT))

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self.setWindowTitle(language.say(N_("Imports")))
        self._title.setText(language.say(N_("What was imported")))
        about = N_(
            "Taking an import back removes its rows, and can be undone. Removing for good takes it out of the backups"
            " too: nobody can bring it back."
        )
        self._about.setText(language.say(about))
        self._nothing.setText(language.say(N_("Nothing that was imported is in the project.")))
        self._list.setAccessibleName(language.say(N_("Imports")))
        self._take_back.setText(language.say(N_("&Take this import back")))
        self._purge.setText(language.say(N_("&Remove for good…")))
        self._close.button(QDialogButtonBox.StandardButton.Close).setText(language.say(N_("Close")))
        self._fill(language)

    def _fill(self, language: Language) -> None:
        row = max(self._list.currentRow(), 0)
        self._list.clear()
        for each in self._imports:
            shown = _Row(each, language)
            self._list.add_row(shown, shown.spoken)
        self._list.setCurrentRow(row)
        self._list.fit_rows()
        self._box.setVisible(bool(self._imports))
        self._nothing.setVisible(not self._imports)
        self._update()

    def _batch_id(self) -> str:
        row = self._list.currentRow()
        return self._imports[row].batch_id if 0 <= row < len(self._imports) else ""

    def _update(self) -> None:
        self._take_back.setEnabled(bool(self._batch_id()))

    def _ask(self, asked: QPushButton) -> None:
        batch_id = self._batch_id()
        self.accept()
        (self.take_back_asked if asked is self._take_back else self.purge_asked).emit(batch_id)

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(self._update)
        for button in (self._take_back, self._purge):
            button.clicked.connect(lambda _=False, asked=button: self._ask(asked))
        self._close.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        column = dialog_column(self, SMALL)
        for part in (self._title, self._about, self._nothing):
            column.addWidget(part)
        column.addWidget(self._box, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self._take_back)
        foot.addWidget(self._purge)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column.addStretch(0)
        column.addLayout(foot)
        fit_on_screen(self, _WIDTH, _HEIGHT)


class _Row(QWidget):
    """One import as two lines: file and moment, and what came."""

    def __init__(self, each: Import, language: Language) -> None:
        super().__init__()
        title, rows = label(role="value"), label(role="help")
        title.setText(import_name(each, language))
        rows.setText(import_rows_text(each, language))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        lines.setSpacing(HAIR)
        lines.addWidget(title)
        lines.addWidget(rows)
        self.spoken = f"{title.text()}, {rows.text()}"
