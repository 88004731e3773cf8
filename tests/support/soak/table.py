"""The page about the soak, of the logs of some seeds: `python -m support.soak.table soak-*.jsonl`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_PAGE = Path(__file__).parents[3] / "docs" / "method" / "soak.md"
_HEAD = Path(__file__).with_name("soak.md")
_COUNTS = (
    "hours", "calls", "records", "versions", "restatements", "late files", "refused rows",
    "price changes", "price corrections", "mails", "repeated mails", "budget points due", "kills",
    "compared",
)  # fmt: skip
_WORDS = {
    "calls": "calls told at the end", "records": "records stated by sources", "versions": "versions of the ledger",
    "restatements": "days restated by the provider", "late files": "packed files that came late",
    "mails": "mails that were taken", "repeated mails": "of them again, under the id they had",
    "kills": "processes killed", "compared": "sums and bounds compared",
}  # fmt: skip


def main(paths: Sequence[str]) -> None:
    """Write the page of whole logs."""
    seeds = [json.loads(Path(path).read_text("utf-8").splitlines()[-1]) for path in paths]
    _PAGE.write_text(page(seeds), "utf-8")


def page(seeds: Sequence[dict[str, Any]]) -> str:
    """What the seeds came to, side by side."""
    faults = sorted({name for each in seeds for name in each["faults"]})
    rows = [
        *((_WORDS.get(name, name), *(f"{each[name]:,}" for each in seeds)) for name in _COUNTS),
        ("cost told at the end, USD", *(each["cost"].rstrip("0") for each in seeds)),
        *(
            (f"fault: {name}", *(f"{each['faults'].get(name, 0):,}" for each in seeds))
            for name in faults
        ),
        *(
            (f"left: {name}", *(f"{each['left'][name]:,}" for each in seeds))
            for name in seeds[0]["left"]
        ),
        ("**violations**", *(f"**{len(each['violations'])}**" for each in seeds)),
    ]
    head = ("", *(f"seed {each['seed']}" for each in seeds))
    lines = [head, ("---", *("---:" for _ in seeds)), *rows]
    return _HEAD.read_text("utf-8") + "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main(sys.argv[1:])
