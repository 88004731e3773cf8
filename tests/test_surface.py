"""Tests of tokenomics/__init__.py: what the library is to those who import it."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import tokenomics as tk


def test_public_names_are_the_declared_ones() -> None:
    """`__all__` is sorted and is all that tab completion offers."""
    assert tk.__all__ == sorted(tk.__all__)
    assert dir(tk) == tk.__all__


@pytest.mark.parametrize("name", tk.__all__)
def test_every_public_name_is_there_and_explained(name: str) -> None:
    """Each name leads to something with a docstring."""
    assert getattr(tk, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A mistyped name fails as on any module."""
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = tk.nothing_like_it  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("first", ["tk.costs", "tokenomics.costing", "tokenomics.books"])
def test_a_function_is_not_hidden_by_the_part_of_its_name(first: str) -> None:
    """`tk.costs` and `tk.prices` are functions, whatever was imported before."""
    load = f"import {first}" if first.startswith("tokenomics.") else first
    program = f"import tokenomics as tk; {load}; assert callable(tk.costs) and callable(tk.prices)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_parts_are_imported_by_their_paths() -> None:
    """A part that shares its name with a function is still found."""
    assert importlib.import_module("tokenomics.costing").CostQuery
