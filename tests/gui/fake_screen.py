"""A window's screen as operations know it: it keeps what they say, and answers what they ask."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.language import Language
from app.messages import Said
from data.backups import backups_of
from data.errors import ProjectFileError
from data.import_report import ImportReport


@dataclass
class FakeScreen:
    """Answers from the passphrases given; where `restores` is set, a damaged file by its latest backup."""

    passphrases: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)
    asked: list[Exception] = field(default_factory=list)
    damaged: list[ProjectFileError] = field(default_factory=list)
    imports: list[ImportReport] = field(default_factory=list)
    remember: bool = False
    restores: bool = False

    def tell(self, say: Callable[[Language], Said]) -> None:
        self.told.append(say(Language("en")).sentence)

    def tell_error(self, error: Exception) -> None:
        self.errors.append(error)

    def report(self, error: BaseException) -> None:
        self.faults.append(error)

    def ask_passphrase(self, error: Exception, answer: Callable[[str, bool], None]) -> None:
        self.asked.append(error)
        if self.passphrases:
            answer(self.passphrases.pop(0), self.remember)

    def ask_new_passphrase(self, error: Exception, answer: Callable[[str], None]) -> None:
        self.asked.append(error)
        if self.passphrases:
            answer(self.passphrases.pop(0))

    def offer_restore(self, error: ProjectFileError, answer: Callable[[str], None]) -> None:
        assert self.restores, error
        self.damaged.append(error)
        answer(backups_of(error.path)[0].name)

    def show_import(self, report: ImportReport) -> None:
        self.imports.append(report)
