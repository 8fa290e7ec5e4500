"""The second step of an import: which table the file goes into."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidgetItem, QVBoxLayout, QWidget

from app.desktop.dialog_parts import Notice, RowList, framed, label, named, text_label
from app.desktop.theme import SMALL, TIGHT
from app.import_fields import TABLE_ABOUT, TABLE_NAMES
from app.language import DEFAULT, N_, Language
from data.schema import SENSITIVE_TABLES


class TableRow(QWidget):
    """A table to choose: its name and what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.item: QListWidgetItem | None = None
        self._name, self._about = label(role="value"), label(role="help")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(SMALL, TIGHT, SMALL, TIGHT)
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._about)

    def say(self, name: str, about: str) -> None:
        """Show these texts, and have them read aloud."""
        self._name.setText(name)
        self._about.setText(about)
        if self.item is not None:
            self.item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}. {about}")


class TablePage(QWidget):
    """The tables a file can go into. `encrypted`: whether the project may take in what is sensitive."""

    changed = Signal()
    """The table is another one."""

    def __init__(self, *, encrypted: bool) -> None:
        super().__init__()
        self.setObjectName("import_table")
        self._language, self._encrypted = Language(DEFAULT), encrypted
        self._label, self._tables = QLabel(), named(RowList(), "import_tables")
        self._notice, self._proposal = Notice("warning", "table_refused"), text_label("help", "table_proposed")
        self._proposed = ""
        self._rows = [TableRow() for _ in TABLE_NAMES]
        for row, table in zip(self._rows, TABLE_NAMES, strict=True):
            row.item = self._tables.add_row(row, "")
            row.item.setData(Qt.ItemDataRole.UserRole, table)
        self._tables.currentRowChanged.connect(self._update)
        self._label.setBuddy(self._tables)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self._label)
        column.addWidget(framed(self._tables), 1)
        column.addWidget(self._proposal)
        column.addWidget(self._notice)

    @property
    def table(self) -> str | None:
        """The table chosen, if one is."""
        item = self._tables.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def propose(self, table: str) -> None:
        """Choose the table the file looks like, and say so; nothing is chosen where it looks like none."""
        self._proposed = table
        self._tables.setCurrentRow(list(TABLE_NAMES).index(table) if table else -1)
        self._update()

    def ready(self) -> bool:
        """Return whether the project can take in what was chosen."""
        return self.table is not None and not self._refusal()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._label.setText(language.say(N_("&What is in it?")))
        self._tables.setAccessibleName(self._label.text().replace("&", ""))
        for row, table in zip(self._rows, TABLE_NAMES, strict=True):
            row.say(language.say(TABLE_NAMES[table]), language.say(TABLE_ABOUT[table]))
        self._tables.fit_rows()
        self._update()

    def _refusal(self) -> str:
        if self._encrypted or self.table not in SENSITIVE_TABLES:
            return ""
        return self._language.say(
            N_("Cases and officers may only be kept encrypted. Give the project a passphrase first.")
        )

    def _update(self) -> None:
        self._notice.say(self._refusal())
        say, text = self._language.say, N_("By its columns the file looks like: {table}. Choose another if it is not.")
        self._proposal.setText(say(text, table=say(TABLE_NAMES[self._proposed])) if self._proposed else "")
        self._proposal.setVisible(bool(self._proposed))
        self.changed.emit()
