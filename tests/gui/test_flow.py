"""Widgets set side by side as words are."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.flow import FlowLayout


def test_lower_widgets_stand_in_the_middle_of_their_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow, parts = FlowLayout(holder, 10), [QLabel() for _ in range(3)]
    for part, (width, height) in zip(parts, ((100, 40), (100, 20), (100, 20)), strict=True):
        part.setFixedSize(width, height)
        flow.addWidget(part)
    flow.setGeometry(QRect(0, 0, 250, 100))
    assert [part.geometry().topLeft().toTuple() for part in parts] == [(0, 0), (110, 10), (0, 50)]
    assert flow.heightForWidth(250) == 70
