"""What the map's page and the window say to each other, and the thread in which the page's data are prepared."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot


class Bridge(QObject):
    """What the page and the window say to each other."""

    sent = Signal(int, str, str)
    page_opened = Signal()
    page_painted = Signal(int)
    page_chose = Signal(str)
    page_hovers = Signal(str, str)
    page_asked = Signal(str)
    page_showed = Signal(str, bool)
    page_tried = Signal(float, float)
    page_ended = Signal()

    @Slot()
    def opened(self) -> None:
        """Hear that the page can listen."""
        self.page_opened.emit()

    @Slot(int)
    def painted(self, number: int) -> None:
        """Hear that the message of that number is on the screen."""
        self.page_painted.emit(number)

    @Slot(str)
    def chose(self, tables: str) -> None:
        """Hear what was selected on the map: JSON, a list of codes for each layer."""
        self.page_chose.emit(tables)

    @Slot(str, str)
    def hovers(self, table: str, code: str) -> None:
        """Hear what lies under the pointer; nothing when empty."""
        self.page_hovers.emit(table, code)

    @Slot(str)
    def asked(self, key: str) -> None:
        """Hear which way of colouring was chosen in the legend."""
        self.page_asked.emit(key)

    @Slot(str, bool)
    def showed(self, key: str, shown: bool) -> None:
        """Hear that a layer of places was switched."""
        self.page_showed.emit(key, shown)

    @Slot(float, float)
    def tried(self, lon: float, lat: float) -> None:
        """Hear where a place is tried: degrees."""
        self.page_tried.emit(lon, lat)

    @Slot()
    def ended(self) -> None:
        """Hear that the place is tried no more."""
        self.page_ended.emit()


class Preparation(QObject):
    """One piece of work in a thread of its own, heard of in the event loop; heard of by nobody when the map is gone.

    An error goes the way of every error in a thread, to `threading.excepthook`.

    Signals
    -------
    done : bytes
        What came of it.
    failed
        Nothing came of it.
    """

    done = Signal(bytes)
    failed = Signal()

    def __init__(self, work: Callable[[], bytes]) -> None:
        super().__init__()
        self._work = work

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="map", daemon=True).start()

    def _run(self) -> None:
        content = b""
        try:
            content = self._work()
        finally:
            if content:
                self.done.emit(content)
            else:
                self.failed.emit()
