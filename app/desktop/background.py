"""The one way in which everything a person asks for is done: in the background, errors said, the session following.

No widget is known here: what a person must see or be asked goes through `Screen`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeGuard, TypeVar

from app.desktop.jobs import Job, Jobs
from app.desktop.session import Session
from app.desktop.settings import SettingsFile
from app.language import Language
from app.messages import MESSAGES, Said, said
from app.progress import Tick

if TYPE_CHECKING:
    from data.errors import PassphraseRequired, ProjectFileError
    from data.import_report import ImportReport

T = TypeVar("T")
Say = Callable[[Language], Said]
Answers = Mapping[type[BaseException], Callable[..., None]]

PROJECT_LANE = "project"
"""The lane of everything that reads or writes the project's file: one after another."""


class Screen(Protocol):
    """What an operation needs of the window."""

    def tell(self, say: Say) -> None:
        """Say in the message bar what was done."""

    def tell_error(self, error: Exception) -> None:
        """Say in the message bar what is at fault, and the hint."""

    def report(self, error: BaseException) -> None:
        """Show a fault of the program."""

    def ask_passphrase(self, error: "ProjectFileError", answer: Callable[[str, bool], None]) -> None:
        """Ask for the passphrase of ``error.path``; `answer` takes it and whether the keyring shall keep it.

        `error` says why: it is needed, or the one given was wrong. What was asked is answered when the session opens.
        """

    def ask_new_passphrase(self, error: "PassphraseRequired", answer: Callable[[str], None]) -> None:
        """Ask for a passphrase to encrypt the project with, because of `error`."""

    def offer_restore(self, error: "ProjectFileError", answer: Callable[[str], None]) -> None:
        """Offer the backups of ``error.path``, which does not open; `answer` takes the name of the one chosen."""

    def show_import(self, report: "ImportReport") -> None:
        """Show what became of the rows of an imported file."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every operation works with."""

    session: Session
    jobs: Jobs
    settings: SettingsFile
    screen: Screen


def in_background(
    desk: Desk,
    title: str,
    work: Callable[[Tick], T],
    done: Callable[[T], None],
    *,
    what: str = "",
    answers: Answers | None = None,
    said_by: Callable[[Said], None] | None = None,
) -> Job:
    """Have `work` done with the project, let the session follow it, then call `done` with what came of it.

    Parameters
    ----------
    title : str
        A catalogue message: what the status bar shows.
    what : str
        The step that can be undone, as the audit says it. Empty: the work changes nothing, or `done` follows it.
    answers : mapping of error class to function, optional
        What to do about an error instead of saying it.
    said_by : callable, optional
        Says what is at fault in the place of the message bar, such as in a dialog above it.
    """

    def finished(found: T) -> None:
        if what:
            desk.session.follow(what)
        done(found)

    def failed(error: BaseException) -> None:
        answer = (answers or {}).get(type(error))
        if answer is not None:
            answer(error)
        elif said_by is not None and can_be_mended(error):
            said_by(said(error, desk.session.language))
        else:
            show_error(desk, error)

    return desk.jobs.start(title, work, finished, failed, lane=PROJECT_LANE)


def look_up(
    desk: Desk,
    title: str,
    work: Callable[[Tick], T],
    done: Callable[[T], None],
    said_by: Callable[[Said], None],
) -> Job:
    """Have something found out for a dialog, beside any work on the project; `said_by` says what is at fault there.

    A dialog that closes calls `Job.forget`.
    """

    def failed(error: BaseException) -> None:
        if can_be_mended(error):
            said_by(said(error, desk.session.language))
        else:
            desk.screen.report(error)

    return desk.jobs.start(title, work, done, failed)


def show_error(desk: Desk, error: BaseException) -> None:
    """Say an error with its hint; what nobody has put into words is a fault of the program."""
    if can_be_mended(error):
        desk.screen.tell_error(error)
    else:
        desk.screen.report(error)


def can_be_mended(error: BaseException) -> TypeGuard[Exception]:
    """Return whether a person can do something about it: whether `app.messages` has words for it."""
    return isinstance(error, Exception) and type(error) in MESSAGES
