"""The truth as a file."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from tokenomics.demo import Truth, document


def test_the_file_is_the_document(demo: tuple[Path, Truth]) -> None:
    """truth.json holds what `document` returns, money as plain text."""
    folder, truth = demo
    data = json.loads((folder / "truth.json").read_text("utf-8"))

    assert data == json.loads(json.dumps(document(truth)))
    assert Decimal(data["totals"]["cost"]) == truth.totals.cost
    assert "E" not in data["totals"]["cost"]


def test_groups_carry_their_own_name(demo: tuple[Path, Truth]) -> None:
    """A row of `by` has its dimension's value under its name, meters, and cost or null."""
    data = document(demo[1])
    (vllm,) = (row for row in data["by"]["provider"] if row["provider"] == "hosted_vllm")

    assert set(vllm) == {"provider", "requests", "input", "output", "cost"}
    assert vllm["cost"] is None
    assert data["unpriced"] == [
        {
            "provider": "hosted_vllm",
            "model": "acme-llama-70b",
            "requests": vllm["requests"],
            "input": vllm["input"],
            "output": vllm["output"],
        }
    ]
