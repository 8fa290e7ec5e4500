"""What `lachan verify` says: each fault of a project file as a sentence, and the whole as plain data."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.language import N_, Language
from data.verifying import Check, Fault, Verification

CHECKS: Mapping[Check, str] = {
    Check.PAGES: N_("pages of the file"),
    Check.FORMAT: N_("format"),
    Check.ROWS: N_("each row as it was written"),
    Check.COUNTS: N_("number of rows"),
    Check.CHAIN: N_("chain of the audit"),
    Check.KEYS: N_("rows known by one key"),
    Check.UNITS: N_("unit codes"),
    Check.GEOMETRY: N_("shapes"),
    Check.BACKUPS: N_("backups"),
}
FAULTS: Mapping[Check, str] = {
    Check.PAGES: N_("A page of the file is no longer what was written."),
    Check.FORMAT: N_("{table}: not as this format has it, or its row of the project is damaged."),
    Check.ROWS: N_("{table}: rows that are no longer what was written: {count} (row ids {rows})."),
    Check.COUNTS: N_("{table}: the file says another number of rows, or other rows; difference {count}."),
    Check.CHAIN: N_("{table}: the chain is broken before these rows: {count} (row ids {rows})."),
    Check.KEYS: N_("{table}: rows that repeat the key of another ({column}): {count} (row ids {rows})."),
    Check.UNITS: N_(
        "{table}, {column}: codes that are no unit of their date: {values} ({count} rows, row ids {rows})."
    ),
    Check.GEOMETRY: N_("{table}: shapes that cross themselves or lie nowhere on earth: {count} (row ids {rows})."),
    Check.BACKUPS: N_("Backups that the passphrase of the project does not open: {values}."),
}
WHAT_IT_SHOWS = N_(
    "Chain and checksums show accidents and changes by outsiders. Whoever has the passphrase could write them anew."
)


def fault_text(fault: Fault, language: Language) -> str:
    """Return what is wrong, as a sentence."""
    rows = ", ".join(map(str, fault.rows)) + (", …" if fault.count > len(fault.rows) else "")
    return language.say(
        FAULTS[fault.check],
        table=fault.table or "",
        column=fault.column or "",
        count=fault.count,
        rows=rows or "–",
        values=", ".join(fault.values) or "–",
    )


def verification_lines(found: Verification, language: Language) -> Iterator[str]:
    """Yield the verification as lines: each check, what is wrong under it, and what all this can show."""
    for check in Check:
        yield f"{'✗' if check in found.failed else '✓'} {language.say(CHECKS[check])}"
        for fault in found.faults:
            if fault.check is check:
                yield f"    {fault_text(fault, language)}"
    yield language.say(N_("Rows: {rows}; backups: {backups}."), rows=sum(found.rows.values()), backups=found.backups)
    yield language.say(WHAT_IT_SHOWS)


def verification_document(found: Verification, language: Language) -> dict[str, Any]:
    """Return the verification as plain data (docs/architecture.md, "The JSON of a verification")."""
    return {
        "ok": not found.faults,
        "encrypted": found.encrypted,
        "checks": {check.value: check not in found.failed for check in Check},
        "rows": dict(found.rows),
        "backups": found.backups,
        "faults": [
            {
                "check": fault.check.value,
                "table": fault.table,
                "column": fault.column,
                "rows": list(fault.rows),
                "count": fault.count,
                "values": list(fault.values),
                "text": fault_text(fault, language),
            }
            for fault in found.faults
        ],
        "note": language.say(WHAT_IT_SHOWS),
    }
