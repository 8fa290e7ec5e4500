"""The button that chooses kinds of case, with a check mark each: in the top bar and in the form of a question."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.case_counts import ALL
from app.desktop.check_menu import CheckMenu
from app.desktop.dialog_parts import named
from app.desktop.theme import set_role
from app.language import DEFAULT, N_, Language
from app.scope import kind_word, kinds_text

_LONGEST = 24
"""Letters of a kind's name that the button shows; the tooltip has them all."""


class KindsButton(QPushButton):
    """All kinds of case, or those with a check mark; a kind that is chosen and not offered stands in the menu too."""

    kinds_chosen = Signal(tuple)

    def __init__(self, name: str, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        set_role(self, "menu")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._keys = shortcut
        self._offered: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._language = Language(DEFAULT)
        self._menu = named(CheckMenu(self), f"{name}_menu")
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self._write()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds chosen, in the order of the alphabet; empty: all."""
        return self._chosen

    def offer(self, kinds: Sequence[str]) -> None:
        """Offer these kinds, keeping what is chosen."""
        self._offered = tuple(kinds)
        self._write()

    def show_kinds(self, kinds: Sequence[str]) -> None:
        """Show what is chosen."""
        self._chosen = tuple(sorted(kinds))
        self._write()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._write()

    def _write(self) -> None:
        """Write button and menu anew; the lines that stay, stay the same, since the menu may be open."""
        listed = tuple(dict.fromkeys((*self._offered, *self._chosen)))
        lines = {str(line.data()): line for line in self._menu.actions()}
        if tuple(lines) != ("", *listed):
            self._menu.clear()
            lines = {kind: self._line(kind) for kind in ("", *listed)}
        for kind, line in lines.items():
            line.setText(_plain(kind_word(kind, self._language) if kind else kinds_text((), self._language)))
            line.setChecked(kind in self._chosen if kind else not self._chosen)
        self._write_button()

    def _write_button(self) -> None:
        said = kinds_text(self._chosen, self._language)
        self.setText(_plain(said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"))
        tip = self._language.say(N_("Which kinds of case are counted, in every question that counts cases"))
        listed = ", ".join(kind_word(kind, self._language) for kind in self._chosen)
        self.setToolTip("\n".join(filter(None, (f"{tip} ({self._keys})" if self._keys else tip, listed))))
        self.setAccessibleName(f"{self._language.say(N_('Kinds of case'))}: {listed or said}")
        if self._keys:
            self.setShortcut(self._keys)  # Qt forgets it with the text

    def _line(self, kind: str) -> QAction:
        line = self._menu.addAction("")
        line.setCheckable(True)
        line.setData(kind)
        line.triggered.connect(lambda checked, kind=kind: self._choose(kind, checked))
        return line

    def _choose(self, kind: str, checked: bool) -> None:
        others = tuple(each for each in self._chosen if each != kind)
        self.show_kinds((*others, kind) if kind and checked else others if kind else ())
        self.kinds_chosen.emit(self._chosen)


def _plain(text: str) -> str:
    """Return `text` with no letter of it taken for a key."""
    return text.replace("&", "&&")


class KindsField(KindsButton):
    """The same as a field of a form: it holds the kinds separated by commas, or "all"."""

    changed = Signal()

    def __init__(self, kinds: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_suggestions(kinds)
        self.kinds_chosen.connect(lambda _: self.changed.emit())

    def set_suggestions(self, suggestions: Sequence[str]) -> None:
        """Offer these kinds."""
        self.offer([kind for kind in suggestions if kind != ALL])

    def value(self) -> object:
        """Return the kinds chosen."""
        return ", ".join(self.kinds) or ALL

    def set_value(self, value: object) -> None:
        """Choose the kinds in `value`."""
        kinds = {each.strip() for each in str(value).split(",")} - {""}
        before = self.kinds
        self.show_kinds(() if ALL in kinds else tuple(kinds))
        if self.kinds != before:
            self.changed.emit()
