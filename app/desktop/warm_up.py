"""Has the searches of travel time compiled in the background, once, where the open project may need them."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess

from app.desktop.session import Session
from app.warm_searches import ROOT, is_warm
from data.project import Project

_GROUND = ("rasters", "roads")
_END_MS = 3_000
"""Milliseconds given to the process to end before it is left to Qt."""


class WarmUp(QObject):
    """At most one process that fills the user's cache folder; it ends with the window."""

    def __init__(self, session: Session, parent: QObject | None = None, *, warm: Callable[[], bool] = is_warm) -> None:
        super().__init__(parent)
        self._session, self._is_warm = session, warm
        self.process = QProcess(self)
        self.process.setWorkingDirectory(str(ROOT))
        self.process.setProgram(sys.executable)
        self.process.setArguments(["-m", "app.warm_searches"])

    def begin(self) -> None:
        """Start the process where the project knows any ground and the searches are not compiled yet."""
        is_idle = self.process.state() == QProcess.ProcessState.NotRunning
        project = self._session.project
        if project is not None and is_idle and _has_ground(project) and not self._is_warm():
            self.process.start()

    def end(self) -> None:
        """Stop the process, if it is still at work: what it has compiled so far is kept."""
        if self.process.state() != QProcess.ProcessState.NotRunning:
            self.process.kill()
            self.process.waitForFinished(_END_MS)


def _has_ground(project: Project) -> bool:
    return any(len(project[table]) for table in _GROUND)
