"""The page's scheme and profile: what is answered, what is blocked, what is kept, what is said to root."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineUrlScheme

from app.desktop import map_scheme

map_scheme.register()


@pytest.fixture
def profile(qapp: Any) -> Iterator[map_scheme.PrivateProfile]:
    made = map_scheme.PrivateProfile()
    made.memory.put("/", b"text/html", b"<!DOCTYPE html><title>here</title><p>held in memory")
    yield made
    shiboken6.delete(made)


@pytest.fixture
def page(profile: map_scheme.PrivateProfile) -> Iterator[QWebEnginePage]:
    made = QWebEnginePage(profile)
    yield made
    shiboken6.delete(made)


def load(qtbot: Any, page: QWebEnginePage, address: str) -> bool:
    with qtbot.waitSignal(page.loadFinished, timeout=10000) as loaded:
        page.load(QUrl(address))
    return bool(loaded.args[0])


def test_the_page_comes_from_memory(qtbot: Any, page: QWebEnginePage, profile: map_scheme.PrivateProfile) -> None:
    assert load(qtbot, page, "lachan-map://window/")
    assert page.title() == "here"
    assert profile.blocker.blocked == []


def test_nothing_else_is_answered(qtbot: Any, page: QWebEnginePage) -> None:
    assert not load(qtbot, page, "lachan-map://window/other")


def test_what_is_promised_is_answered_once_it_is_there(
    qtbot: Any, page: QWebEnginePage, profile: map_scheme.PrivateProfile
) -> None:
    profile.memory.promise("/late")
    with qtbot.waitSignal(page.loadFinished, timeout=10000) as loaded:
        page.load(QUrl("lachan-map://window/late"))
        qtbot.wait(200)
        assert page.title() != "late"
        profile.memory.put("/late", b"text/html", b"<title>late</title>")
    assert loaded.args == [True]
    assert page.title() == "late"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "https://127.0.0.1:9/", "file:///etc/hostname", "lachan-map://elsewhere/"]
)
def test_every_other_scheme_and_host_is_blocked(
    qtbot: Any, page: QWebEnginePage, profile: map_scheme.PrivateProfile, address: str
) -> None:
    assert not load(qtbot, page, address)
    assert profile.blocker.blocked == [address]


def test_the_profile_keeps_nothing(profile: map_scheme.PrivateProfile) -> None:
    assert profile.isOffTheRecord()
    assert profile.httpCacheType() is QWebEngineProfile.HttpCacheType.NoCache
    assert profile.persistentCookiesPolicy() is QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
    assert not profile.isSpellCheckEnabled()


def test_registering_twice_is_once(qapp: Any) -> None:
    map_scheme.register()
    flags = QWebEngineUrlScheme.schemeByName(b"lachan-map").flags()
    assert flags & QWebEngineUrlScheme.Flag.SecureScheme
    assert not flags & QWebEngineUrlScheme.Flag.LocalScheme


def test_remote_debugging_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QTWEBENGINE_REMOTE_DEBUGGING", "9222")
    map_scheme.register()
    assert "QTWEBENGINE_REMOTE_DEBUGGING" not in os.environ


def test_flags_of_the_user_stay_and_ours_come_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu --mute-audio")
    map_scheme.register()
    map_scheme.register()
    flags = os.environ["QTWEBENGINE_CHROMIUM_FLAGS"].split()
    assert flags[:2] == ["--disable-gpu", "--mute-audio"]
    assert len(flags) == len(set(flags))


def test_root_is_told_once_that_the_sandbox_is_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "")  # so that it is put back afterwards
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    map_scheme.disable_sandbox_for_root()
    map_scheme.disable_sandbox_for_root()
    assert os.environ["QTWEBENGINE_DISABLE_SANDBOX"] == "1"
    assert capsys.readouterr().err.count("sandbox") == 1


def test_others_keep_the_sandbox(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "")
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    map_scheme.disable_sandbox_for_root()
    assert "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ
    assert capsys.readouterr().err == ""


def test_the_channels_script_is_qts() -> None:
    assert "QWebChannel" in map_scheme.channel_script()
