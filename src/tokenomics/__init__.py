"""What an AI bill is made of, who caused it, and what it bought.

import tokenomics as tk

ledger = tk.open(".tokenomics")
tk.costs(ledger, by=["feature", "model"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics.later import later

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


# The library is imported when it is first asked for: the command line starts without frames.
__getattr__ = later(__name__, dict.fromkeys(__all__, "library"))


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
