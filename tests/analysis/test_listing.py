"""Listings: columns, headings and limits."""

from __future__ import annotations

from tokenomics.analysis.listing import Column, limited, names


def test_a_heading_is_the_name_with_spaces_unless_one_is_given() -> None:
    """`cost_per_task` reads "cost per task"; a head of its own stands as it is."""
    assert Column("cost_per_task", "money", "What a task cost.").heading == "cost per task"
    assert Column("p50", "number", "The median.", head="median").heading == "median"


def test_dimensions_are_columns_of_names() -> None:
    """A listing by feature and model begins with these two, as names."""
    assert [(c.name, c.what) for c in names(("feature", "tag:env"))] == [
        ("feature", "name"),
        ("tag:env", "name"),
    ]


def test_a_limit_keeps_the_first_rows() -> None:
    """Two of three rows with a limit of 2, all without one, none of none."""
    rows = [("a",), ("b",), ("c",)]
    assert limited(rows, 2) == (("a",), ("b",))
    assert limited(rows, None) == tuple(rows)
    assert limited([], 2) == ()
