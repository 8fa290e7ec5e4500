"""Measured work in a process of its own, so that one figure's memory is not another's.

Owns `in_fresh_process`, for a function, and `run_command`, for a program and all it starts.
"""

import re
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil

SAMPLE_SECONDS = 0.01
MEBIBYTE = 2**20


@dataclass(frozen=True)
class Measured:
    """Seconds, and peak memory in MB of 2²⁰ bytes."""

    seconds: float
    peak_memory_mb: float


def in_fresh_process(work: Callable[..., float], *arguments: object) -> Measured:
    """Run `work`, which returns its own seconds, in a new process; the peak is that process's own (Linux)."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, work, *arguments).result()


def run_command(arguments: Sequence[str | Path], *, repeats: int, cwd: Path) -> Measured:
    """Run a program `repeats` times: the median of the seconds, the largest of the peaks.

    The peak is that of the resident memory of the program and all its descendants together, sampled every 10 ms
    (psutil); what they share is counted in each.

    Raises
    ------
    subprocess.CalledProcessError
        It did not end with exit code 0.
    """
    runs = [_run(arguments, cwd) for _ in range(repeats)]
    return Measured(median(run.seconds for run in runs), max(run.peak_memory_mb for run in runs))


def _measured(work: Callable[..., float], *arguments: object) -> Measured:
    return Measured(work(*arguments), _own_peak())


def _own_peak() -> float:
    """Return the peak of this process in MB; `getrusage` would count what the parent had when it started this one."""
    return int(re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[0]) / 1024


def _run(arguments: Sequence[str | Path], cwd: Path) -> Measured:
    start = perf_counter()
    with ThreadPoolExecutor(1) as watcher, subprocess.Popen(arguments, cwd=cwd, stdout=subprocess.DEVNULL) as process:
        peak = watcher.submit(_peak, psutil.Process(process.pid))
        process.wait()
        seconds = perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Measured(seconds, peak.result())


def _peak(process: psutil.Process) -> float:
    """Sample the memory of a process and its descendants until it ends; return the largest sum in MB."""
    peak = 0.0
    while memory := _memory(process):
        peak = max(peak, memory)
        time.sleep(SAMPLE_SECONDS)
    return peak


def _memory(process: psutil.Process) -> float:
    """Return what a process and its descendants hold now in MB, 0 when it has ended."""
    total = 0
    try:
        for each in (process, *process.children(recursive=True)):
            total += each.memory_info().rss
    except psutil.NoSuchProcess:
        pass
    return total / MEBIBYTE
