"""Ask what a new project is about: the province, the file, and the passphrase that encrypts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from app.desktop.dialog_parts import (
    DialogButtons,
    Notice,
    dialog_column,
    framed,
    named,
    plain_button,
    side_by_side,
    text_label,
)
from app.desktop.passphrase_edit import PassphraseEdit, ShowButton
from app.desktop.theme import LARGE, MEDIUM, SMALL, set_role
from app.language import DEFAULT, N_, Language
from app.names import alphabetical, kind_word
from app.passphrase_strength import Strength, strength
from app.searching import SearchIndex, folded

SUFFIX = ".lachan"
_LIST_HEIGHT = 56
"""Lowest: two provinces, for a small screen; on a large one the list takes what there is."""
_STRENGTHS = {
    Strength.WEAK: N_("Weak: easily guessed. Take more words."),
    Strength.FAIR: N_("Fair. One or two more words make it strong."),
    Strength.STRONG: N_("Strong."),
}


@dataclass(frozen=True, slots=True)
class Province:
    """A province to choose."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class NewProject:
    """What the user wants made. Without a passphrase the file is not encrypted."""

    province_code: str
    path: Path
    passphrase: str | None


class NewProjectDialog(QDialog):
    """Province, file and passphrase; `values` tells them once the dialog was accepted."""

    def __init__(self, provinces: Sequence[Province], folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_project_dialog")
        self._provinces = tuple(sorted(provinces, key=lambda province: alphabetical(province.name)))
        self._index = SearchIndex(f"{each.name} {each.kind} {each.code}" for each in self._provinces)
        self._folder = folder
        self._language = Language(DEFAULT)
        self._labels = {name: QLabel() for name in ("province", "file", "first", "second")}
        self._search, self._list = named(QLineEdit(), "province_search"), named(QListWidget(), "provinces")
        self._path, self._browse = named(QLineEdit(), "project_path"), plain_button("browse")
        self._protect = named(QCheckBox(), "protect")
        self._protect.setChecked(True)
        self._first, self._second = PassphraseEdit("passphrase"), PassphraseEdit("passphrase_again")
        self._show = ShowButton(self._first, self._second)
        self._title, self._where = text_label("heading"), text_label("help", "where")
        self._why, self._strength, self._problem = (text_label(role) for role in ("help", "help", "error"))
        self._strength.setObjectName("strength")
        self._problem.setObjectName("problem")
        self._warning = Notice("warning", "not_encrypted")
        self._buttons = DialogButtons()
        self._ok = self._buttons.ok
        self._list_provinces("")
        self._connect()
        self._lay_out()
        self.retranslate(self._language)

    def values(self) -> NewProject:
        """Return what was chosen. Raises ValueError while something is still missing."""
        province, problem = self._province(), self._conflict() or self._missing()
        if province is None or problem:
            raise ValueError(problem)
        return NewProject(province.code, self._chosen_path(), self._first.text() if self._protect.isChecked() else None)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the list out in the fonts of the style sheet, which are known only now."""
        super().showEvent(event)
        self._list.doItemsLayout()

    def done(self, result: int) -> None:
        """Close; `values` can still be asked for when the dialog was accepted."""
        if result == QDialog.DialogCode.Rejected:
            self._first.clear()
            self._second.clear()
        super().done(result)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self.setWindowTitle(language.say(N_("New project")))
        self._title.setText(language.say(N_("New project")))
        self._where.setText(language.say(N_("One file that ends in .lachan holds the whole project.")))
        texts = {
            "province": N_("&Province"),
            "file": N_("Sa&ve the project as"),
            "first": N_("P&assphrase"),
            "second": N_("Passphrase &again"),
        }
        for name, text in texts.items():
            self._labels[name].setText(language.say(text))
        self._search.setPlaceholderText(language.say(N_("Type some letters; accents are not needed")))
        self._browse.setText(language.say(N_("&Choose …")))
        self._protect.setText(language.say(N_("&Encrypt the project with a passphrase (recommended)")))
        self._show.retranslate(language)
        self._buttons.retranslate(language, N_("&Make the project"))
        self._why.setText(language.say(_WHY))
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setText(_row(self._provinces[item.data(Qt.ItemDataRole.UserRole)], language))
        self._update()

    def _list_provinces(self, query: str) -> None:
        found = self._index.find(query, limit=len(self._provinces)) if query.strip() else range(len(self._provinces))
        self._list.clear()
        for position in found:
            province = self._provinces[position]
            item = QListWidgetItem(_row(province, self._language))
            item.setData(Qt.ItemDataRole.UserRole, position)
            self._list.addItem(item)
        if query.strip() and self._list.count():
            self._list.setCurrentRow(0)

    def _province(self) -> Province | None:
        item = self._list.currentItem()
        return self._provinces[item.data(Qt.ItemDataRole.UserRole)] if item else None

    def _propose_path(self) -> None:
        province = self._province()
        if province is not None and not self._path.isModified():
            self._path.setText(str(self._folder / f"{folded(province.name).replace(' ', '-')}{SUFFIX}"))
        self._update()

    def _chosen_path(self) -> Path:
        path = Path(self._path.text().strip()).expanduser()
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def _choose_file(self) -> None:
        title = self._language.say(N_("Where to keep the project"))
        kinds = self._language.say(N_("Lá Chắn project (*.lachan)"))
        options = QFileDialog.Option.DontConfirmOverwrite
        chosen, _ = QFileDialog.getSaveFileName(self, title, self._path.text(), kinds, options=options)
        if chosen:
            self._path.setText(chosen)
            self._path.setModified(True)

    def _missing(self) -> str:
        """Return what is still to be filled in, as a sentence; empty when nothing is."""
        say = self._language.say
        if self._province() is None:
            return say(N_("Choose the province."))
        if not self._path.text().strip():
            return say(N_("Choose where to keep the file."))
        if self._protect.isChecked() and not self._first.text():
            return say(N_("Type a passphrase."))
        if self._protect.isChecked() and self._second.text() != self._first.text():
            return say(N_("Type the passphrase a second time."))
        return ""

    def _conflict(self) -> str:
        """Return what cannot stay as it is, as a sentence; empty when nothing is wrong."""
        say, path = self._language.say, self._chosen_path() if self._path.text().strip() else None
        if path is not None and path.exists():
            return say(N_("{name} is already there. Choose another name."), name=path.name)
        if path is not None and not path.parent.is_dir():
            return say(N_("There is no folder {folder}."), folder=str(path.parent))
        second = self._second.text()
        if self._protect.isChecked() and second and not self._first.text().startswith(second):
            return say(N_("The two passphrases are not the same."))
        return ""

    def _update(self) -> None:
        protected = self._protect.isChecked()
        for widget in (self._first, self._second, self._show, self._strength):
            widget.setEnabled(protected)
        self._why.setVisible(protected)
        self._warning.say("" if protected else self._language.say(_WITHOUT))
        self._strength.setText(self._strength_text() if protected else "")
        conflict, missing = self._conflict(), self._missing()
        set_role(self._problem, "error" if conflict else "help")
        self._problem.setText(conflict or missing)
        self._ok.setEnabled(not conflict and not missing)

    def _strength_text(self) -> str:
        if not self._first.text():
            return self._language.say(N_("Four or five words that do not belong together are strong and easy to keep."))
        province = self._province()
        known = ("lachan", "matkhau", "mat khau", "password", *((province.name,) if province else ()))
        return self._language.say(_STRENGTHS[strength(self._first.text(), known=known)])

    def _connect(self) -> None:
        self._search.textChanged.connect(self._list_provinces)
        self._list.currentRowChanged.connect(self._propose_path)
        for edit in (self._path, self._first, self._second):
            edit.textChanged.connect(self._update)
        self._protect.toggled.connect(self._update)
        self._browse.clicked.connect(self._choose_file)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        buddies = {"province": self._search, "file": self._path, "first": self._first, "second": self._second}
        for name, widget in buddies.items():
            self._labels[name].setBuddy(widget)
        self._list.setMinimumHeight(_LIST_HEIGHT)
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._labels["province"], 0, 0)
        grid.addWidget(self._search, 0, 1)
        grid.addWidget(framed(self._list), 1, 1)
        grid.addWidget(self._labels["file"], 2, 0)
        grid.addLayout(side_by_side(self._path, self._browse), 2, 1)
        grid.addWidget(self._where, 3, 1)
        grid.addWidget(self._protect, 4, 1)
        grid.addWidget(self._why, 5, 1)
        grid.addWidget(self._labels["first"], 6, 0)
        grid.addLayout(side_by_side(self._first, self._show), 6, 1)
        grid.addWidget(self._strength, 7, 1)
        grid.addWidget(self._labels["second"], 8, 0)
        grid.addWidget(self._second, 8, 1)
        grid.addWidget(self._warning, 9, 1)
        grid.setRowStretch(1, 1)
        column = dialog_column(self, MEDIUM)
        column.addWidget(self._title)
        column.addLayout(grid, 1)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)
        self.setMinimumWidth(620)


def _row(province: Province, language: Language) -> str:
    return f"{province.name} ({kind_word(province.kind, language)})"


_WHY = N_(
    "It protects children's cases, shelters that are not public and officers if the computer is lost. Nobody can "
    "open the file without it, not even the makers of the program: keep it in a safe place."
)
_WITHOUT = N_("Without a passphrase the project takes in public figures and places only: no cases, no officers.")
