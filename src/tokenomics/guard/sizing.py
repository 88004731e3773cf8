"""The most that a call may use, as it is asked for: of a model's own tokens, and to its own cap."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenomics.guard.caps import output_cap
from tokenomics.guard.prices import Kind, Size
from tokenomics.guard.prompt import tokens_at_most
from tokenomics.guard.realm import Realm
from tokenomics.guard.units import whole
from tokenomics.records.errors import InputError, PriceError


class Wants(NamedTuple):
    """What a call asks for, whichever model is to answer it."""

    messages: Any = None
    input_tokens: int | None = None
    max_output: int | None = None
    choices: int = 1
    tools: Mapping[str, int] = MappingProxyType({})

    def size(self, kind: Kind, realm: Realm) -> Size:
        """The most that it may use of a model.

        Raises InputError for what is no number, or less than nothing, and PriceError where nobody knows
        what the model generates at most.
        """
        if self.input_tokens is not None:
            sent = whole("input_tokens", self.input_tokens)
        elif self.messages is not None:
            sent = tokens_at_most(self.messages, kind.model)
        else:
            raise InputError("what does the call send? Say messages, or input_tokens")
        answer = _cap(kind, realm) if self.max_output is None else self.max_output
        choices = whole("choices", self.choices)
        if not choices:
            raise InputError("choices = 0: a call has an answer")
        return Size(
            sent,
            whole("max_output", answer) * choices,
            tuple((meter, whole(meter, number)) for meter, number in self.tools.items()),
        )


def _cap(kind: Kind, realm: Realm) -> int:
    """The most tokens that an answer of a model has by its own cap."""
    cap = output_cap(kind.model) or output_cap(realm.canonical(kind))
    if cap is None:
        raise PriceError(
            f"how much {kind.model} generates at most is not known: say max_output (max_tokens)"
        )
    return cap
