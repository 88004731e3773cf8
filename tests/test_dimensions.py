"""The table of dimensions."""

from __future__ import annotations

import pytest

from tokenomics.dimensions import DIMENSIONS, dimension, filterable, of_scope, tag_key
from tokenomics.records.errors import ConfigError
from tokenomics.records.kinds import USAGE


def test_every_dimension_reads_columns_of_usage() -> None:
    """No dimension names a column that records lack."""
    assert {c for d in DIMENSIONS for c in d.columns} <= set(USAGE.names)


def test_names_are_unique() -> None:
    """One name, one dimension."""
    assert len({d.name for d in DIMENSIONS}) == len(DIMENSIONS)


@pytest.mark.parametrize(
    ("name", "found"),
    [("user", "user"), ("user_id", "user"), ("model_served", "model"), ("tag:a:b", "tag:a:b")],
)
def test_a_dimension_is_found_by_name_column_or_tag(name: str, found: str) -> None:
    """A column's own name leads to its dimension."""
    assert dimension(name).name == found


@pytest.mark.parametrize("name", ["tag:", "ts", "", "tags"])
def test_anything_else_is_refused(name: str) -> None:
    """A tag needs a key, a column needs a dimension."""
    with pytest.raises(ConfigError, match="unknown dimension"):
        dimension(name)


def test_periods_cannot_be_filtered_by_value() -> None:
    """A day is chosen by since and until."""
    with pytest.raises(ConfigError, match="use since and until"):
        filterable("day")


def test_a_scope_names_a_dimension_its_column_or_a_tag() -> None:
    """What is no dimension is a tag; a period of time confines nothing."""
    names = [of_scope(name).name for name in ("team", "user_id", "cost_center", "tag:env", "day")]

    assert names == ["team", "user", "tag:cost_center", "tag:env", "tag:day"]


def test_the_key_of_a_tag() -> None:
    """A name of the form `tag:KEY` has one."""
    assert [tag_key(name) for name in ("tag:a:b", "tag:", "team")] == ["a:b", None, None]
