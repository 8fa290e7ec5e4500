"""`python -m bench` prints every figure as one line of JSON."""

import json

from bench import siting


def main() -> None:
    """Measure and print, one figure after another."""
    for figure in siting.figures():
        print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
