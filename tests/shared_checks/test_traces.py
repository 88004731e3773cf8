"""Public traces with the blocks of their prompts, replayed with a provider's cache."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from support.command import command
from support.traces import mapping

SHARED = Path(os.environ.get("TOKENOMICS_SHARED", "shared-not-set"))

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="TOKENOMICS_SHARED names no folder: the shared data is not here"
)


@pytest.mark.parametrize(
    ("trace", "life", "cached", "then", "plain"),
    [
        ("conversation", "5m", 42_480_677, "396.4185006", "434.381469"),
        ("conversation", "1h", 54_098_411, "560.4019953", "434.381469"),
        ("conversation", "infinite", 54_098_411, "288.3157593", "434.381469"),
        ("synthetic", "5m", 36_417_948, "103.8379344", "183.583884"),
        ("synthetic", "1h", 39_852_661, "140.0076003", "183.583884"),
        ("synthetic", "infinite", 39_852_661, "75.9816993", "183.583884"),
    ],
)
def test_blocks_that_a_cache_would_have_held(
    trace: str, life: str, cached: int, then: str, plain: str, tmp_path: Path
) -> None:
    """Input at 3 USD per million, 0.30 read, 3.75 written for five minutes, 6.00 for an hour.

    Of the conversation 42,480,677 x 0.30 + 102,313,146 x 3.75 = 12.7442031 + 383.6742975.
    """
    name = f"mooncake_{trace}_trace.jsonl"
    (tmp_path / name).write_bytes((SHARED / "data" / "traces" / name).read_bytes())
    (tmp_path / "tokenomics.toml").write_text(mapping("anthropic", "claude-sonnet-4-6", 512))
    found = command("whatif", name, "--cache", life, "--format", "json", cwd=tmp_path)
    told = json.loads(found.out)

    assert [(row["cost"], row["cost_then"]) for row in told["rows"]] == [(plain, then)]
    assert any(f"would hold {cached:,} of the" in note for note in told["notes"])
    loses = any("LOSES money here" in note for note in told["notes"])
    assert loses == (Decimal(then) > Decimal(plain))
