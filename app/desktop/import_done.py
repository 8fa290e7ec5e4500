"""The last step of an import: what was taken in, what was not and why, and what to do with the file itself."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.desktop.dialog_parts import Notice, framed, named, plain_button, text_label
from app.desktop.import_check import VERDICTS, CountRow, window_reason_text
from app.desktop.theme import MEDIUM, SMALL
from app.desktop.wrapped_table import wrap_cells
from app.import_fields import column_text
from app.language import DEFAULT, N_, Language
from data.import_report import ImportReport
from data.issues import Issue, Reason

_TAKEN, _TAKEN_ONE = (
    N_("{n} rows were taken in. Undo takes all of them back."),
    N_("1 row was taken in. Undo takes it back."),
)
_HEADS = (N_("What happened"), N_("Rows"), N_("Column"), N_("Why, for example"))


class DonePage(QWidget):
    """The outcome of an import."""

    mend_asked = Signal()
    """The rows set aside shall be mended here."""
    save_asked = Signal()
    """The rows set aside shall be written to a workbook."""
    forget_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_done")
        self._language = Language(DEFAULT)
        self._report: ImportReport | None = None
        self._saved, self._forgotten, self._can_save, self._can_mend = "", False, True, False
        self._verdict, self._counts = text_label("heading", "done_verdict"), CountRow("done")
        self._reasons = named(QTableWidget(0, len(_HEADS)), "done_reasons")
        self._mend, self._save = plain_button("mend_set_aside"), plain_button("save_set_aside")
        self._forget = plain_button("forget_source")
        self._said, self._clear = Notice("done", "set_aside_saved"), Notice("warning", "source_lies_in_clear")
        self._mend.clicked.connect(self.mend_asked)
        self._save.clicked.connect(self.save_asked)
        self._forget.clicked.connect(self.forget_asked)
        self._lay_out()

    def show_report(self, report: ImportReport, *, can_save: bool, can_mend: bool) -> None:
        """Show what became of the rows; those set aside can be had as a workbook, and mended in the window."""
        self._report, self._can_save, self._can_mend = report, can_save, can_mend
        self._saved, self._forgotten = "", False
        self._write()

    def show_saved(self, name: str) -> None:
        """Say under which name the rows set aside were written."""
        self._saved = name
        self._write()

    def show_forgotten(self) -> None:
        """Say that nothing of the program knows any more where the file was."""
        self._forgotten = True
        self._write()

    def retranslate(self, language: Language) -> None:
        """Say everything in `language`."""
        self._language = language
        self._counts.retranslate(language)
        self._mend.setText(language.say(N_("&Mend the rows set aside…")))
        self._save.setText(language.say(N_("&Save the rows set aside as Excel…")))
        self._forget.setText(language.say(N_("&Forget where the file was")))
        self._write()

    def _write(self) -> None:
        report, say = self._report, self._language.say
        if report is None:
            return
        self._verdict.setText(say(_TAKEN_ONE if report.accepted == 1 else _TAKEN, n=report.accepted))
        self._counts.show_counts(report)
        self._write_reasons(report.problems, report.mapping.values())
        self._mend.setVisible(self._can_mend)
        self._save.setVisible(self._can_save and report.set_aside > 0)
        self._said.say(say(N_("Written: {name}"), name=self._saved) if self._saved else "")
        self._clear.say(say(_FORGOTTEN if self._forgotten else _IN_CLEAR))
        self._forget.setVisible(not self._forgotten)

    def _write_reasons(self, problems: Sequence[Issue], of_file: Collection[str]) -> None:
        """List each reason once, with the number of its rows and one of them as an example."""
        order = list(VERDICTS)
        listed = sorted(_alike(problems), key=lambda group: (order.index(group[0].verdict), -_rows_of(group)))
        table = self._reasons
        table.setHorizontalHeaderLabels([self._language.say(head) for head in _HEADS])
        table.setRowCount(len(listed))
        for row, group in enumerate(listed):
            first, count = group[0], _rows_of(group)
            texts = (
                self._language.say(VERDICTS[first.verdict]),
                self._language.number(count) if count else "",
                column_text(first.column, of_file, self._language),
                window_reason_text(first, self._language),
            )
            for place, text in enumerate(texts):
                table.setItem(row, place, QTableWidgetItem(text))
        table.resizeRowsToContents()
        self._box.setVisible(bool(listed))

    def _lay_out(self) -> None:
        table = self._reasons
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        wrap_cells(table)
        for section in (0, 1, 2):
            table.horizontalHeader().setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._box = framed(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self._verdict)
        column.addWidget(self._counts)
        column.addWidget(self._box, 1)
        column.addWidget(self._said)
        column.addStretch(0)
        column.addWidget(self._clear)
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self._mend)
        buttons.addWidget(self._save)
        buttons.addWidget(self._forget)
        buttons.addStretch(1)
        column.addLayout(buttons)


_IN_CLEAR = N_(
    "The file itself still lies where it was, readable for everyone who opens it. If it holds cases or officers, move"
    " it to a safe place or delete it. The project keeps its name, not its folder; of a file of cases not even its"
    " name."
)
_FORGOTTEN = N_(
    "Where the file was is forgotten. The file itself still lies there, readable for everyone who opens it; the project"
    " keeps its name, of a file of cases not even that."
)


def _alike(problems: Sequence[Issue]) -> list[list[Issue]]:
    """Put together what has one reason in one column."""
    groups: dict[tuple[Reason, str | None], list[Issue]] = {}
    for issue in problems:
        groups.setdefault((issue.reason, issue.column), []).append(issue)
    return list(groups.values())


def _rows_of(issues: Sequence[Issue]) -> int:
    """Return how many rows the issues are about; one of the import as a whole says it itself."""
    return len({issue.row for issue in issues if issue.row is not None}) or max(
        int(str(issue.numbers.get("rows", 0))) for issue in issues
    )
