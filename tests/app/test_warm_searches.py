"""The searches are compiled once for a version, by a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import warm_searches
from app.compiled_code import VARIABLE


@pytest.mark.slow
def test_the_process_fills_the_folder_and_remembers_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert not warm_searches.is_warm()
    command = [sys.executable, "-m", "app.warm_searches"]
    subprocess.run(command, cwd=warm_searches.ROOT, env=dict(os.environ), check=True)
    assert warm_searches.is_warm()
    compiled = {path.name.split("-")[0] for path in tmp_path.rglob("*.nbi")}
    assert {"travel_search.spread", "travel_search.spread_two", "scan_kernels.least_sizes"} <= compiled
    assert {"permutation_kernels.lag_ranks", "permutation_kernels.shuffled_products"} <= compiled


def test_another_version_is_not_warm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(warm_searches, "search_a_little", lambda: None)
    warm_searches.main()
    assert warm_searches.is_warm()
    monkeypatch.setattr(sys, "version", "another")
    assert not warm_searches.is_warm()
