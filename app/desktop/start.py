"""Starts the window: what must be set before Qt begins, the parts, the first project, and the end."""

import gc
import signal
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from app.language import Language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.desktop.log import Hooks, Log
    from app.desktop.main_window import MainWindow
    from app.desktop.translator import Translator


LIBRARIES = ("pandas", "geopandas", "sqlalchemy", "folium")
"""Loaded before Qt, whose binding reads the source of every module that comes after it (0.2 s for these)."""
_LATEST_MS = 10_000
"""Milliseconds after which the collector works again, whether or not a map was shown."""


@dataclass(frozen=True, slots=True)
class Running:
    """The running program: Qt's application, the window, and what must be let go of at the end."""

    application: "QApplication"
    window: "MainWindow"
    hooks: "Hooks"
    translator: "Translator"
    log: "Log"

    def end(self) -> None:
        """Let go of what the window does not own."""
        gc.unfreeze()
        gc.enable()
        self.hooks.remove()
        self.translator.remove()
        self.log.close()


def run_window(path: Path | None, language: Language | None, *, who: str) -> int:
    """Show the window, with the project at `path` where one is named, and return the exit code once it is closed."""
    from app.desktop.warm_up import WarmUp

    running = start(language, who=who)
    warm_up = WarmUp(running.window.session, running.window)
    running.window.workspace.map.ready.connect(warm_up.begin)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    running.window.show()
    if path is not None:
        running.window.dialogs.open_project(path)
    code = running.application.exec()
    warm_up.end()
    running.end()
    return int(code)


def start(language: Language | None, *, who: str) -> Running:
    """Make the application and its window, not yet shown; `language`, where given, goes before the kept one."""
    gc.disable()
    for name in LIBRARIES:
        import_module(name)
    from PySide6.QtWidgets import QApplication

    from app.desktop.map_scheme import disable_sandbox_for_root, register

    disable_sandbox_for_root()
    register()

    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("lachan")
    application.setApplicationDisplayName("Lá Chắn")
    return _assemble(application, language, who)


def _assemble(application: "QApplication", language: Language | None, who: str) -> Running:
    from PySide6.QtCore import Qt, QTimer

    from app.desktop.jobs import Jobs
    from app.desktop.log import Hooks, Log
    from app.desktop.main_window import MainWindow
    from app.desktop.session import Session
    from app.desktop.settings import SettingsFile
    from app.desktop.translator import Translator

    settings = SettingsFile()
    kept = settings.current
    spoken = language or Language(kept.language)
    session = Session(who=who, language=spoken, audience=kept.audience, theme=kept.theme)
    log = Log()
    hooks = Hooks(application)
    translator = Translator(application, spoken)
    session.language_changed.connect(translator.speak)
    window = MainWindow(application, session, Jobs(), settings, log)
    hooks.found.connect(window.report_caught)
    window.workspace.map.ready.connect(keep_what_was_loaded, Qt.ConnectionType.SingleShotConnection)
    QTimer.singleShot(_LATEST_MS, window, keep_what_was_loaded)
    return Running(application, window, hooks, translator, log)


def keep_what_was_loaded() -> None:
    """Let Python's collector work again, but not look at what the start has loaded.

    It finds nothing to collect in modules and classes, and looking held the start up by 0.2 s and later the event loop
    by as much at a time.
    """
    if not gc.isenabled():
        gc.collect()
        gc.freeze()
        gc.enable()
