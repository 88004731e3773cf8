from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support.draft import drafts_of
from support.laws import few
from tokenomics.records.kinds import KINDS
from tokenomics.records.meters import METERS
from tokenomics.sources import native, readable
from tokenomics.sources.contract import Sample
from tokenomics.sources.shapes import SHAPES

CALL = {"ts": "2026-11-02T09:00:00Z", "provider": "openai", "model": "m"}
INPUT_PARTS = [meter.name for meter in METERS if meter.parent == "input" and meter.name != "input"]
OUTPUT_PARTS = [
    meter.name for meter in METERS if meter.parent == "output" and meter.name != "output"
]

COUNTS = st.fixed_dictionaries(
    {"input_total": st.integers(0, 100), "output_total": st.integers(0, 100)},
    optional={name: st.integers(0, 60) for name in (*INPUT_PARTS[:4], *OUTPUT_PARTS[:3])},
)


def test_every_readable_kind_has_a_shape() -> None:
    """What a file may state has a shape, and every shape is of a kind."""
    assert set(SHAPES) == set(readable.readable_kinds())
    assert set(SHAPES) <= set(KINDS)


@given(st.lists(COUNTS, min_size=40, max_size=40))
@few(10)
def test_leaves_sum_to_the_total(found: list[dict[str, int]]) -> None:
    """Leaves are never negative and sum to the stated total; parts beyond it refuse the row."""
    rows: list[dict[str, Any]] = [{**CALL, **counts} for counts in found]
    source = native.claim(Sample(Path("x"), "jsonl", tuple(rows), ()))
    assert source is not None
    drafts = drafts_of(source, list(enumerate(rows, 1)))

    for counts, draft in zip(found, drafts, strict=True):
        sides = {"input": INPUT_PARTS, "output": OUTPUT_PARTS}
        over = [
            side
            for side, parts in sides.items()
            if sum(counts.get(part, 0) for part in parts) > counts[f"{side}_total"]
        ]
        assert (draft["problem"] is not None) == bool(over)
        for side, parts in sides.items():
            if side not in over:
                leaves = [draft[name] or 0 for name in (side, *parts)]
                assert min(leaves) >= 0
                assert sum(leaves) == counts[f"{side}_total"]
