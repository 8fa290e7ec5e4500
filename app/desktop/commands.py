"""What a person can do from anywhere in the window: one QAction each, with its words, shortcut and icon."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.desktop.dialog_parts import named
from app.desktop.theme import Theme, icon
from app.language import DEFAULT, N_, Language


@dataclass(frozen=True, slots=True)
class Command:
    """The words, shortcut and icon of an action; `needs_project`: it makes no sense without one."""

    text: str
    about: str
    shortcut: str
    icon: str = ""
    needs_project: bool = True


COMMANDS: Mapping[str, Command] = {
    "open": Command(N_("Open…"), N_("Open a project file"), "Ctrl+O", "open", needs_project=False),
    "new": Command(N_("New project…"), N_("Make a project for one province"), "Ctrl+N", "new", needs_project=False),
    "demo": Command(N_("Open the demo"), N_("Simulated data for trials"), "Ctrl+Shift+D", "demo", needs_project=False),
    "save_copy": Command(N_("Save a copy…"), N_("Write the project to another file"), "Ctrl+Shift+S", "save_copy"),
    "import": Command(N_("Import a file…"), N_("Read a file into a table"), "Ctrl+I", "import"),
    "export": Command(N_("Export…"), N_("Write the shown result to a file"), "Ctrl+E", "export"),
    "imports": Command(N_("Imports…"), N_("Take an import back, or remove it for good"), "Ctrl+Shift+I", "history"),
    "protect": Command(N_("Passphrase…"), N_("Encrypt it, or change its passphrase"), "Ctrl+Shift+P", "inside"),
    "lock": Command(N_("Lock now"), N_("Hide the project until its passphrase is typed"), "Ctrl+Shift+L"),
    "idle": Command(N_("Lock when idle…"), N_("Hide the project when nobody is there"), "Ctrl+Alt+L"),
    "verify": Command(N_("Check the file…"), N_("See whether all is as it was written"), "Ctrl+Shift+V", "check"),
    "restore": Command(N_("Backups…"), N_("Go back to an earlier state of the file"), "Ctrl+Alt+Z", "reset"),
    "undo": Command(N_("Undo"), N_("Take back the last step"), "Ctrl+Z", "undo"),
    "redo": Command(N_("Redo"), N_("Do the step taken back again"), "Ctrl+Y", "redo"),
    "close": Command(N_("Close the project"), N_("Back to the start page"), "Ctrl+W", "close"),
    "language": Command(N_("Other language"), N_("Vietnamese or English"), "Ctrl+L", "language", needs_project=False),
    "theme": Command(N_("Light or dark"), N_("Change the look"), "Ctrl+D", "theme", needs_project=False),
    "quit": Command(N_("Quit"), N_("Close the program"), "Ctrl+Q", needs_project=False),
}  # fmt: skip


WHILE_LOCKED = frozenset({"close", "language", "theme", "quit"})
"""What can be done with a locked project."""


class Commands:
    """The actions by name."""

    def __init__(self, doers: Mapping[str, Callable[[], object]], parent: QWidget) -> None:
        self._language = Language(DEFAULT)
        self._steps: dict[str, str] = {}
        self._actions = {name: self._made(name, doers[name], parent) for name in COMMANDS}
        parent.addActions(list(self._actions.values()))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def show_project(self, is_open: bool) -> None:
        """Enable what makes sense with or without a project."""
        for name, command in COMMANDS.items():
            self._actions[name].setEnabled(is_open or not command.needs_project)

    def describe(self, steps: Mapping[str, str]) -> None:
        """Say of actions what they would do now, in the place of what they do; empty: nothing more is known."""
        self._steps = dict(steps)
        for name in steps:
            self._describe(name)

    def show_locked(self) -> None:
        """Leave only what shows nothing of a locked project."""
        for name, action in self._actions.items():
            action.setEnabled(name in WHILE_LOCKED)

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`; a tool tip tells the shortcut."""
        self._language = language
        for name, command in COMMANDS.items():
            self._actions[name].setText(language.say(command.text))
            self._describe(name)

    def retheme(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        for name, command in COMMANDS.items():
            if command.icon:
                self._actions[name].setIcon(icon(command.icon, theme))

    def _describe(self, name: str) -> None:
        action = self._actions[name]
        about = self._steps.get(name) or self._language.say(COMMANDS[name].about)
        action.setToolTip(f"{about} ({_shown(action)})")

    @staticmethod
    def _made(name: str, do: Callable[[], object], parent: QWidget) -> QAction:
        action = named(QAction(parent), f"do_{name}")
        action.setShortcut(QKeySequence(COMMANDS[name].shortcut))
        action.triggered.connect(lambda _=False: do())
        return action


def _shown(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
