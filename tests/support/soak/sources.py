"""Four sources of calls that grow, rotate, come late and are stated anew, and what they say in truth.

gateway   a table of calls with ids: grows by the hour, is put away at midnight, packed later
agent     JSON lines without ids: likewise, and known by nothing but its content
pages     a provider's daily sums: today's grows, those of past days are corrected up or down
late      packed tables of calls of the last days, some of them known from the gateway
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from support.reported import openai_bucket, page

PEOPLE = tuple(f"person-{n}" for n in range(12))
FEATURES = ("refunds", "search", "drafts")
MYSTERY = "mystery-1"
_MODELS = ("fast-1", "deep-1")
_HEADER = ("ts", "provider", "model", "feature", "user", "input", "output", "request_id")
_PROJECTS = ("proj_a", "proj_b")


class Call(NamedTuple):
    """Calls as a source states them: one, or a day's sum."""

    source: str
    ts: datetime
    provider: str
    model: str
    feature: str | None
    user: str | None
    input: int
    output: int
    requests: int = 1


class Sources:
    """The files of a folder, hour by hour, and the calls that they state: each once, as it is stated last."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        """Nothing is written yet."""
        self.folder, self.chance = folder, chance
        self.calls: dict[str, Call] = {}
        self.refused = 0
        self.restated = 0
        self.late = 0
        self._number = 0
        self._gateway: list[list[str]] = []
        for name in ("gateway", "agent", "pages", "late"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def advance(self, hour: datetime) -> None:
        """Write what happened in the hour that begins then."""
        if hour.hour == 0:
            self._rotate(hour)
        rows = [self._drawn(hour) for _ in range(self.chance.randint(1, 5))]
        self._log(rows)
        self._speak(hour)
        self._sum(hour)
        if self.chance.random() < 0.08:
            self._deliver_late(hour)

    def _drawn(self, hour: datetime, *, days: int = 0) -> Call:
        chance = self.chance
        ts = hour + timedelta(seconds=chance.randrange(3600)) - timedelta(days=days)
        model = MYSTERY if chance.random() < 0.02 else chance.choice(_MODELS)
        return Call(
            "native", ts, "acme", model, chance.choice(FEATURES), chance.choice(PEOPLE),
            chance.randint(1, 9_000), chance.randint(0, 2_000),
        )  # fmt: skip

    def _log(self, calls: Iterable[Call]) -> None:
        """A row a call, with an id; of some a broken row too, which is refused."""
        rows: list[list[str]] = []
        for call in calls:
            self._number += 1
            key = f"req-{self._number}"
            self.calls[key] = call
            rows.append(_row(call, key))
        if self.chance.random() < 0.05:
            self.refused += 1
            rows.append([*rows[-1][:5], "-5", "1", f"broken-{self._number}"])
        self._gateway = [*self._gateway, *rows][-40:]
        current = self.folder / "gateway" / "current.csv"
        is_new = not current.exists()
        with current.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([_HEADER, *rows] if is_new else rows)

    def _speak(self, hour: datetime) -> None:
        """Lines without an id; sometimes one of an earlier day."""
        lines: list[str] = []
        for _ in range(self.chance.randint(0, 3)):
            self._number += 1
            days = self.chance.choice((0, 0, 0, 0, 0, 1, 2))
            call = self._drawn(hour, days=days)._replace(provider="umbra", model="talk-1")
            self.calls[f"agent-{self._number}"] = call
            said = {
                "ts": _iso(call.ts), "provider": call.provider, "model": call.model,
                "feature": call.feature, "user": call.user, "input": call.input, "output": call.output,
                "tags": {"nth": str(self._number)},
            }  # fmt: skip
            lines.append(json.dumps(said) + "\n")
        with (self.folder / "agent" / "current.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(lines)

    def _sum(self, hour: datetime) -> None:
        """Today's sums as they are by now, and sometimes a past day's corrected ones."""
        self._state(hour, hour.replace(hour=0), grows=True)
        if self.chance.random() < 0.15:
            day = hour.replace(hour=0) - timedelta(days=self.chance.randint(1, 3))
            if f"{day:%F} {_PROJECTS[0]}" in self.calls:
                self.restated += 1
                self._state(hour, day, grows=False)

    def _state(self, hour: datetime, day: datetime, *, grows: bool) -> None:
        results: list[dict[str, object]] = []
        for project in _PROJECTS:
            key = f"{day:%F} {project}"
            before = self.calls.get(key) if grows else None
            call = Call(
                "openai_usage", day, "openai", "sum-1", None, None,
                (before.input if before else 0) + self.chance.randint(100, 90_000),
                (before.output if before else 0) + self.chance.randint(10, 9_000),
                (before.requests if before else 0) + self.chance.randint(1, 9),
            )  # fmt: skip
            self.calls[key] = call
            results.append({
                "object": "organization.usage.completions.result", "project_id": project,
                "input_tokens": call.input, "output_tokens": call.output, "model": call.model,
                "num_model_requests": call.requests,
            })  # fmt: skip
        fetched = {"fetched_at": _iso(hour + timedelta(hours=1))}
        said = {**fetched, **page(openai_bucket(*results, start=int(day.timestamp())))}
        (self.folder / "pages" / f"{day:%F}.json").write_text(json.dumps(said), "utf-8")

    def _deliver_late(self, hour: datetime) -> None:
        """A packed table of calls of the last days, with some that the gateway stated before."""
        self.late += 1
        rows = self.chance.sample(self._gateway, min(3, len(self._gateway)))
        rows = [row for row in rows if row[5] != "-5"]
        for _ in range(self.chance.randint(1, 4)):
            self._number += 1
            call = self._drawn(hour, days=self.chance.randint(0, 5))
            self.calls[f"req-{self._number}"] = call
            rows.append(_row(call, f"req-{self._number}"))
        text = io.StringIO()
        csv.writer(text).writerows([_HEADER, *rows])
        path = self.folder / "late" / f"{self._number}.csv.gz"
        path.write_bytes(gzip.compress(text.getvalue().encode()))

    def _rotate(self, day: datetime) -> None:
        """Put yesterday's files away under its name; pack the one of the day before."""
        for folder, end in (("gateway", "csv"), ("agent", "jsonl")):
            current = self.folder / folder / f"current.{end}"
            if current.exists():
                current.rename(current.with_name(f"{day - timedelta(days=1):%F}.{end}"))
        old = self.folder / "gateway" / f"{day - timedelta(days=2):%F}.csv"
        if old.exists():
            text = old.read_bytes()
            # A refused row has nothing that it could be known by in another file: it is refused there too.
            self.refused += text.count(b",broken-")
            old.with_name(f"{old.name}.gz").write_bytes(gzip.compress(text))
            old.unlink()


def _row(call: Call, key: str) -> list[str]:
    return [
        _iso(call.ts), call.provider, call.model, call.feature or "", call.user or "",
        str(call.input), str(call.output), key,
    ]  # fmt: skip


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
