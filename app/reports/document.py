"""What was released, as one JSON object: the form `lachan run --json` prints and `plan.json` holds."""

import json
from typing import Any

from app.language import Text
from app.release import Released
from app.result import Chart, Finding, ModelCard, Table


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
        "charts": [_chart(each) for each in released.charts],
        "findings": [_finding(each) for each in released.findings],
        "model_card": _card(released.card),
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


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "name": chart.name,
        "table": chart.table,
        "across": chart.across,
        "lines": list(chart.lines),
        "band": list(chart.band) if chart.band else None,
        "by": chart.by,
        "marked": chart.marked,
    }


def _finding(sentence: Finding) -> dict[str, Any]:
    return {"vi": sentence.vi, "en": sentence.en, "numbers": sentence.numbers}


def _card(card: ModelCard) -> dict[str, Any]:
    return {
        "warning": _said(card.warning),
        "purpose": _text(card.purpose),
        "data": _text(card.data),
        "assumptions": _text(card.assumptions),
        "checked": _text(card.checked),
        "validation": [_finding(each) for each in card.validation],
        "serves_worse": _said(card.serves_worse),
        "not_for": _text(card.not_for),
    }


def _said(sentence: Finding | None) -> dict[str, Any] | None:
    return _finding(sentence) if sentence is not None else None


def _text(text: Text | None) -> dict[str, str] | None:
    return text._asdict() if text is not None else None


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
