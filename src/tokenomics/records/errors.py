"""Every error a user can meet.

    TokenomicsError
    ├── InputError          what was given is wrong; exit 2
    │   ├── ConfigError     tokenomics.toml or an option
    │   ├── SourceError     a file that no source can read
    │   ├── PriceError      a pricebook or an overlay
    │   └── LedgerError     a ledger that cannot be opened or read
    ├── RejectedRows        rows were refused and the user asked to fail then; exit 1
    ├── GuardStop           a guard let a call of an agent not through; exit 1
    │   ├── BudgetExceeded  it might have cost more than is left
    │   └── LoopStopped     it looked like a loop without an end
    └── OutsideError        something outside failed; exit 3
        ├── LedgerConflict  other writers kept winning
        ├── LedgerReadOnly  the ledger cannot be written
        └── DeliveryError   a message that could not be handed over

A wrong *row* is no error: it becomes a reject, is counted and shown.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

# So many choices are a help; more of them bury the sentence.
SHOWN = 24


class TokenomicsError(Exception):
    """The base of all errors of this library; its text is one line for a user."""

    exit_code = 2


class InputError(TokenomicsError):
    """What the user gave is wrong: a path, a name, a value."""


class ConfigError(InputError):
    """The configuration file or an option is wrong."""


class SourceError(InputError):
    """A file cannot be read by any source."""


class PriceError(InputError):
    """A pricebook or an overlay is wrong."""


class LedgerError(InputError):
    """A ledger cannot be opened or read as asked."""


class RejectedRows(TokenomicsError):
    """Rows were refused in a strict ingest."""

    exit_code = 1


class GuardStop(TokenomicsError):
    """A guard does not let a call through: the call was not made and costs nothing.

    `scope` is the guard's that refuses: name -> value.
    """

    exit_code = 1

    def __init__(self, text: str, *, scope: Mapping[str, str] = MappingProxyType({})) -> None:
        """`text` says what is left and what to do."""
        super().__init__(text)
        self.scope = dict(scope)


class BudgetExceeded(GuardStop):
    """A call might cost more than a guard has left, or needs a step or tokens that it has not.

    `of` is what there is too little of: money, steps, tokens, or closed. The amounts are money, or
    numbers of steps or tokens. `cheaper` is the nearest model whose call would fit, None where
    there is none.
    """

    def __init__(  # noqa: PLR0913
        self,
        text: str,
        *,
        scope: Mapping[str, str] = MappingProxyType({}),
        of: str = "money",
        spent: Decimal | int = 0,
        reserved: Decimal | int = 0,
        limit: Decimal | int | None = None,
        asked: Decimal | int = 0,
        cheaper: str | None = None,
    ) -> None:
        """All that the sentence is made of."""
        super().__init__(text, scope=scope)
        self.of, self.spent, self.reserved = of, spent, reserved
        self.limit, self.asked, self.cheaper = limit, asked, cheaper


class LoopStopped(GuardStop):
    """The same call again and again, failure after failure, or a context that grows without end."""


class OutsideError(TokenomicsError):
    """Something outside this program failed: a disk, a server, another writer."""

    exit_code = 3


class LedgerConflict(OutsideError):
    """Other writers committed first, again and again."""


class LedgerReadOnly(OutsideError):
    """The ledger's folder does not let us write."""


class DeliveryError(OutsideError):
    """A mail server, a webhook or the like did not take a message."""


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """The known names most like `name`, best first, at most `count`; empty where none is near."""
    return tuple(difflib.get_close_matches(name, sorted(set(known)), n=count, cutoff=0.6))


def unknown(what: str, name: str, known: Iterable[str], within: str = "") -> str:
    """One sentence for a name that is not known: the value, the nearest match or the choices.

    `within` is where the name stands, `budget.0.`, shown before it and before its nearest.
    """
    choices = sorted(set(known))
    near = nearest(name, choices, 1)
    if near:
        return f"unknown {what} {within + name!r}: did you mean {within + near[0]!r}?"
    more = f" and {len(choices) - SHOWN} more" if len(choices) > SHOWN else ""
    return f"unknown {what} {within + name!r}: choose from {', '.join(choices[:SHOWN])}{more}"
