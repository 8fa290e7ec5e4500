"""What every map page carries in itself: Leaflet, the page's style, behaviour and frame."""

import base64
import re
from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet

WEB = Path(__file__).with_name("web")
LEAFLET = Path(leaflet.BASE_DIR)
_IMAGE = re.compile(r"url\((images/[\w-]+\.png)\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@cache
def leaflet_css() -> str:
    """Return Leaflet's style sheet with its images inside."""
    return _IMAGE.sub(_inlined, (LEAFLET / "leaflet.css").read_text(encoding="utf-8"))


@cache
def leaflet_js() -> str:
    """Return Leaflet's script, without the reference to its source map."""
    return _SOURCE_MAP.sub("", (LEAFLET / "leaflet.js").read_text(encoding="utf-8"))


@cache
def own(name: str) -> str:
    """Return one of the page's own files in the folder `web`."""
    return (WEB / name).read_text(encoding="utf-8")


def _inlined(found: re.Match[str]) -> str:
    image = base64.b64encode((LEAFLET / found[1]).read_bytes()).decode("ascii")
    return f"url(data:image/png;base64,{image})"
