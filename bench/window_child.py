"""The window of one benchmark: started as the program starts it, then used, its times printed as one JSON line."""

import json
import os
import sys
import time
from pathlib import Path

import app.cli  # noqa: F401 - the program is started through it
from app.desktop.start import start


def main() -> None:
    """Measure and print."""
    began = float(os.environ["LACHAN_BENCH_STARTED"])
    told = {"imports": [time.time() - began]}
    running = start(None, who="bench")
    told["window built"] = [time.time() - began]
    from bench.window_use import use

    told |= use(running, Path(sys.argv[1]), began)
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
