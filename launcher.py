"""Starts the installed program: its four rooms lie beside this file, and their folder comes first on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from app.cli import main

__all__ = ["main"]
