"""The most tokens that a call of a model generates, where nobody asks for less."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path


def output_cap(model: str) -> int | None:
    """The model's own cap, by the name that a pricebook has; None where it is not known."""
    return _caps().get(model)


@cache
def _caps() -> Mapping[str, int]:
    text = Path(__file__).with_name("caps.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = [line.split(",") for line in lines][1:]
    return {model: int(tokens) for model, tokens in rows}
