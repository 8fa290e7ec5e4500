"""What tests of the window share: Qt without a screen, settings of their own, no network."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the settings of people who run the tests out of them."""
    folder = tmp_path / "settings"
    monkeypatch.setenv("LACHAN_CONFIG", str(folder))
    return folder


def pytest_configure() -> None:
    """Tell Qt of the map's own addresses before any test makes an application."""
    from app.desktop.map_scheme import register

    register()
