from __future__ import annotations

from collections.abc import Iterator

import pytest

from tokenomics.engines import DUCKDB, Choice, choice, chosen, use_engine, use_master
from tokenomics.records.errors import ConfigError


@pytest.fixture(autouse=True)
def _nothing_said() -> Iterator[None]:
    """Leave the choice as it was found."""
    yield
    use_engine(None)
    use_master(None)


def test_duckdb_answers_where_nobody_said_otherwise() -> None:
    """Without a word DuckDB is asked."""
    assert chosen() == DUCKDB


def test_what_was_said_holds_for_all_questions() -> None:
    """An engine and a master that are said once are what every question is asked of."""
    use_engine("spark")
    use_master("local[2]")

    assert chosen() == Choice("spark", "local[2]")


def test_an_unknown_engine_names_the_nearest() -> None:
    """A name that is no engine's is refused with the one that is meant."""
    with pytest.raises(ConfigError, match="unknown engine 'sparc': did you mean 'spark'"):
        choice("sparc", None)


def test_a_master_needs_spark() -> None:
    """A master's URL without Spark would be ignored, so it is refused."""
    with pytest.raises(ConfigError, match="add --engine spark"):
        choice(None, "local[2]")
