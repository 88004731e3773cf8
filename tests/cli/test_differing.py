"""What a comparison writes, where, and how it ends."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from support.command import command
from support.sides import prices, side


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A task of 1, then one of 2."""
    side(tmp_path, "base", [1])
    side(tmp_path, "head", [2])
    prices(tmp_path)
    return tmp_path


def test_parquet_is_a_file(folder: Path) -> None:
    """Its rows are those of the library's frame."""
    refused = command("diff", "base", "head", "--format", "parquet", cwd=folder)
    command(
        "diff", "base", "head", "--format", "parquet", "-o", "d.parquet", "--pricebook",
        "prices.toml", cwd=folder,
    )  # fmt: skip

    assert refused.code == 2
    assert pl.read_parquet(folder / "d.parquet")["cost"].to_list() == [2]


def test_what_was_refused_is_told(folder: Path) -> None:
    """A broken row of either side is named on standard error, and fails the gate of the head."""
    with (folder / "head" / "chat-5.csv").open("a") as file:
        file.write("2026-11-02T11:00:00Z,acme,small,chat,x,-1\n")
    done = command(
        "diff", "base", "head", "--pricebook", "prices.toml", "--fail-on", "rejects", cwd=folder
    )

    assert done.code == 1
    assert "1 row refused" in done.err
    assert "error: gate 'rejects': 1 row was rejected" in done.err


def test_a_comment_has_the_mark_of_its_name(folder: Path) -> None:
    """A name that is none is refused before anything is read."""
    done = command("diff", "base", "head", "--format", "markdown", "--comment-id", "a", cwd=folder)
    refused = command("diff", "base", "head", "--comment-id", "-->", cwd=folder)

    assert done.out.startswith("<!-- tokenomics:diff a -->\n")
    assert refused.code == 2
