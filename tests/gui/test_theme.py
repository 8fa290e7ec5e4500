"""The look: every text is readable on its ground, every role and icon is known, nothing is left unfilled."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QRawFont
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop import style_sheet as rules
from app.desktop.theme import DARK, FONTS, ICONS, LIGHT, THEMES, Theme, font, icon, palette, set_role, style_sheet

TEXT, CONTROL = 4.5, 3.0
"""Least contrast of text, and of the edges of controls, with their ground: WCAG 2.2, criteria 1.4.3 and 1.4.11 (AA)."""
ON_EVERY_GROUND = [(ink, ground) for ink in ("ink", "soft") for ground in ("paper", "ground", "hover")]
PAIRS = [
    *ON_EVERY_GROUND,
    ("accent_ink", "accent"),
    ("accent_ink", "accent_hover"),
    ("link", "paper"),
    ("link", "ground"),
    ("chosen_ink", "chosen"),
    ("bad_ink", "paper"),
    *((f"{level}_ink", level) for level in ("note", "warn", "bad", "good")),
]
EDGES = [
    ("edge", "paper"),
    ("edge", "ground"),
    ("accent", "paper"),
    ("bar", "paper"),
    ("mark", "paper"),
    ("bad_line", "ground"),
]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_the_standard_gives() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= TEXT


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_can_be_seen(theme: Theme, edge: str, ground: str) -> None:
    assert contrast(getattr(theme, edge), getattr(theme, ground)) >= CONTROL


def test_light_is_light_and_dark_is_dark() -> None:
    assert luminance(LIGHT.paper) > luminance(LIGHT.ink)
    assert luminance(DARK.paper) < luminance(DARK.ink)
    assert DARK.dark
    assert not LIGHT.dark


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_style_sheet_is_filled_in_and_its_pictures_are_there(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    assert all(Path(picture).is_file() for picture in pictures)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_qt_takes_the_style_sheet_without_complaint(theme: Theme, qtbot: QtBot, qapp: object) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setStyleSheet(style_sheet(theme))
    with qtbot.captureExceptions() as raised, qtbot.waitExposed(widget):
        widget.show()
    assert not raised


def test_every_role_the_docstring_names_has_a_rule() -> None:
    named = re.findall(r"[a-z-]+", (rules.__doc__ or "").split("Labels:")[1].split("(with")[0])
    roles = set(named) - {"and", "the", "badges", "uttons", "rames"}
    assert {"primary", "simulated", "audience-internal", "rail", "message", "help"} <= roles
    assert [role for role in sorted(roles) if f'[role="{role}"]' not in rules.RULES] == []


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_drawn(name: str, qtbot: QtBot) -> None:
    image = icon(name, LIGHT).pixmap(24, 24).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_an_icon_nobody_named_is_refused() -> None:
    with pytest.raises(KeyError):
        icon("no such icon", LIGHT)


def test_the_palette_says_the_same_as_the_theme(qtbot: QtBot) -> None:
    made = palette(DARK)
    assert made.base().color().name() == DARK.paper
    assert made.text().color().name() == DARK.ink
    assert made.highlight().color().name() == DARK.chosen


def test_the_font_has_every_vietnamese_letter(qtbot: QtBot) -> None:
    used = QRawFont.fromFont(font())
    assert QFontInfo(font()).family() in FONTS
    letters = "ăâđêôơưĂÂĐÊÔƠƯàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    assert [letter for letter in letters if not used.supportsCharacter(ord(letter))] == []


def test_a_changed_role_changes_the_look(qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    label.setStyleSheet(style_sheet(LIGHT))
    set_role(label, "title")
    large = label.sizeHint().height()
    set_role(label, "help")
    assert label.sizeHint().height() < large
