"""Notices when the map's page no longer answers, and ends its process so that it can be started again.

Chromium now and then leaves a page waiting for ever; a map that never draws would be lost until the next start.
"""

import logging
import os
import signal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage

PATIENCE_MS = 20_000
"""Milliseconds without an answer after which a page is given up: far more than the largest map takes."""
_LOG = logging.getLogger("lachan.map")
_Status = QWebEnginePage.RenderProcessTerminationStatus


class MapWatch(QObject):
    """Waits for a page's answers.

    Signals
    -------
    lost
        The page's process has ended; what the page showed is gone.
    """

    lost = Signal()

    def __init__(self, page: QWebEnginePage, parent: QObject, *, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__(parent)
        self._page = page
        self._timer = QTimer(self, singleShot=True, interval=patience_ms)
        self._timer.timeout.connect(self._end_process)
        page.renderProcessTerminated.connect(self._on_end)

    def expect(self) -> None:
        """Begin to wait, where no other answer is waited for."""
        if not self._timer.isActive():
            self._timer.start()

    def heard(self, *, more: bool) -> None:
        """Take an answer for a sign of life; `more` are still to come."""
        self._timer.stop()
        if more:
            self._timer.start()

    def _end_process(self) -> None:
        _LOG.warning("the map's page does not answer and is started again")
        process = self._page.renderProcessPid()
        if process:
            os.kill(process, signal.SIGTERM)

    def _on_end(self, status: _Status, _: int) -> None:
        self._timer.stop()
        if status != _Status.NormalTerminationStatus:
            self.lost.emit()
