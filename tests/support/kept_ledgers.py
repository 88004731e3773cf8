"""Ledgers that this program and earlier versions of it wrote, kept in tests/ledger/kept.

Each is of the same logs. Run this file with the name of a new one to add it; with PYTHONPATH at the
`src` and `cli` of an earlier checkout that one writes it.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

KEPT = Path(__file__).parents[1] / "ledger" / "kept"
NAMES = tuple(sorted(path.name for path in KEPT.iterdir() if path.is_dir()))
# Where logs and ledger lie meanwhile: ledgers state paths, and these are nobody's.
PLACE = Path("/srv/tokenomics-kept")
_NOW = "2026-11-23T12:00:00Z"
_RUN = "import sys; from tokenomics_cli.app import main; sys.exit(main())"


def write_logs(folder: Path, days: int = 20) -> None:
    """Calls of two months and what became of them, an overhead, and a bill: `days` calls in October, three in November."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(_call(month, day)) for month, last in ((10, days), (11, 3)) for day in range(1, last + 1)]  # fmt: skip
    (folder / "usage.jsonl").write_text("\n".join([*lines, "{broken"]) + "\n", "utf-8")
    outcomes = [
        {"task_id": f"task-{day}", "ts": f"2026-11-04T{day:02}:00:00Z", "outcome": "success" if day % 4 else "failure"}
        for day in range(1, 9)
    ]  # fmt: skip
    (folder / "outcomes.jsonl").write_text("".join(f"{json.dumps(o)}\n" for o in outcomes), "utf-8")
    with (folder / "bill.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_BILL)
        writer.writerow(["2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z", "OpenAI", "OpenAI API", "1.25", "USD", "Usage", "acme"])  # fmt: skip


_BILL = ("ChargePeriodStart", "ChargePeriodEnd", "ProviderName", "ServiceName", "BilledCost", "BillingCurrency", "ChargeCategory", "BillingAccountId")  # fmt: skip


def _call(month: int, day: int) -> dict[str, object]:
    return {
        "ts": f"2026-{month:02}-{day:02}T10:00:00Z", "provider": "openai", "model": "gpt-4-0613",
        "input": 1000 * day, "output": 10, "user": f"person{day % 3}@example.com",
        "feature": ("support", "search")[day % 2], "task_id": f"task-{day}", "response_id": f"r-{month}-{day}",
    }  # fmt: skip


def copied(name: str, to: Path) -> Path:
    """A copy of a kept ledger with its file of people, which only its owner may read."""
    ledger = to / name
    shutil.copytree(KEPT / name, ledger)
    people = KEPT / f".{name}.people.json"
    if people.is_file():
        shutil.copy(people, to)
        (to / people.name).chmod(0o600)
    return ledger


def _write(name: str) -> None:
    logs, ledger = PLACE / "logs", PLACE / name
    write_logs(logs)
    words = [sys.executable, "-c", _RUN, "ingest", str(logs), "--ledger", str(ledger)]
    subprocess.run(words, check=True, env={**os.environ, "TOKENOMICS_NOW": _NOW})
    shutil.copytree(ledger, KEPT / name)
    for people in PLACE.glob(f".{name}.people.json"):
        shutil.copy(people, KEPT)
    shutil.rmtree(PLACE)


if __name__ == "__main__":
    _write(sys.argv[1])
