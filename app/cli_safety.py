"""The commands that keep a project file safe: passphrase, verification, backups, purging."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli_parts import AsJson, LanguageOption, ProjectFile, language_of, opened, print_json, say, who
from app.language import N_, Language

if TYPE_CHECKING:
    from data.purging import Purged

safety = typer.Typer()


@safety.command("protect", help=N_("Encrypt the project under a passphrase, or change the passphrase it has."))
def protect(file: ProjectFile, lang: LanguageOption = None) -> None:
    """Ask for the passphrase the file has, where it has one, then for the new one."""
    from app.passphrase import changed_passphrase, from_keyring, new_passphrase, remember, with_passphrase
    from data.store import protect as encrypt

    language = language_of(lang)
    encrypted, current = with_passphrase(file, language, lambda given: (_is_encrypted(file, given), given))
    chosen = changed_passphrase(language) if encrypted else new_passphrase(language)
    encrypt(file, chosen, current=current, who=who()).close()
    if encrypted and from_keyring(file) is not None:
        remember(file, chosen)
    said = (
        N_("The passphrase is changed, for the backups too: the old one opens none of them any longer.")
        if encrypted
        else N_(
            "The project is encrypted. Without the passphrase nobody can open it, not even the makers of the program."
        )
    )
    say(language, said)


def _is_encrypted(file: Path, passphrase: str | None) -> bool:
    """Open the file, which raises what is wrong with the passphrase."""
    from data.store import Store

    with Store.open(file, passphrase=passphrase) as store:
        return store.encrypted


@safety.command("remember", help=N_("Keep the project's passphrase in this computer's keyring."))
def remember_passphrase(file: ProjectFile, lang: LanguageOption = None) -> None:
    """Keep it once it is known to open the project."""
    from app.passphrase import new_passphrase
    from app.passphrase import remember as keep
    from data.store import Store

    language = language_of(lang)
    passphrase = new_passphrase(language)
    Store.open(file, passphrase=passphrase).close()
    keep(file, passphrase)
    say(language, N_("Kept in the keyring."))


@safety.command("forget", help=N_("Remove the project's passphrase from this computer's keyring."))
def forget_passphrase(file: ProjectFile, lang: LanguageOption = None) -> None:
    """Take it out of the keyring; the project is not touched."""
    from app.passphrase import forget as drop

    drop(file)
    say(language_of(lang), N_("Removed from the keyring."))


@safety.command("verify", help=N_("Check a project file: each row, its counts, audit, keys, unit codes and shapes."))
def verify(file: ProjectFile, as_json: AsJson = False, lang: LanguageOption = None) -> None:
    """Exit with 1 where something fails."""
    from app.passphrase import with_passphrase
    from app.verification import verification_document, verification_lines
    from data.verifying import verify as verified

    language = language_of(lang)
    found = with_passphrase(file, language, lambda given: verified(file, passphrase=given))
    if as_json:
        print_json({"file": file.name, **verification_document(found, language)})
    else:
        for line in verification_lines(found, language):
            typer.echo(line)
    if found.faults:
        raise typer.Exit(1)


@safety.command("backups", help=N_("List the backups of a project: its state before imports and days of work."))
def backups(file: ProjectFile, as_json: AsJson = False, lang: LanguageOption = None) -> None:
    """List the newest first."""
    from app.reports.notes import moment
    from data.backups import backups_of

    language = language_of(lang)
    kept = [(each.name, each.made_at.isoformat(timespec="seconds"), each.path) for each in backups_of(file)]
    if as_json:
        listed = [{"backup": name, "made_at": made, "bytes": path.stat().st_size} for name, made, path in kept]
        print_json({"backups": listed})
        return
    for name, made, _ in kept:
        typer.echo(f"{name}  {moment(made, language)}")


@safety.command("restore", help=N_("Put a backup in the place of the project; what it replaces becomes a backup."))
def restore(
    file: ProjectFile,
    backup: Annotated[
        str | None, typer.Option("--backup", metavar="NAME", help=N_("A name from `lachan backups`; else the newest"))
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Restore, even where the project file is damaged or gone."""
    from app.passphrase import with_passphrase
    from data.restoring import restore as restored

    language = language_of(lang)
    store = with_passphrase(file, language, lambda given: restored(file, backup, passphrase=given, who=who()))
    store.close()
    say(language, N_("{name} is again as it was."), name=file.name)


@safety.command("purge", help=N_("Remove an import or a case for good: from tables, results and backups."))
def purge(
    context: typer.Context,
    file: ProjectFile,
    batch: Annotated[str | None, typer.Option("--batch", metavar="B", help=N_("The id of an import"))] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="C", help=N_("The code of a case"))] = None,
    as_json: AsJson = False,
    lang: LanguageOption = None,
) -> None:
    """Remove one of the two."""
    from data.purging import purge_batch, purge_case

    language = language_of(lang)
    if bool(batch) == bool(case):
        raise typer.BadParameter(language.say(N_("Give either --batch or --case.")), context)
    with opened(file, language) as store:
        purged = purge_batch(store, batch, who=who()) if batch else purge_case(store, case or "", who=who())
    if as_json:
        print_json(_document(purged))
    else:
        _say_purged(purged, language)


def _document(purged: "Purged") -> dict[str, object]:
    return {
        "rows": dict(purged.rows),
        "backups_cleaned": purged.backups_cleaned,
        "backups_deleted": list(purged.backups_deleted),
    }


def _say_purged(purged: "Purged", language: Language) -> None:
    for table, count in purged.rows.items():
        typer.echo(f"{table}: {language.number(count)}")
    say(
        language,
        N_("Removed, from {cleaned} backups too; {deleted} that could not be looked into were deleted."),
        cleaned=purged.backups_cleaned,
        deleted=len(purged.backups_deleted),
    )
    say(language, N_("Files exported, copied or imported before are not touched: delete them yourself."))
