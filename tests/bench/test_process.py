"""What is measured of a process: its own time and memory, and that of all it starts."""

import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep

import numpy as np
import pytest

from bench.process import in_fresh_process, run_command

HOLD = "import time; held = b'1' * (60 << 20); time.sleep(0.3)"
HOLD_TWICE = f"import subprocess, sys; held = b'1' * (60 << 20); subprocess.run([sys.executable, '-c', {HOLD!r}])"


def slept() -> float:
    start = perf_counter()
    sleep(0.2)
    return perf_counter() - start


def filled(mebibytes: int) -> float:
    return float(np.ones(mebibytes << 17)[-1])


def test_the_memory_of_a_program_and_of_what_it_starts_are_added(tmp_path: Path) -> None:
    one = run_command([sys.executable, "-c", HOLD], repeats=1, cwd=tmp_path)
    both = run_command([sys.executable, "-c", HOLD_TWICE], repeats=1, cwd=tmp_path)
    assert 60 < one.peak_memory_mb < 110
    assert 120 < both.peak_memory_mb < 220


def test_the_seconds_are_those_of_the_run(tmp_path: Path) -> None:
    found = run_command([sys.executable, "-c", "import time; time.sleep(0.5)"], repeats=3, cwd=tmp_path)
    assert 0.5 < found.seconds < 2.0


def test_a_program_that_fails_gives_no_figure(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run_command([sys.executable, "-c", "raise SystemExit(3)"], repeats=1, cwd=tmp_path)
    assert caught.value.returncode == 3


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read where Linux writes it")
def test_a_fresh_process_does_not_count_what_this_one_holds() -> None:
    held = np.ones(300 << 17)
    found = in_fresh_process(slept)
    assert held.nbytes == 300 << 20
    assert 0.2 <= found.seconds < 1.0
    assert found.peak_memory_mb < 250
    assert in_fresh_process(filled, 300).peak_memory_mb > 300
