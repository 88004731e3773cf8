"""Hourly work for some days under random faults, and what holds after each hour."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from support.command import Done
from support.mail_server import Inbox, closed_port, dying, serving
from support.small_disk import small_disk
from support.soak.alerts import Told
from support.soak.mailbox import Mailbox
from support.soak.prices import Prices
from support.soak.sources import PEOPLE, Call, Sources
from support.soak.truth import differences
from support.soak.world import Left, World
from tokenomics.books import book_from
from tokenomics.ledger import info, open_ledger
from tokenomics.ledger.layout import CROWD
from tokenomics.people import load, people_file
from tokenomics.whole import whole

START = datetime(2026, 10, 5, tzinfo=UTC)
_PLACES = {
    "ingest": [*(f"{when}_write:{n}" for when in ("before", "after") for n in (1, 2, 3)),
               "before_commit", "after_commit", "before_people", "after_people"],
    "alert": ["before_commit", "after_commit", "before_write", "after_write", "before_book"],
    "compact": ["before_write:2", "after_write", "before_commit", "after_commit"],
}  # fmt: skip
_EVERY = {"ingest": 1, "alert": 4, "compact": 24}
# Files that one commit writes at most: two months of calls and notices, and rejects and watermarks.
_FILES = 8
# Bytes of a version and its files; they only go after 400 days.
_BYTES = 400_000
# Of the cache: eight books, and the answers about large ledgers that there is room for.
_CACHE = 10**9 + 8 * 10**7


class Happened(NamedTuple):
    """A fault, and with which exit code the step ended."""

    step: str
    fault: str
    code: int


class Hour(NamedTuple):
    """What an hour came to."""

    hour: int
    version: int
    requests: int
    cost: str
    happened: list[Happened]
    mails: int
    compared: int
    left: Left
    wrong: list[str]


class State:
    """All that a soak remembers from hour to hour; kept on disk, so that the soak itself may be killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Nothing happened yet."""
        self.chance = random.Random(seed)
        self.sources = Sources(folder / "logs", self.chance)
        self.prices = Prices(self.chance)
        self.told = Told()
        self.hour = self.kills = self.compared = self.resumed = 0
        self.is_written = False  # whether the sources wrote what is of this hour
        self.faults: Counter[str] = Counter()
        self.wrong: list[str] = []

    def keep(self, path: Path) -> None:
        """Write it down whole."""
        with whole(path, "output") as part:
            part.write_bytes(pickle.dumps(self))


class Soak:
    """The world, and how it stands."""

    def __init__(self, world: World, inbox: Inbox, port: int, state: State) -> None:
        """As it stands."""
        self.world, self.inbox, self.port, self.state = world, inbox, port, state
        self.chance, self.sources, self.prices = state.chance, state.sources, state.prices
        self.told, self.wrong = state.told, list[str]()

    def hour(self, rate: float) -> Hour:
        """One hour: what sources write, the steps that are due, and what holds then."""
        state, number = self.state, self.state.hour
        at = START + timedelta(hours=number)
        now = at + timedelta(hours=1, minutes=5)
        self.wrong = []
        if not state.is_written:
            self.sources.advance(at)
            if self.chance.random() < 0.02:
                self.prices.change(now)
            state.is_written = True
            state.keep(self.world.state)
        self.prices.write(self.world.folder / "prices.toml")
        happened = [
            each
            for step, every in _EVERY.items()
            if number % every == every - 1
            for each in self._step(step, now, rate)
        ]
        seen = self._seen(number, happened)
        state.hour, state.is_written = number + 1, False
        state.compared += seen.compared
        state.faults.update(each.fault.partition(":")[0] for each in happened)
        state.wrong += [f"hour {number}: {text}" for text in seen.wrong]
        state.keep(self.world.state)
        return seen

    def _step(self, step: str, now: datetime, rate: float) -> Iterator[Happened]:
        """A step, now and then with a fault first; then as it should be."""
        if self.chance.random() < rate:
            name = self.chance.choice([*_FAULTS, *(_OF_MAIL if step == "alert" else ())])
            happened = _ALL[name](self, step, now)
            if happened is not None:
                yield happened
                if step == "alert":
                    self.told.interrupted(self.world, self.inbox)
                    if name in _OF_MAIL:
                        return
        done = self.world.do(step, now)
        self._expect(done, 0, f"{step} without a fault")
        if step == "alert" and done.code == 0:
            self.wrong += self.told.look(self.world, self.inbox, self._priced(), now)

    def _priced(self) -> list[tuple[Call, Decimal]]:
        return self.prices.priced(self.sources.calls.values())

    def _expect(self, done: Done, code: int, what: str) -> None:
        """Note what did not end as it must: with that code, and no more than one line of error."""
        lines = done.err.count("\n")
        if done.code != code or (code and lines != 1) or (not code and done.err):
            self.wrong.append(f"{what}: exit code {done.code}, said {done.err!r}")

    def kill_at_a_place(self, step: str, now: datetime) -> Happened:
        """Killed where something is written."""
        place = self.chance.choice(_PLACES[step])
        self.state.kills += 1
        code = self.world.killed(step, now, self.chance, place)
        return Happened(step, f"killed at a place: {place}", code)

    def kill_at_random(self, step: str, now: datetime) -> Happened:
        """Killed at any moment."""
        self.state.kills += 1
        return Happened(
            step, "killed at any moment", self.world.killed(step, now, self.chance, None)
        )

    def terminate(self, step: str, now: datetime) -> Happened:
        """Told to stop where something is written."""
        place = f"{self.chance.choice(_PLACES[step])}=SIGTERM"
        code = self.world.killed(step, now, self.chance, place)
        if code not in (143, 0):
            self.wrong.append(f"{step} that was told to stop: exit code {code}")
        return Happened(step, f"SIGTERM: {place}", code)

    def fill_the_disk(self, step: str, now: datetime) -> Happened | None:
        """The disk of the ledger is full."""
        if self.world.disk is None:
            return None
        with self.world.full():
            done = self.world.do(step, now)
        if done.code:
            self._expect(done, 3, f"{step} on a full disk")
        return Happened(step, "full disk", done.code)

    def set_the_clock_back(self, step: str, now: datetime) -> Happened:
        """The clock says an earlier time than at the last version."""
        done = self.world.do(step, now - timedelta(minutes=self.chance.randint(61, 600)))
        self._expect(done, 0, f"{step} with the clock back")
        return Happened(step, "clock back", done.code)

    def stop_the_server(self, step: str, now: datetime) -> Happened:
        """Nobody takes mail."""
        return self._without_mail(step, now, closed_port(), "mail server down")

    def kill_the_server(self, step: str, now: datetime) -> Happened:
        """The server dies in the middle of a mail."""
        with dying() as port:
            return self._without_mail(step, now, port, "mail server dies in the middle")

    def _without_mail(self, step: str, now: datetime, port: int, fault: str) -> Happened:
        self.world.listen_at(port)
        done = self.world.do(step, now)
        self.world.listen_at(self.port)
        if done.code:
            self._expect(done, 3, f"{step}, {fault}")
        return Happened(step, fault, done.code)

    def _seen(self, number: int, happened: list[Happened]) -> Hour:
        """Whether reports, the sources and the bounds agree."""
        ledger = open_ledger(self.world.ledger)
        people = people_file(self.world.ledger)
        book = book_from(self.world.cache / "tokenomics", [self.world.folder / "prices.toml"])
        found, compared, total = differences(ledger, book, self._priced(), people, number)
        left = self.world.left()
        wrong = [*self.wrong, *found, *self._grown(left, ledger.version)]
        known = len(load(people))
        stored = {each.kind: each.rows for each in info(self.world.ledger).holdings}
        if known > len(PEOPLE):
            wrong.append(f"{known} people of {len(PEOPLE)}")
        if stored.get("reject", 0) != self.sources.refused:
            wrong.append(
                f"{stored.get('reject', 0)} refused rows, {self.sources.refused} broken ones"
            )
        return Hour(
            number, ledger.version, total.requests, f"{total.cost:f}", happened, len(self.inbox.mails),
            compared + 8, left, wrong,
        )  # fmt: skip

    def _grown(self, left: Left, version: int) -> list[str]:
        """The bounds that are passed; of what was killed something may lie about."""
        writes = version + 1 + self.state.kills
        crowded = Counter((file.kind, file.month) for file in open_ledger(self.world.ledger).files)
        bounds = {
            "small files of a month": (max(crowded.values()), CROWD + 1),
            "files of rows": (left.parquet, _FILES * writes),
            "entries of the log": (
                left.entries,
                version + 1 + 2 * (1 + version // 25) + self.state.kills,
            ),
            "bytes": (left.size, _BYTES * writes),
            "parts of files": (left.parts, self.state.kills),
            "temporary folders": (left.spooled, self.state.kills),
            "bytes of the cache": (left.cached, _CACHE),
        }
        return [f"{what}: {is_} > {most}" for what, (is_, most) in bounds.items() if is_ > most]


_FAULTS = ("kill_at_a_place", "kill_at_random", "terminate", "fill_the_disk", "set_the_clock_back")
_OF_MAIL = ("stop_the_server", "kill_the_server")
_ALL: dict[str, Callable[[Soak, str, datetime], Happened | None]] = {
    name: getattr(Soak, name) for name in (*_FAULTS, *_OF_MAIL)
}


def soak(
    folder: Path,
    *,
    seed: int,
    hours: int,
    rate: float = 0.12,
    tell: Callable[[Hour], Any] = lambda _: None,
) -> dict[str, Any]:
    """So many hours in a folder, from where it stands there; `rate` is the share of steps with a fault. What it came to."""
    inbox, last = Mailbox(folder / "mails"), None
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(folder / "disk"))
        port = stack.enter_context(serving(inbox))
        world = World(folder, port, disk)
        state = _resumed(world, inbox, seed)
        mine = Soak(world, inbox, port, state)
        while state.hour < hours:
            last = mine.hour(rate)
            tell(last)
        assert last is not None
        ids = {str(mail["Message-ID"]) for mail in inbox.mails}
        return {
            "seed": seed, "hours": hours, "faults": dict(sorted(state.faults.items())), "kills": state.kills,
            "full disk": "tried" if disk else "not possible here", "resumed": state.resumed,
            "calls": last.requests, "cost": last.cost, "records": len(state.sources.calls),
            "restatements": state.sources.restated, "late files": state.sources.late,
            "refused rows": state.sources.refused, "price changes": state.prices.changes,
            "price corrections": state.prices.corrections, "versions": last.version + 1,
            "mails": len(inbox.mails), "repeated mails": len(inbox.mails) - len(ids),
            "budget points due": len(state.told.due), "compared": state.compared, "left": last.left._asdict(),
            "violations": state.wrong,
        }  # fmt: skip


def _resumed(world: World, inbox: Inbox, seed: int) -> State:
    """The state in the folder, of a soak that was killed; else a new one."""
    if not world.state.exists():
        state = State(world.folder, seed)
    else:
        state = pickle.loads(world.state.read_bytes())
        state.resumed += 1
        state.kills += 1
    if state.resumed and (world.ledger / "_delta_log").is_dir():
        state.told.interrupted(world, inbox)
    return state
