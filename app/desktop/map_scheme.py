"""Where the map page lives: a scheme of its own, answered from memory, and a profile that keeps and asks for nothing.

No file is written for the page, and every address outside the scheme is blocked.
"""

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from shiboken6 import isValid

SCHEME = "lachan-map"
HOST = "window"
PAGE = QUrl(f"{SCHEME}://{HOST}/")
_DEBUGGING = "QTWEBENGINE_REMOTE_DEBUGGING"
_NO_SANDBOX = "QTWEBENGINE_DISABLE_SANDBOX"
_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_OWN_FLAGS = (
    "--disable-gpu",
    "--renderer-process-limit=1",
    "--disable-features=SpareRendererForSitePerProcess,BackForwardCache,MediaRouter",
    "--js-flags=--optimize-for-size,--max-semi-space-size=2",
)
"""One page, drawn by the processor: no process for graphics, none kept in reserve. The last takes the page's process
from 250 to 155 MiB with 3,321 communes, and makes its zooming slower."""
_CHANNEL_SCRIPT = ":/qtwebchannel/qwebchannel.js"
_FORBIDDEN = (
    "LocalStorageEnabled",
    "PluginsEnabled",
    "PdfViewerEnabled",
    "HyperlinkAuditingEnabled",
    "DnsPrefetchEnabled",
    "ErrorPageEnabled",
    "FullScreenSupportEnabled",
    "ScreenCaptureEnabled",
    "WebGLEnabled",
    "NavigateOnDropEnabled",
    "JavascriptCanOpenWindows",
    "JavascriptCanAccessClipboard",
    "AutoLoadIconsForPage",
    "ScrollAnimatorEnabled",
)


def register() -> None:
    """Make the scheme known; must be called before QApplication is made. A second call does nothing."""
    os.environ.pop(_DEBUGGING, None)
    _set_flags()
    name = SCHEME.encode()
    if QWebEngineUrlScheme.schemeByName(name).name() == name:
        return
    scheme = QWebEngineUrlScheme(name)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def _set_flags() -> None:
    given = os.environ.get(_FLAGS, "").split()
    stated = {flag.partition("=")[0] for flag in given}
    os.environ[_FLAGS] = " ".join([*given, *(flag for flag in _OWN_FLAGS if flag.partition("=")[0] not in stated)])


def disable_sandbox_for_root() -> None:
    """Let root have a map: Chromium refuses to start its sandbox for root. Says so on the error stream."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and _NO_SANDBOX not in os.environ:
        os.environ[_NO_SANDBOX] = "1"
        sys.stderr.write("lachan: running as root, the map runs without Chromium's sandbox\n")


def channel_script() -> str:
    """Return Qt's script of the class QWebChannel.

    Raises
    ------
    FileNotFoundError
        Qt's web channel is not installed.
    """
    file = QFile(_CHANNEL_SCRIPT)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(_CHANNEL_SCRIPT)
    return bytes(file.readAll().data()).decode()


class Memory(QWebEngineUrlSchemeHandler):
    """Answers the page's requests with what was put at their path, and with nothing else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._contents: dict[str, tuple[bytes, bytes] | None] = {}
        self._waiting: dict[str, list[QWebEngineUrlRequestJob]] = {}

    def put(self, path: str, kind: bytes, content: bytes) -> None:
        """Answer requests for `path`, those that wait for it first, with `content` of the media type `kind`."""
        self._contents[path] = (kind, content)
        for job in self._waiting.pop(path, []):
            if isValid(job):
                _reply(job, kind, content)

    def promise(self, path: str) -> None:
        """Let requests for `path` wait until something is put there."""
        self._contents[path] = None

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802
        """Answer one request; called by Qt."""
        path = job.requestUrl().path()
        if path not in self._contents or job.requestMethod() != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        found = self._contents[path]
        if found is None:
            self._waiting.setdefault(path, []).append(job)
        else:
            _reply(job, *found)


def _reply(job: QWebEngineUrlRequestJob, kind: bytes, content: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(kind), buffer)


class Blocker(QWebEngineUrlRequestInterceptor):
    """Blocks every address outside the scheme. `blocked` holds them, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802
        """Let one request pass or block it; called by Qt."""
        url = info.requestUrl()
        if url.scheme() == "data" or (url.scheme() == SCHEME and url.host() == HOST):
            return
        info.block(True)
        self.blocked.append(url.toString())


class PrivateProfile(QWebEngineProfile):
    """A profile off the record: nothing on disk, nothing but the scheme."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = Memory(self)
        self.blocker = Blocker(self)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
        self.setSpellCheckEnabled(False)
        self.setUrlRequestInterceptor(self.blocker)
        self.installUrlSchemeHandler(SCHEME.encode(), self.memory)
        self.downloadRequested.connect(_refuse)
        settings = self.settings()
        for name in _FORBIDDEN:
            settings.setAttribute(getattr(QWebEngineSettings.WebAttribute, name), False)


def _refuse(download: QWebEngineDownloadRequest) -> None:
    download.cancel()


class MapPage(QWebEnginePage):
    """The page itself: never leaves its address, opens no window, and tells its complaints to `complain`."""

    def __init__(self, profile: QWebEngineProfile, complain: Callable[[str], None], parent: QObject) -> None:
        super().__init__(profile, parent)
        self._complain = complain

    def acceptNavigationRequest(self, url: QUrl | str, *_: object) -> bool:  # noqa: N802
        """Stay; called by Qt."""
        return url == PAGE

    def javaScriptConsoleMessage(self, _: object, message: str, line: int, source: str) -> None:  # noqa: N802
        """Pass on what the page reports; called by Qt."""
        self._complain(f"{message} ({source}:{line})")
