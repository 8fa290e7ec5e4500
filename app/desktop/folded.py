"""A heading that unfolds what stands under it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.desktop.theme import LIGHT, SMALL, Theme, icon, set_role


class Folded(QWidget):
    """A button with an arrow, and a body that is hidden until the button is pressed."""

    unfolded = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.button = QToolButton(self)
        self.button.setObjectName(name)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_role(self.button, "disclosure")
        self.body = QWidget(self)
        self.inner = QVBoxLayout(self.body)
        self.inner.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.button)
        column.addWidget(self.body)
        self.button.toggled.connect(self._fold)
        self._fold(False)

    def say(self, heading: str, tooltip: str = "") -> None:
        """Write the heading."""
        self.button.setText(heading)
        self.button.setToolTip(tooltip or heading)

    def unfold(self) -> None:
        """Show the body."""
        self.button.setChecked(True)

    def retheme(self, theme: Theme) -> None:
        """Draw the arrow in the colours of `theme`."""
        self._theme = theme
        self._draw_arrow()

    def _fold(self, unfolded: bool) -> None:
        self.body.setVisible(unfolded)
        self._draw_arrow()
        self.unfolded.emit(unfolded)

    def _draw_arrow(self) -> None:
        name = "fold" if self.button.isChecked() else "unfold"
        self.button.setIcon(icon(name, self._theme, colour="link"))
