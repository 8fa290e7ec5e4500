"""`python -m bench` prints every figure as one line of JSON."""

import sys
from itertools import chain

from bench import importing, program, risk, siting, stability, travel_time, window


def main() -> None:
    """Measure and print, one figure after another."""
    for figure in chain(
        program.figures(),
        importing.figures(),
        travel_time.figures(),
        risk.figures(),
        stability.figures(),
        window.figures(),
    ):
        print(figure.line(), flush=True)
    if not siting.PMED.is_dir():
        print(f"skipped: p-median, whose problems are not at {siting.PMED}", file=sys.stderr)
        return
    for figure in siting.figures():
        print(figure.line(), flush=True)


if __name__ == "__main__":
    main()
