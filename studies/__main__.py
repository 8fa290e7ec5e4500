"""`python -m studies [NAME …]` runs the studies and writes what they found into docs/studies."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from studies import (
    adjusted_demand,
    alerts,
    demo_boundaries,
    expected_cases,
    rate_intervals,
    several_lists,
    silent_communes,
    siting_enumeration,
    store_kills,
)
from studies.report import markdown

STUDIES = {
    "adjusted_demand": adjusted_demand.report,
    "alerts": alerts.report,
    "demo_boundaries": demo_boundaries.report,
    "expected_cases": expected_cases.report,
    "rate_intervals": rate_intervals.report,
    "several_lists": several_lists.report,
    "silent_communes": silent_communes.report,
    "siting_enumeration": siting_enumeration.report,
    "store_kills": store_kills.report,
}
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "studies"


def write(name: str, folder: Path) -> Path:
    """Run one study and write its page; return where."""
    start = perf_counter()
    found = STUDIES[name]()
    page = markdown(found, name=name, day=datetime.now(UTC).date(), seconds=perf_counter() - start)
    path = folder / f"{name}.md"
    path.write_text(page, encoding="utf-8")
    return path


def main() -> None:
    """Run the studies named, or all, and print the page of each."""
    parser = argparse.ArgumentParser(prog="python -m studies", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(STUDIES))
    names = parser.parse_args().names or list(STUDIES)
    if unknown := sorted(set(names) - set(STUDIES)):
        parser.error(f"no study is called {', '.join(unknown)}; there are {', '.join(STUDIES)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        print(write(name, FOLDER), flush=True)


if __name__ == "__main__":
    main()
