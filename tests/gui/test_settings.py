"""Settings come back as they were written; a file that cannot be read is kept aside and never in the way."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop import settings as module
from app.desktop.settings import FILE_NAME, MOST_RECENT, Recent, Settings, SettingsFile, read_settings, settings_folder
from app.release import Audience
from data.errors import MissingFolder


def test_without_a_file_there_are_the_defaults_and_none_is_written(own_settings: Path) -> None:
    kept = SettingsFile()
    assert kept.current == Settings()
    assert kept.current.language == "vi"
    assert not own_settings.exists()


def test_what_was_changed_is_there_at_the_next_start(own_settings: Path) -> None:
    kept = SettingsFile()
    kept.change(
        language="en", theme="dark", audience=Audience.SHAREABLE, geometry=b"\x00\xff\x01", last_folder=Path("/maps"),
        splitters={"main": b"\x00\x01"},
    )  # fmt: skip
    kept.replace(kept.current.with_recent("Điện Biên", Path("/a/b.lachan")))
    assert SettingsFile().current == kept.current
    assert SettingsFile().current.geometry == b"\x00\xff\x01"
    assert kept.path == own_settings / FILE_NAME


def test_the_period_of_a_project_is_remembered_with_it_and_no_other() -> None:
    one, other = Path("/a"), Path("/b")
    kept = Settings().with_recent("A", one).with_recent("B", other).with_period(one, "2024-01-01/2024-12-31")
    assert (kept.period_of(one), kept.period_of(other), kept.period_of(Path("/c"))) == ("2024-01-01/2024-12-31", "", "")
    assert kept.with_recent("A", one).period_of(one) == "2024-01-01/2024-12-31"
    assert kept.with_period(Path("/c"), "../..") == kept


@given(st.binary(), st.dictionaries(st.text(), st.binary()), st.text())
def test_any_bytes_and_names_survive(layout: bytes, splitters: dict[str, bytes], name: str) -> None:
    made = Settings().changed(layout=layout, splitters=splitters).with_recent(name, Path("x"))
    assert Settings.model_validate_json(made.model_dump_json()) == made


def test_the_latest_project_stands_first_once_and_the_oldest_go() -> None:
    settings = Settings()
    for number in range(MOST_RECENT + 2):
        settings = settings.with_recent(f"p{number}", Path(f"/{number}"))
    settings = settings.with_recent("again", Path("/5"))
    assert settings.recent[0] == Recent(name="again", path=Path("/5"))
    assert len(settings.recent) == MOST_RECENT
    assert [each.path for each in settings.recent].count(Path("/5")) == 1
    assert Path("/0") not in [each.path for each in settings.recent]


def test_a_project_can_be_taken_off_the_list() -> None:
    settings = Settings().with_recent("a", Path("/a")).with_recent("b", Path("/b")).without_recent(Path("/b"))
    assert [each.name for each in settings.recent] == ["a"]


def test_an_unchanged_setting_is_not_written(own_settings: Path) -> None:
    SettingsFile().change(theme="light")
    assert not own_settings.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"version": 1, "language": "fr"}', b'{"version": 1, "colour": 3}',
        b'{"version": 99}', b'{"version": 0}', b'{"version": "1"}', b"{}", b'{"version": 1, "geometry": "A"}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_put_aside_and_the_defaults_are_taken(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    assert read_settings(path) == Settings()
    assert not path.exists()
    assert path.with_suffix(".json.bak").read_bytes() == content


def test_older_settings_are_brought_to_the_present_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(found: dict[str, Any]) -> dict[str, Any]:
        return {("theme" if name == "look" else name): value for name, value in found.items()}

    monkeypatch.setattr(module, "MIGRATIONS", (renamed,))
    path = tmp_path / FILE_NAME
    path.write_text(json.dumps({"version": 1, "look": "dark"}))
    assert read_settings(path) == Settings().changed(theme="dark", version=2)


def test_every_version_1_file_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(
        '{"version":1,"language":"en","theme":"dark","audience":"internal","recent":[{"name":"Điện Biên","path":"/a"}],'
        '"geometry":"Af8=","layout":"","splitters":{"main":"AA=="},"last_folder":null}',
        encoding="utf-8",
    )
    read = read_settings(path)
    assert (read.language, read.theme, read.geometry) == ("en", "dark", b"\x01\xff")
    assert read.recent == (Recent(name="Điện Biên", path=Path("/a")),)


def test_a_folder_that_cannot_be_made_is_said_and_the_change_still_holds(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = SettingsFile(tmp_path / "file" / "below")
    with pytest.raises(MissingFolder):
        kept.change(theme="dark")
    assert kept.current.theme == "dark"


def test_the_folder_is_the_systems_unless_one_is_named(monkeypatch: pytest.MonkeyPatch, own_settings: Path) -> None:
    assert settings_folder() == own_settings
    monkeypatch.delenv("LACHAN_CONFIG")
    assert settings_folder().name == "lachan"


def test_an_encrypted_project_is_locked_after_a_quarter_of_an_hour_unless_another_time_is_chosen(
    own_settings: Path,
) -> None:
    kept = SettingsFile()
    assert kept.current.lock_minutes == 15
    kept.change(lock_minutes=0)
    assert SettingsFile().current.lock_minutes == 0
