"""The examples in the docstrings of the room are true."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import models

MODULES = [module.name for module in walk_packages(models.__path__, "models.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_the_public_functions_have_examples() -> None:
    for name in ("models.rates", "models.siting.p_median", "models.siting.maximal_covering"):
        assert doctest.testmod(import_module(name)).attempted > 0
