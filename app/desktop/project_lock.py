"""Whether the open project is locked: hidden until its passphrase is typed again, by hand or when nobody is there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desktop.idle_watch import SECONDS, IdleWatch

if TYPE_CHECKING:
    from app.desktop.background import Desk


class ProjectLock(QObject):
    """The lock of a window. Only what has a passphrase can be locked; work at hand is waited for."""

    changed = Signal(bool)
    """It is locked, or no longer."""

    def __init__(self, desk: "Desk", idle: IdleWatch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._idle = desk, idle
        self.is_locked = False
        idle.idle.connect(self.lock)
        desk.jobs.busy_changed.connect(self._follow_work)

    @property
    def can_lock(self) -> bool:
        """Whether there is something to lock, and a passphrase to open it with."""
        store = self._desk.session.store
        return store is not None and store.encrypted and not self.is_locked

    def lock(self) -> None:
        """Hide the project once no work is going on."""
        if self.can_lock and not self._desk.jobs.busy:
            self._idle.end()
            self._set(True)

    def unlock(self) -> None:
        """Show the project again."""
        self._set(False)
        self.watch()

    def watch(self) -> None:
        """Begin to watch for idleness anew, for as long as the settings say; a closed project is locked no longer."""
        if self._desk.session.store is None:
            self._set(False)
        minutes = self._desk.settings.current.lock_minutes
        if minutes and self.can_lock:
            self._idle.begin(minutes * SECONDS)
        else:
            self._idle.end()

    def follow(self) -> None:
        """Watch what has got a passphrase since; what is watched already goes on being so."""
        if not self._idle.is_watching:
            self.watch()

    def _follow_work(self, busy: bool) -> None:
        """Lock what was left alone while work was going on."""
        if not busy and self._idle.is_idle:
            self.lock()

    def _set(self, locked: bool) -> None:
        if locked != self.is_locked:
            self.is_locked = locked
            self.changed.emit(locked)
