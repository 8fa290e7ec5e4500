"""What was released, as one JSON object: the form `lachan run --json` prints and `plan.json` holds."""

import json
from typing import Any

from app.release import Released
from app.result import Table


def document(released: Released) -> dict[str, Any]:
    """Return the released result as plain data (docs/architecture.md, "The JSON of a result")."""
    period = released.period
    return {
        "result": released.result_id,
        "analysis": released.analysis,
        "created_at": released.created_at,
        "parameters": {each.name: each.value for each in released.parameters},
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None,
        "denominator": _denominator(released),
        "audience": released.audience.value,
        "simulated": released.place.simulated,
        "schematic": released.place.schematic,
        "tables": {table.name: _table(table) for table in released.tables},
        "findings": [{"vi": each.vi, "en": each.en, "numbers": each.numbers} for each in released.findings],
        "model_card": {
            "purpose": released.card.purpose._asdict(),
            "assumptions": released.card.assumptions._asdict(),
            "checked": released.card.checked._asdict(),
            "not_for": released.card.not_for._asdict(),
        },
        "provenance": {each.name: each.value for each in released.provenance},
    }


def json_bytes(released: Released) -> bytes:
    """Return the file `plan.json`."""
    return (json.dumps(document(released), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _table(table: Table) -> dict[str, Any]:
    return {
        "columns": [
            {"name": column.name, "unit": column.unit, "sensitivity": column.sensitivity} for column in table.columns
        ],
        "rows": [list(row) for row in table.rows],
    }


def _denominator(released: Released) -> dict[str, Any] | None:
    known = released.denominator
    if known is None:
        return None
    return {
        "indicator": known.indicator,
        "unit": known.unit,
        "total": known.total,
        "vi": known.basis.vi,
        "en": known.basis.en,
    }
