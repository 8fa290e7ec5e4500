"""Notices that nobody has touched keyboard or mouse for a while."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

SECONDS = 60
"""In a minute."""
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Emits `idle` once nothing was touched for the time given to `begin`, until `end`.

    It hears what reaches the windows of the program, before their widgets: a filter on the application would be asked
    about every event there is. The clock is the wall's, since others stand still while a computer sleeps: the first
    touch after a long sleep finds it idle.
    """

    idle = Signal()

    def __init__(self, application: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds, self._touched_at = 0.0, time.time()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._find_idle)
        self.is_idle = False
        application.focusWindowChanged.connect(self._hear)

    @property
    def is_watching(self) -> bool:
        """Whether `begin` was called last, not `end`."""
        return bool(self._seconds)

    def begin(self, seconds: float) -> None:
        """Watch from now on for this long a time."""
        self._seconds = seconds
        self._rest()

    def end(self) -> None:
        """Watch no longer."""
        self._seconds, self.is_idle = 0.0, False
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take note of a touch, and let it pass."""
        del watched
        if self._seconds and event.type() in _TOUCHES:
            self._hear_touch()
        return False

    def _hear(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _hear_touch(self) -> None:
        if not self.is_idle and time.time() - self._touched_at >= self._seconds:
            self._find_idle()
        else:
            self._rest()

    def _rest(self) -> None:
        self.is_idle, self._touched_at = False, time.time()
        self._timer.start(int(self._seconds * 1000))

    def _find_idle(self) -> None:
        self._timer.stop()
        self.is_idle = True
        self.idle.emit()
