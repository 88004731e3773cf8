"""What if it were done another way: the words of each command behind `tokenomics whatif`."""

from __future__ import annotations

from collections.abc import Mapping

_STEPS: Mapping[str, tuple[str, ...]] = {
    "another model": ("--route", "feature=feature-1 -> openai/gpt-5-mini"),
    "routes with escalation": ("--route", "all -> openai/gpt-5-mini then 10% openai/gpt-5"),
    "a cap on output": ("--cap", "output=500"),
    "what could wait": ("--defer", "24h"),
    "prices of a day": ("--reprice", "at=2026-08-20"),
    "a platform": ("--platform", "openrouter"),
}
DESIGNS: Mapping[str, tuple[str, ...]] = {
    **_STEPS,
    "all of it, by feature": ("--by", "feature", *(w for words in _STEPS.values() for w in words)),
    "a person did it": ("people", "--minutes", "1", "--hourly", "60"),
    "another option did it": ("portfolio", "--model", "openai/gpt-5-nano"),
}
