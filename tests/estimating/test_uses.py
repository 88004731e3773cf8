"""What a request will use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.prompts import SMALL, asked, prices
from tokenomics.books import bundled
from tokenomics.estimating.uses import Plan, Use, use_of


def _use(folder: Path, plan: Plan = Plan(), **request: Any) -> Use:  # noqa: B008
    return use_of(asked(**request), SMALL, plan, prices(folder).book)


def test_what_is_said_wins_over_what_the_request_allows(tmp_path: Path) -> None:
    """100 tokens expected, whatever its max_tokens; for each of its answers."""
    assert _use(tmp_path, Plan(output=100), max_tokens=5).generated == 100
    assert _use(tmp_path, Plan(output=100), n=3).generated == 300
    assert _use(tmp_path, max_tokens=5).generated_high == 5


def test_sound_has_a_meter_of_its_own_and_images_are_input(tmp_path: Path) -> None:
    """Of 500 tokens a part: 10 + 500 of input, 500 of sound."""
    parts = [
        {"type": "text", "text": "one two three"}, {"type": "image", "source": {}},
        {"type": "input_audio", "input_audio": {}},
    ]  # fmt: skip
    found = _use(tmp_path, Plan(media=500), text=parts)

    assert dict(found.sent) == {"input": 510, "input_audio": 500}
    assert found.context == 1010


@pytest.mark.parametrize(
    ("request_", "note"),
    [
        ({"previous_response_id": "r"}, "elsewhere"),
        ({"tools": [{"type": "web_search_20250305"}]}, "endless"),
        ({"tools": [{"type": "web_search_20250305", "max_uses": 2}]}, "uses"),
        ({"tools": [{"type": "function", "name": "f"}]}, "tools"),
        ({"max_tokens": 5}, "max_tokens"),
        ({}, "no_cap"),
    ],
)
def test_what_limits_an_estimate_is_noted(tmp_path: Path, request_: Any, note: str) -> None:
    """What goes on elsewhere, tools, answers without an end."""
    assert note in _use(tmp_path, **request_).notes


def test_models_of_embeddings_generate_nothing() -> None:
    """Neither expected nor at most."""
    found = use_of(asked(), ("openai", "text-embedding-3-small"), Plan(), bundled())

    assert (found.generated, found.generated_high) == (0, 0)
