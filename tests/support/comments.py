"""Comparisons of each kind and the comments that they make: run this file to write these."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from support.command import Done, command
from support.sides import FORTY, prices, side

GOLDEN = Path(__file__).parents[1] / "report" / "golden"

_GATE = ("--fail-on", "cost_per_success>+10%")
# What somebody might call a model to break a page.
HOSTILE = "x|y`z``<script>alert(1)</script> @everyone #12 [a](https://evil.example)"


def _no_change(folder: Path) -> None:
    side(folder, "base", FORTY, successes=30)
    side(folder, "head", FORTY, successes=30)


def _regression(folder: Path) -> None:
    side(folder, "base", FORTY, successes=30)
    side(folder, "head", [cost * 2 for cost in FORTY], successes=30)


def _improvement(folder: Path) -> None:
    side(folder, "base", FORTY, successes=30)
    side(folder, "head", [cost / 2 for cost in FORTY], successes=30)


def _unpriced(folder: Path) -> None:
    side(folder, "base", FORTY)
    side(folder, "head", FORTY)
    side(folder, "head", [1, 1], model=HOSTILE, feature="new")


def _tiny(folder: Path) -> None:
    side(folder, "base", FORTY[:7], successes=6)
    side(folder, "head", [cost * 3 for cost in FORTY[:7]], successes=6)


def _new_price(folder: Path) -> None:
    side(folder, "base", FORTY, model="moving", million=4)
    side(
        folder,
        "head",
        [cost * 3 / 4 for cost in FORTY],
        model="moving",
        million=3,
        day="2026-11-20",
    )


SCENARIOS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "no-change": (_no_change, _GATE),
    "regression": (_regression, _GATE),
    "improvement": (_improvement, _GATE),
    "new-unpriced-model": (_unpriced, ("--by", "model", "--fail-on", "unpriced")),
    "tiny-sample": (_tiny, _GATE),
    "new-price": (_new_price, ()),
}


def compared(name: str, folder: Path, form: str = "markdown") -> Done:
    """What `tokenomics diff` says of a scenario."""
    make, options = SCENARIOS[name]
    make(folder)
    return command(
        "diff",
        "base",
        "head",
        "--pricebook",
        prices(folder),
        "--format",
        form,
        *options,
        cwd=folder,
    )


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for _name in SCENARIOS:
        with tempfile.TemporaryDirectory() as _folder:
            (GOLDEN / f"diff-{_name}.md").write_text(compared(_name, Path(_folder)).out, "utf-8")
