"""The rules of the style sheet, with the colours of a `Theme` still open; `app.desktop.theme` fills them in.

Roles (property `role`). Labels: title, heading, section, headline, value, help, error, empty,
  quiet-mark, and the badges
  simulated, schematic, out-of-date, inside, audience-internal, audience-shareable. Buttons: primary, quiet, link,
  disclosure, rail, button, menu.
Frames: bar, rail, panel, card, message (with property `level`: information, warning, error, done).
"""

RULES = """
QWidget { color: $ink; }
QMainWindow, QDialog, QStackedWidget { background: $ground; }
QToolTip { background: $paper; color: $ink; border: 1px solid $edge; padding: 4px 6px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }

QFrame[role="bar"] { background: $paper; border: 0; border-bottom: 1px solid $line; }
QFrame[role="rail"] { background: $ground; border: 0; border-right: 1px solid $line; }
QFrame[role="panel"], QWidget[role="panel"] { background: $paper; border: 0; }
QFrame[role="card"] { background: $ground; border: 1px solid $line; border-radius: 6px; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[role="panel"] { background: $paper; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: $title_pt; font-weight: 600; }
QLabel[role="heading"] { font-size: $heading_pt; font-weight: 600; }
QLabel[role="section"] { font-size: $small_pt; font-weight: 600; color: $soft; }
QLabel[role="headline"] { font-size: $heading_pt; font-weight: 500; }
QLabel[role="value"] { font-weight: 600; }
QLabel[role="help"], QLabel[role="empty"] { color: $soft; }
QLabel[role="help"] { font-size: $small_pt; }
QLabel[role="error"] { font-size: $small_pt; color: $bad_ink; font-weight: 600; }
QLabel[role="simulated"], QLabel[role="schematic"], QLabel[role="out-of-date"], QLabel[role="inside"],
QLabel[role="audience-internal"], QLabel[role="audience-shareable"] {
  font-size: $small_pt; font-weight: 600; padding: 1px 8px; border-radius: 4px; border: 1px solid; }
QLabel[role="simulated"], QLabel[role="schematic"], QLabel[role="out-of-date"] {
  background: $warn; color: $warn_ink; border-color: $warn_line; }
QLabel[role="quiet-mark"] { font-size: $small_pt; color: $soft; border: 0; border-left: 3px solid $warn_line;
  padding: 0 0 0 6px; }
QLabel[role="inside"], QLabel[role="audience-internal"] {
  background: $bad; color: $bad_ink; border-color: $bad_line; }
QLabel[role="audience-shareable"] { background: $good; color: $good_ink; border-color: $good_line; }

QLabel:disabled, QLabel[role="empty"]:disabled, QLabel[role="help"]:disabled { color: $edge; }

QFrame[role="message"] { border: 1px solid $note_line; border-radius: 6px; background: $note; }
QFrame[role="message"] QLabel { color: $note_ink; }
QFrame[role="message"][level="warning"] { border-color: $warn_line; background: $warn; }
QFrame[role="message"][level="warning"] QLabel { color: $warn_ink; }
QFrame[role="message"][level="error"] { border-color: $bad_line; background: $bad; }
QFrame[role="message"][level="error"] QLabel { color: $bad_ink; }
QFrame[role="message"][level="done"] { border-color: $good_line; background: $good; }
QFrame[role="message"][level="done"] QLabel { color: $good_ink; }

QPushButton { background: $paper; border: 1px solid $edge; border-radius: 5px; padding: 5px 14px; min-height: 20px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled { color: $edge; border-color: $line; background: $ground; }
QPushButton[role="primary"] { background: $accent; color: $accent_ink; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; }
QPushButton[role="primary"]:disabled { background: $line; border-color: $line; color: $soft; }
QPushButton[role="quiet"], QPushButton[role="link"] {
  background: transparent; border: 1px solid transparent; padding: 5px 8px; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="link"] { color: $link; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="quiet"]:focus, QPushButton[role="link"]:focus { border: 1px solid $accent; }
QPushButton[role="quiet"]:disabled, QPushButton[role="link"]:disabled { color: $edge; background: transparent; }

QPushButton[role="menu"] { padding: 4px 22px 4px 8px; }
QPushButton[role="menu"]:focus { padding: 3px 21px 3px 7px; }
QPushButton::menu-indicator { image: url("$icons/chevron_down.svg"); width: 10px; height: 10px;
  subcontrol-origin: border; subcontrol-position: right center; right: 9px; }

QCheckBox::indicator, QRadioButton::indicator {
  width: 14px; height: 14px; border: 1px solid $edge; background: $paper; }
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:checked { image: url("${icons}/check_${name}.svg"); }
QRadioButton::indicator:checked { border: 4px solid $accent; background: $accent_ink; width: 8px; height: 8px; }
QCheckBox:focus, QRadioButton:focus { color: $link; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $edge; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="disclosure"] { color: $link; margin-left: -6px; padding: 4px 6px; font-weight: 600; }
QToolButton[role="disclosure"]:checked, QToolButton[role="disclosure"]:hover { background: transparent; }
QToolButton[role="button"] { background: $paper; border-color: $edge; padding: 3px 6px; min-height: 20px; }
QToolButton[role="button"]:hover { background: $hover; }
QToolButton[role="button"]:pressed { background: $pressed; }
QToolButton[role="button"]:checked { background: $chosen; color: $chosen_ink; font-weight: 600; }
QToolButton[role="button"]:focus { border: 2px solid $accent; padding: 2px 5px; }
QToolButton[role="rail"] { color: $soft; border-radius: 6px; padding: 8px 4px; font-size: $small_pt; }
QToolButton[role="rail"]:hover { color: $ink; }
QToolButton[role="rail"]:checked { background: $chosen; color: $chosen_ink; font-weight: 600; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
  background: $paper; border: 1px solid $edge; border-radius: 5px; padding: 4px 8px; min-height: 20px;
  selection-background-color: $chosen; selection-color: $chosen_ink; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid $accent; padding: 3px 7px; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
  color: $edge; background: $ground; border-color: $line; }
QLineEdit { placeholder-text-color: $soft; }
QComboBox[role="audience-internal"] { color: $bad_ink; border-color: $bad_line; font-weight: 600; }
QComboBox[role="audience-shareable"] { color: $good_ink; border-color: $good_line; font-weight: 600; }
*[invalid="true"] { border: 2px solid $bad_line; padding: 3px 7px; }
QComboBox QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QAbstractSpinBox QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QAbstractSpinBox { padding: 2px 0; }
QAbstractSpinBox:focus { padding: 1px 0; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url("$icons/chevron_down.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $paper; border: 1px solid $edge; padding: 2px; outline: 0;
  selection-background-color: $chosen; selection-color: $chosen_ink; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  border: 0; width: 20px; subcontrol-origin: border; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; border-radius: 3px; }
QAbstractSpinBox::up-arrow { image: url("$icons/chevron_up.svg"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$icons/chevron_down.svg"); width: 10px; height: 10px; }

QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab {
  background: transparent; color: $soft; padding: 7px 12px; margin: 0; border: 0;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $ink; background: $hover; }
QTabBar::tab:selected { color: $ink; font-weight: 600; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $link; }
QTabBar QToolButton { background: $paper; border: 1px solid $line; }

QTableView, QListView, QTreeView { background: $paper; alternate-background-color: $ground; border: 0;
  gridline-color: $line;
  selection-background-color: $chosen; selection-color: $chosen_ink; outline: 0; }
QTableView::item { padding: 3px 8px; border: 0; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {
  background: $chosen; color: $chosen_ink; }
QListView::item { padding: 5px 8px; }
QListView::item:hover:!selected { background: $hover; }
QHeaderView { background: $ground; border: 0; }
QHeaderView::section { background: $ground; color: $soft; font-size: $small_pt; font-weight: 600;
  padding: 5px 11px; border: 0;
  border-bottom: 1px solid $line; border-right: 1px solid $line; }
QHeaderView::section:hover { color: $ink; background: $hover; }
QHeaderView::down-arrow { image: url("$icons/chevron_down.svg"); width: 10px; height: 10px; }
QHeaderView::up-arrow { image: url("$icons/chevron_up.svg"); width: 10px; height: 10px; }
QTableCornerButton::section { background: $ground; border: 0; }

QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $edge; border-radius: 4px; border: 2px solid transparent; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $soft; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar {
  background: $line; border: 0; border-radius: 4px; min-height: 8px; max-height: 8px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QStatusBar { background: $ground; border-top: 1px solid $line; color: $soft; }
QStatusBar QLabel { color: $soft; }
QStatusBar::item { border: 0; }
QMenuBar { background: $paper; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $paper; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $chosen; color: $chosen_ink; }
QMenu::item:disabled { color: $edge; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QGroupBox { border: 1px solid $line; border-radius: 6px; margin-top: 18px; padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; color: $soft; }
QCalendarWidget QWidget { alternate-background-color: $ground; }
QCalendarWidget QToolButton { color: $ink; }
"""
