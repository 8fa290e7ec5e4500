"""A menu whose check marks can be set one after the other: it stays open while they are."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CheckMenu(QMenu):
    """A click, Space or Enter on a line with a check mark changes the mark; Escape or a click beside closes."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Change the mark under the pointer."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Change the mark of the line the keys stand on."""
        action = self.activeAction()
        if action is not None and action.isCheckable() and event.key() in _KEYS:
            action.trigger()
        else:
            super().keyPressEvent(event)
