"""What an AI bill is made of, who caused it, and what it bought.

import tokenomics as tk

ledger = tk.open(".tokenomics")
tk.costs(ledger, by=["feature", "model"])
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenomics.library import (
        Handle,
        add,
        agents,
        ai_or_person,
        anomalies,
        budgets,
        chargeback,
        costs,
        diff,
        drivers,
        estimate,
        export_focus,
        failures,
        forecast,
        forget,
        indicators,
        ingest,
        open,  # noqa: A004
        page,
        plot,
        portfolio,
        prices,
        quality,
        read,
        reconcile,
        scenarios,
        selfhost,
        verify,
        verify_ledger,
        waste,
        whatif,
    )

__all__ = [
    "Handle",
    "add",
    "agents",
    "ai_or_person",
    "anomalies",
    "budgets",
    "chargeback",
    "costs",
    "diff",
    "drivers",
    "estimate",
    "export_focus",
    "failures",
    "forecast",
    "forget",
    "indicators",
    "ingest",
    "open",
    "page",
    "plot",
    "portfolio",
    "prices",
    "quality",
    "read",
    "reconcile",
    "scenarios",
    "selfhost",
    "verify",
    "verify_ledger",
    "waste",
    "whatif",
]


def __getattr__(name: str) -> Any:
    """The library, imported when it is first asked for: the command line starts without frames."""
    if name not in __all__:
        raise AttributeError(f"module 'tokenomics' has no attribute {name!r}")
    return getattr(importlib.import_module("tokenomics.library"), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
