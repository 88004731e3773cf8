"""Tests of later.py: names of modules that are not imported yet."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

import tokenomics.books
import tokenomics.ledger
from tokenomics.later import later


def test_a_name_comes_from_its_module() -> None:
    """What is asked for is what the module has under that name."""
    found = later("tokenomics.books", {"Rate": "rates"})

    assert found("Rate") is importlib.import_module("tokenomics.books.rates").Rate


def test_a_name_that_nobody_has_is_an_attribute_error() -> None:
    """As of any module that lacks an attribute."""
    with pytest.raises(AttributeError, match=r"module 'tokenomics.books' has no attribute 'Rat'"):
        later("tokenomics.books", {"Rate": "rates"})("Rat")


@pytest.mark.parametrize(
    "package", [tokenomics.books, tokenomics.ledger], ids=lambda of: of.__name__
)
def test_packages_have_all_that_they_name(package: ModuleType) -> None:
    """Each public name is there and no module, whatever was imported before."""
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    found = {name: getattr(package, name) for name in package.__all__}

    assert {name for name, each in found.items() if isinstance(each, ModuleType)} == set()
