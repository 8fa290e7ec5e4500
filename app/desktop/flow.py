"""A layout that sets widgets side by side and goes on in a new line where they no longer fit."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets in lines, as words in a paragraph. After Qt's example "Flow Layout" (BSD licence)."""

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take `item` as the last."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Give one of them away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Take no more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Grow in height as the width shrinks."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the lines in `width`."""
        return max((place.bottom() + 1 for place in self._places(QRect(0, 0, width, 0))), default=0)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Set each in its place."""
        super().setGeometry(rect)
        for item, place in zip(self._items, self._places(rect), strict=True):
            item.setGeometry(place)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size of the largest."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _places(self, rect: QRect) -> list[QRect]:
        rect = rect.marginsRemoved(self.contentsMargins())
        places: list[QRect] = []
        corner, bottom = rect.topLeft(), rect.top()
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), item.sizeHint().height()))
            if places and corner.x() + size.width() > rect.right() + 1:
                corner = QPoint(rect.left(), bottom + self.spacing())
            place = QRect(corner, size)
            places.append(place)
            bottom = max(bottom, place.bottom() + 1)
            corner = QPoint(place.right() + 1 + self.spacing(), corner.y())
        return [_in_middle(place, places) for place in places]


def _in_middle(place: QRect, places: list[QRect]) -> QRect:
    """Return `place` in the middle of the height of its line."""
    height = max(each.height() for each in places if each.top() == place.top())
    return place.translated(0, (height - place.height()) // 2)
