from __future__ import annotations

import pytest

from tokenomics.spark.files import uri_of


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/data/led ger/kind=usage/a.parquet", "file:///data/led ger/kind=usage/a.parquet"),
        ("/data/[[]1]/[*][?]{a}.parquet", r"file:///data/\[1\]/\*\?\{a\}.parquet"),
        ("s3://bucket/ledger/a.parquet", "s3a://bucket/ledger/a.parquet"),
        ("gs://bucket/ledger/a.parquet", "gs://bucket/ledger/a.parquet"),
    ],
)
def test_a_path_is_that_file_and_no_pattern(path: str, uri: str) -> None:
    """Characters that stand for others in DuckDB or Hadoop name themselves; object stores keep theirs."""
    assert uri_of(path) == uri
