"""The process that prints: reads an HTML document from stdin, writes the PDF of it to stdout (A4, upright).

The document is served from memory by a scheme of its own; every other address is refused, no script runs, and the
profile keeps nothing. Started by `app.reports.printing`.
"""

import sys

from PySide6.QtCore import QBuffer, QMarginsF, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

SCHEME = b"plan"
DOCUMENT = "plan:document"
MARGINS = QMarginsF(15, 17, 15, 16)
"""Left, top, right, bottom in millimetres; the document's running head and foot stand in them."""


class OnlyDocument(QWebEngineUrlRequestInterceptor):
    """Refuses every address but the document's."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt's name
        """Refuse what is not the document."""
        info.block(info.requestUrl() != QUrl(DOCUMENT))


class FromMemory(QWebEngineUrlSchemeHandler):
    """Answers with the document."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.html = html

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802 - Qt's name
        """Send the document."""
        buffer = QBuffer(job)
        buffer.setData(self.html)
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        job.reply(b"text/html; charset=utf-8", buffer)


class Printer:
    """Loads one document, prints it and keeps the PDF; an empty one when it could not."""

    def __init__(self, html: bytes) -> None:
        self.pdf = b""
        self.handler, self.interceptor = FromMemory(html), OnlyDocument()
        self.profile = QWebEngineProfile()
        self.profile.setUrlRequestInterceptor(self.interceptor)
        self.profile.installUrlSchemeHandler(SCHEME, self.handler)
        self.page = QWebEnginePage(self.profile)
        self.page.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptEnabled, False)
        self.page.loadFinished.connect(self._print)

    def run(self, app: QGuiApplication) -> bytes:
        """Print within an event loop of its own."""
        QTimer.singleShot(0, lambda: self.page.load(QUrl(DOCUMENT)))
        app.exec()
        del self.page  # before its profile
        return self.pdf

    def _print(self, loaded: bool) -> None:
        if not loaded:
            QGuiApplication.exit()
            return
        paper = QPageSize(QPageSize.PageSizeId.A4)
        layout = QPageLayout(paper, QPageLayout.Orientation.Portrait, MARGINS, QPageLayout.Unit.Millimeter)
        self.page.printToPdf(self._keep, layout)

    def _keep(self, pdf: object) -> None:
        self.pdf = bytes(pdf)  # type: ignore[call-overload]
        QGuiApplication.exit()


def main() -> int:
    """Print stdin to stdout; 1 if the browser could not."""
    html = sys.stdin.buffer.read()
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Path)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme | QWebEngineUrlScheme.Flag.LocalScheme)
    QWebEngineUrlScheme.registerScheme(scheme)
    app = QGuiApplication(sys.argv[:1])
    pdf = Printer(html).run(app)
    sys.stdout.buffer.write(pdf)
    return 0 if pdf else 1


if __name__ == "__main__":
    sys.exit(main())
