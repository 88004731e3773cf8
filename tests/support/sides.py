"""Logs of two sides to compare: tasks that cost what a test says, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from support.usage import PRICES

# A million of small costs 2, of moving 4 before the 15th of November and 3 from then on.
_HEADER = "ts,provider,model,feature,task_id,input\n"
# 40 tasks that cost 0.1, 0.2, 0.3 and 0.4 in turn: 10 together.
FORTY = [Decimal(n % 4 + 1) / 10 for n in range(40)]


def side(  # noqa: PLR0913
    folder: Path,
    name: str,
    costs: Sequence[Decimal | int],
    *,
    successes: int | None = None,
    model: str = "small",
    feature: str = "chat",
    day: str = "2026-11-02",
    million: int = 2,
) -> Path:
    """A folder of logs with a task a cost, of which the first ones succeed and the others fail.

    `million` is what a million tokens of the model cost: a task takes as many as come to its cost.
    """
    place = folder / name
    place.mkdir(exist_ok=True)
    rows = [
        f'{day}T10:{n:02}:00Z,acme,"{model}",{feature},{feature}-{n},{int(cost * 1_000_000 / million)}\n'
        for n, cost in enumerate(costs)
    ]
    (place / f"{feature}-{len(model)}.csv").write_text(_HEADER + "".join(rows), "utf-8")
    if successes is not None:
        said = [
            f"{feature}-{n},{day}T12:00:00Z,{'success' if n < successes else 'failure'}\n"
            for n in range(len(costs))
        ]
        (place / f"{feature}-outcomes.csv").write_text(
            "task_id,ts,outcome\n" + "".join(said), "utf-8"
        )
    return place


def prices(folder: Path) -> Path:
    """The prices of the cost tests as a file."""
    path = folder / "prices.toml"
    path.write_text(PRICES, "utf-8")
    return path
