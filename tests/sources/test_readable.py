from __future__ import annotations

import pytest

from tokenomics.records.kinds import KINDS, LINEAGE, OUTCOME, REVENUE, USAGE
from tokenomics.sources import readable

READABLE = readable.readable_kinds()


@pytest.mark.parametrize("name", READABLE)
def test_synonyms_mean_columns(name: str) -> None:
    """Every synonym stands for a column of its kind and is no column itself."""
    kind = KINDS[name]
    for synonym, meant in readable.SYNONYMS[name].items():
        assert meant in readable.columns(kind)
        assert synonym not in readable.columns(kind)


@pytest.mark.parametrize("name", READABLE)
def test_lineage_is_not_read(name: str) -> None:
    """Where a row came from is no matter of the file."""
    assert not {column.name for column in LINEAGE} & set(readable.columns(KINDS[name]))


@pytest.mark.parametrize("name", READABLE)
def test_units_move_the_point(name: str) -> None:
    """Every unit of a number has a number of places; without a unit nothing moves."""
    for column in readable.columns(KINDS[name]).values():
        assert readable.point_moved(column, None) == 0
        if column.dtype != "instant":
            assert all(
                isinstance(readable.point_moved(column, u), int) for u in readable.units(column)
            )


def test_columns_by_any_name() -> None:
    """A column is known by its name or a synonym; another name means nothing."""
    model = readable.column_named(USAGE, "model")

    assert model is not None
    assert model.name == "model_served"
    assert readable.column_named(USAGE, "record_colour") is None
    assert set(readable.names(USAGE)) >= {"model", "model_served", "input_total"}


def test_what_rows_must_state() -> None:
    """Rows state what nothing else follows for."""
    assert readable.must_state(USAGE) == {"ts", "provider"}
    assert readable.must_state(OUTCOME) == {"ts"}
    assert readable.must_state(REVENUE) == {"ts", "amount"}


def test_what_counts() -> None:
    """Every meter, the totals and other quantities count what a call used; nothing else does."""
    assert {"input", "web_search", "requests", "output_total", "other"} <= set(
        readable.counts(USAGE)
    )
    assert set(readable.counts(USAGE)) <= set(readable.columns(USAGE))
    assert "reported_cost" not in readable.counts(USAGE)
    assert readable.counts(OUTCOME) == ()


def test_tags_columns() -> None:
    """Calls have tags, money has a scope, outcomes have neither."""
    assert [readable.tags_column(kind) for kind in (USAGE, REVENUE, OUTCOME)] == [
        "tags",
        "scope",
        None,
    ]
