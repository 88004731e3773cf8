"""Each way in takes whatever bytes, or refuses them in one line; `make fuzz` tries many more of them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.fuzzed import TARGETS, claimed, recorded, tried
from support.mutations import variant

LOGS = [name for name in TARGETS if name.startswith("log ")]
TEXTS = {"jsonl": (b"nope", b"[1]", b'{"a": ', b"\xff\xfe{}", b"\0", b"1", b'"text"', b'{"a":' * 2000, b"{}"), "csv": (b"nope", b"\0", b"1,2", b"\xff")}  # fmt: skip


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=1)
@given(seed=st.integers(0, 2**32))
def test_nothing_else_is_raised(name: str, seed: int) -> None:
    """What a way in is for is taken; strange values, bytes and orders of lines are refused or taken, and all adds up."""
    chance, target = Random(seed), TARGETS[name]
    seeds = target.seeds()
    taken = sum(tried(target._replace(together=None), each) for each in seeds[:20])

    assert taken > 0
    tried(target, *seeds[:20], *(variant(chance.choice(seeds), chance) for _ in range(10)))


def _injected(data: bytes, container: str, chance: Random) -> bytes:
    """A text with wrong lines between its lines, none of them before the first or after the last."""
    lines = data.rstrip(b"\n").split(b"\n")
    for _ in range(5):
        lines.insert(
            chance.randrange(1, len(lines)) if len(lines) > 1 else 1,
            chance.choice(TEXTS[container]),
        )
    return b"\n".join(lines) + b"\n"


def _lined(name: str) -> Iterator[tuple[bytes, str]]:
    """The samples of a source that are rows a line."""
    for data in TARGETS[f"log {name}"].seeds():
        unit = claimed(name, data)
        if unit is not None:
            unit.reading.path.unlink()
            if unit.container in TEXTS and data.count(b"\n") > 1:
                yield data, unit.container


@pytest.mark.parametrize("name", [name.removeprefix("log ") for name in LOGS])
@settings(max_examples=1)
@given(seed=st.integers(0, 2**32))
def test_wrong_lines_change_no_figure(name: str, seed: int) -> None:
    """What is recorded of a file is the same with and without lines that are refused between its own."""
    chance, lined = Random(seed), [*_lined(name)]
    data, container = chance.choice(lined) if lined else (b"{}\n", "jsonl")

    assert recorded(name, _injected(data, container, chance)) == recorded(name, data)
