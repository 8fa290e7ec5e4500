"""The program's log: what went wrong and where in our code, never with which data; and who hears of it.

A line holds the kind of an error and places in modules. Messages of errors stay out: they can hold names, numbers of
cases, paths.
"""

import logging
import os
import platform
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterator
from importlib.metadata import version
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from app.desktop.settings import FOLDER_VARIABLE

FILE_NAME = "lachan.log"
LINES_AT_HAND = 200
LARGEST_FILE = 256 * 1024
"""Bytes; the file before is kept beside it."""
OUR_ROOMS = ("app", "data", "geo", "models")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger("lachan")


class Log:
    """The log of one run of the program: in a file in `folder`, and its latest lines at hand for a report."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or log_folder()) / FILE_NAME
        self._lines: deque[str] = deque(maxlen=LINES_AT_HAND)
        self._handlers = [_Lines(self._lines), *_file_handlers(self.path)]
        for handler in self._handlers:
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
            _log.addHandler(handler)
        _log.setLevel(logging.INFO)
        _log.propagate = False
        _log.info("start: %s", about_program())

    def text(self) -> str:
        """Return the latest lines of this run."""
        return "\n".join(self._lines)

    def close(self) -> None:
        """Let go of the file."""
        for handler in self._handlers:
            _log.removeHandler(handler)
            handler.close()


class _Lines(logging.Handler):
    """Keeps what is logged as lines in memory."""

    def __init__(self, lines: deque[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


def _file_handlers(path: Path) -> list[logging.Handler]:
    """Return what writes to the file at `path`; nothing where the system does not let it be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return [RotatingFileHandler(path, maxBytes=LARGEST_FILE, backupCount=1, encoding="utf-8")]
    except OSError:
        return []


def log_folder() -> Path:
    """Return the folder of the log: beside the settings where LACHAN_CONFIG names their folder."""
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given) / "log" if given else user_log_path("lachan", appauthor=False)


class Hooks(QObject):
    """Hears of every error nobody caught, in any thread, and of what Qt complains of; `remove` ends it.

    `found` is emitted in the event loop, so that whoever shows the error does not stand in the way of what failed.
    """

    found = Signal(object)
    """The error."""
    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = sys.excepthook, threading.excepthook
        self._caught.connect(self.found, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._hear
        threading.excepthook = self._hear_in_thread
        self._qt_before = qInstallMessageHandler(_log_qt)

    def remove(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._qt_before)

    def _hear(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        log_error(error)
        self._caught.emit(error)

    def _hear_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._hear(caught.exc_type, caught.exc_value, caught.exc_traceback)


def log_error(error: BaseException) -> None:
    """Write the kind of `error` and where it came from."""
    _log.error("%s", error_text(error))


def error_text(error: BaseException) -> str:
    """Return the kinds of an error and of its causes, each with its places in the code; no message, no value."""
    return "\n  while handling ".join("\n    ".join(_lines(each)) for each in _chain(error))


def about_program() -> str:
    """Return the versions of the program, of Python and of the system."""
    python = platform.python_version()
    return f"Lá Chắn {version('la-chan')}, Python {python}, {platform.system()} {platform.machine()}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what it came from; each once, whatever circle they form."""
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield now
        now = now.__cause__ or now.__context__


def _lines(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield _place(str(frame.f_globals.get("__name__", "?")), frame.f_code.co_name, line)


def _place(module: str, function: str, line: int) -> str:
    """Return where a frame is: in our rooms to the line, in a library by its name."""
    room, _, _ = module.partition(".")
    return f"{module}:{line} {function}" if room in OUR_ROOMS else f"({room})"


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Write that Qt complained, of what kind and where; the message itself is for a terminal only."""
    _log.log(_LEVELS[kind], "Qt %s %s:%s", context.category, context.function or "?", context.line)
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"{message}\n")
