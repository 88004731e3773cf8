"""Tokens of a text that nobody counted, for records and estimates that say so.

Exact for the text of OpenAI's and Voyage's models. For others the tokens of OpenAI's latest
encoding times a ratio, measured where the vendor's own tokenizer can be had, else one. What a
vendor adds around messages is not counted.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

INSTALL = "pip install 'tokenomics-finops[tokens]'"

_PACKAGE = "bpe_openai"
# What a count by a ratio is raised by where it must not be too low, in hundredths.
_MARGIN = 120
# Bytes of a token of o200k_base, measured on 2026-11-26 by its own encoding: 4.7 of English prose
# (licences), 4.3 of Python (its standard library), 2.1 of JSON (samples and schemas of this project).
BYTES = 4


class Rule(NamedTuple):
    """How the text of models is counted: by which encoding, times how many hundredths.

    `source` says how the ratio is known and `checked` when; a ratio that nobody measured is one.
    """

    models: str
    encoding: str
    hundredths: int
    source: str
    checked: str

    @property
    def is_exact(self) -> bool:
        """Whether it counts by the models' own encoding."""
        return self.hundredths == 100 and bool(self.models)


# The source of a ratio that nobody measured.
ASSUMED = "assumed"
_MEASURED = "measured against o200k_base on English prose, Python and JSON"

# The first whose pattern a model's name matches counts it.
RULES: tuple[Rule, ...] = (
    Rule(r"(.*/)?(ft:)?(gpt-4(-|$)|gpt-3\.5|gpt-35|text-embedding-(3|ada))", "cl100k_base", 100, "OpenAI's own encoding of these models", "2026-11-25"),
    Rule(r"(.*/)?(ft:)?(gpt-|chatgpt|o[1-9](-|$)|codex|computer-use)", "o200k_base", 100, "OpenAI's own encoding of these models", "2026-11-25"),
    Rule(r"(.*/)?voyage-", "voyage3_base", 100, "Voyage's own encoding of these models", "2026-11-25"),
    Rule(r".*claude-[a-z]+-(4-([7-9]|[1-9]\d)(?!\d)|[5-9](?!\d))", "o200k_base", 145, f"{_MEASURED} with ctok 1.3.0, which rebuilds Claude's counts: 1.39 to 1.55", "2026-11-25"),
    Rule(r".*claude", "o200k_base", 115, f"{_MEASURED} with ctok 1.3.0, which rebuilds Claude's counts: 1.07 to 1.21", "2026-11-25"),
    Rule(r".*(mistral|mixtral|ministral|codestral|magistral|devstral|pixtral|voxtral)", "o200k_base", 106, f"{_MEASURED} with Mistral's own tekken of 2024-09-11: 1.02 to 1.11", "2026-11-25"),
    Rule(r".*deepseek", "o200k_base", 104, f"{_MEASURED} with DeepSeek's own tokenizer of V3: 1.00 to 1.06", "2026-11-25"),
    Rule(r"", "o200k_base", 100, ASSUMED, "2026-11-25"),
)  # fmt: skip


def is_installed() -> bool:
    """Whether text can be counted: the tokenizer is an extra of this package."""
    return find_spec(_PACKAGE) is not None


def count(text: str, model: str | None) -> int:
    """The tokens of a text for a model, halves rounded up."""
    rule = rule_of(model)
    return times(encoded(text, rule), rule)


def encoded(text: str, rule: Rule) -> int:
    """The tokens of a text in the encoding of a rule, before its ratio."""
    return _encoding(rule.encoding).count(text.encode("utf-8", "replace").decode())


def times(tokens: int, rule: Rule) -> int:
    """Tokens of a rule's encoding times its ratio, halves rounded up."""
    return (tokens * rule.hundredths + 50) // 100


def at_most(counted: int, rule: Rule) -> int:
    """The most that a count by a rule stands for: itself where it is exact, else a fifth more."""
    return counted if rule.is_exact else -(-counted * _MARGIN // 100)


def rule_of(model: str | None) -> Rule:
    """How the text of a model is counted."""
    name = (model or "").lower()
    return next(rule for rule in RULES if re.match(rule.models, name))


@cache
def _encoding(name: str) -> Any:
    # The binding itself: the package's own layer limits how long a text may be.
    from bpe_openai import _bindings  # noqa: PLC0415 - half a second that only uncounted text needs

    return _bindings.tokenizer_for_encoding(name)
