"""Which figures of children a result rests on, as its reader is told."""

import pandas as pd
import pytest

from app.children import children_by_commune
from data.project import Project


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("2024-12-31", "children aged 0-15, as on 31 Dec 2024 (test)"),
        ("2025-06-30", "children aged 0-15, indicator of 31 Dec 2024 to 30 Jun 2025 (test)"),
    ],
)
def test_figures_of_one_day_are_not_said_to_go_from_it_to_itself(four_communes: Project, last: str, said: str) -> None:
    rows = pd.DataFrame(
        {
            "unit_code": ["00001"], "vintage": "2025-07-01", "indicator": "children", "age_band": "0-15",
            "period_start": pd.Timestamp("2024-12-31"), "period_end": pd.Timestamp(last), "value": 7.0,
            "unit": "children", "source": "test",
        }
    )  # fmt: skip
    bare = four_communes.with_table("indicators", four_communes["indicators"].iloc[:0])
    counted = children_by_commune(bare.append("indicators", rows))
    assert counted.basis.en == said
    assert counted.by_commune.to_dict() == {"00001": 7.0}
