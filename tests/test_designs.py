"""`tk.whatif`, as a notebook uses it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import tokenomics as tk
from support.usage import PRICES, call, kept


def test_a_design_is_a_frame_with_exact_amounts(tmp_path: Path) -> None:
    """0.1 M at 5 are 0.5, as `small` 0.2: 0.3 less, of which all is of team `a`."""
    kept(tmp_path, call(input=100_000, model_served="large", team="a"))
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    handle = tk.open(tmp_path / "ledger")
    frame = tk.whatif(
        handle, {"route": ["all -> small"]}, "team", pricebooks=[tmp_path / "prices.toml"]
    )

    assert frame.select("step", "team", "saving").rows() == [
        ("route all -> small", "a", Decimal("0.3"))
    ]
