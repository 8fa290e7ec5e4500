"""Every error of the room carries values a person can be told, and is drawn in the tree."""

import inspect

import pytest

from geo import errors

TREE = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, errors.GeoError)]


@pytest.mark.parametrize("error", TREE)
def test_the_tree_in_the_docstring_names_the_error(error: type[errors.GeoError]) -> None:
    assert error.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize("error", [each for each in TREE if "__init__" in vars(each)])
def test_an_error_keeps_each_value_under_its_name(error: type[errors.GeoError]) -> None:
    names = list(inspect.signature(error).parameters)
    values = {name: object() for name in names}
    raised = error(**values)
    assert {name: getattr(raised, name) for name in names} == values
