"""Accounts that processes share, also where some of them are killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from tokenomics.guard.levels import Account, Ask, Level
from tokenomics.guard.shared import GivenUp, SharedStore
from tokenomics.records.errors import OutsideError

LEVEL = Level("k", "k", units=10**20)


class _Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        """Begin at a thousand seconds."""
        self.now = 1000.0

    def __call__(self) -> float:
        """The time that was set last."""
        return self.now


def test_it_says_what_the_store_in_memory_says(tmp_path: Path) -> None:
    """Money beyond what SQLite's own numbers hold, steps and tokens."""
    store = SharedStore(tmp_path / "guard.db")
    level = LEVEL._replace(steps=2)
    first, second = (Ask(name, (level,), 6 * 10**19, 10) for name in "ab")

    assert store.reserve(first) is None
    refused = store.reserve(second)
    assert refused is not None
    assert (refused.of, refused.account) == (
        "money",
        Account(reserved=6 * 10**19, steps=1, reserved_tokens=10),
    )
    store.settle(first, 10**19, 4)
    assert store.account("k") == Account(spent=10**19, steps=1, tokens=4)
    assert store.reserve(second) is None
    refused = store.reserve(Ask("c", (level,), 1, 0))
    assert refused is not None
    assert refused.of == "steps"


def test_two_processes_see_one_account(tmp_path: Path) -> None:
    """Two stores of one file, as two processes have them."""
    one, other = SharedStore(tmp_path / "guard.db"), SharedStore(tmp_path / "guard.db")
    ask = Ask("a", (LEVEL,), 7, 0)

    assert one.reserve(ask) is None
    assert other.account("k").reserved == 7
    other.settle(ask, 5, 0)
    assert one.account("k") == Account(spent=5, steps=1)


def test_a_lease_that_ends_frees_what_nobody_settled_and_is_logged(tmp_path: Path) -> None:
    """Until the 600th second it counts as spent; what is settled later is spent, and closes the account."""
    clock = _Clock()
    store = SharedStore(tmp_path / "guard.db", lease=600, clock=clock)
    ask = Ask("a", (LEVEL,), 7, 3)
    store.reserve(ask)
    clock.now = 1599.0
    assert store.account("k").reserved == 7
    assert store.given_up() == []

    clock.now = 1600.0
    assert store.account("k") == Account(steps=1)
    assert store.given_up() == [GivenUp(1600.0, "a", "k", 7, str(os.getpid()))]
    store.settle(ask, 6, 2)
    assert store.account("k") == Account(
        spent=6, steps=1, tokens=2, closed="a call was settled after its lease had ended"
    )
    store.reopen("k")
    assert store.account("k").closed == ""


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """Rather than a trace of SQLite's."""
    (tmp_path / "guard.db").write_text("this is a text and no database at all, " * 9, "utf-8")

    with pytest.raises(OutsideError, match=r"guard\.db: the guard's file cannot be used"):
        SharedStore(tmp_path / "guard.db").account("k")


# Spends units of 10^17 (a tenth of a dollar) until nothing is left, in four threads; says how many.
_SPEND = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tokenomics.guard.levels import Ask, Level
from tokenomics.guard.shared import SharedStore
store, level, name = SharedStore(Path(sys.argv[1])), Level("k", "k", units=10**20), sys.argv[2]
def spend(thread):
    made = 0
    while True:
        ask = Ask(f"{name}-{thread}-{made}", (level,), 2 * 10**17, 0)
        if store.reserve(ask) is not None:
            return made
        store.settle(ask, 10**17, 0)
        made += 1
with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(spend, range(4))))
"""


def _start(text: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", text, *words], stdout=subprocess.PIPE, text=True)


def test_sixteen_threads_of_four_processes_spend_what_there_is(tmp_path: Path) -> None:
    """Of 100 dollars calls take 0.10 each and reserve 0.20: never over, and less than 16 x 0.20 stays."""
    path = tmp_path / "guard.db"
    running = [_start(_SPEND, str(path), str(number)) for number in range(4)]
    made = sum(int(process.communicate()[0]) for process in running)
    account = SharedStore(path).account("k")

    assert account.spent == made * 10**17
    assert account.reserved == 0
    assert 10**20 - 16 * 2 * 10**17 < account.spent <= 10**20


# Settles one call, reserves another, says so, and waits for whoever kills it.
_HANG = """
import sys
from pathlib import Path
from tokenomics.guard.levels import Ask, Level
from tokenomics.guard.shared import SharedStore
store, level = SharedStore(Path(sys.argv[1])), Level("k", "k", units=10**20)
first = Ask("first", (level,), 7, 0)
store.reserve(first)
store.settle(first, 5, 0)
store.reserve(Ask("second", (level,), 11, 0))
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_killed_process_loses_nothing_and_its_lease_ends(tmp_path: Path) -> None:
    """What it settled is spent, what it reserved counts until its lease ends, then is given up."""
    path, clock = tmp_path / "guard.db", _Clock()
    process = subprocess.Popen(
        [sys.executable, "-c", _HANG, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    store = SharedStore(path, clock=clock)
    assert store.account("k") == Account(spent=5, reserved=11, steps=2)

    clock.now = 10.0**11
    assert store.account("k") == Account(spent=5, steps=2)
    assert [(each.id, each.units) for each in store.given_up()] == [("second", 11)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_has_a_connection_of_its_own(tmp_path: Path) -> None:
    """Parent and child go on spending from one account."""
    store = SharedStore(tmp_path / "guard.db")
    first, second, third = (Ask(name, (LEVEL,), 7, 0) for name in "abc")
    store.reserve(first)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = int(store.reserve(second) is not None)
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    store.reserve(third)
    store.settle(first, 5, 0)

    assert store.account("k") == Account(spent=5, reserved=14, steps=3)


def test_threads_share_one_store(tmp_path: Path) -> None:
    """16 threads want 160 units of 100: just 100 are let through."""
    store, level = SharedStore(tmp_path / "guard.db"), Level("k", "k", units=100)

    def spend(thread: int) -> int:
        asks = [Ask(f"{thread}-{number}", (level,), 1, 0) for number in range(10)]
        made = [ask for ask in asks if store.reserve(ask) is None]
        for ask in made:
            store.settle(ask, 1, 0)
        return len(made)

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(spend, range(16))) == 100
    assert store.account("k").spent == 100


# Another process holds the file; who waits for it is interrupted, then goes on.
_INTERRUPTED = """
import os, signal, sqlite3, sys, threading, time
from pathlib import Path
from tokenomics.guard.levels import Ask, Level
from tokenomics.guard.shared import SharedStore
store, level = SharedStore(Path(sys.argv[1])), Level("k", "k", units=10**20)
store.account("k")
other = sqlite3.connect(sys.argv[1], isolation_level=None, check_same_thread=False)
other.execute("BEGIN IMMEDIATE")
threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
threading.Timer(0.4, other.execute, ("ROLLBACK",)).start()
try:
    store.reserve(Ask("a", (level,), 7, 0))
    time.sleep(5)
    print("nobody interrupted it")
except KeyboardInterrupt:
    print(store.account("k").reserved)
"""


def test_who_is_interrupted_keeps_no_lock(tmp_path: Path) -> None:
    """Neither for itself nor for others; what was not let through is not reserved."""
    running = _start(_INTERRUPTED, str(tmp_path / "guard.db"))

    assert running.communicate()[0] == "0\n"
    assert SharedStore(tmp_path / "guard.db").reserve(Ask("b", (LEVEL,), 7, 0)) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_child_is_not_born_into_a_transaction(tmp_path: Path) -> None:
    """Threads of the parent spend while it forks; every child spends too."""
    store, level = SharedStore(tmp_path / "guard.db"), LEVEL._replace(units=10**30)
    stop = Event()

    def spend(name: str) -> int:
        ask = Ask(name, (level,), 7, 0)
        store.reserve(ask)
        store.settle(ask, 5, 0)
        return 1

    def spend_on(thread: int) -> int:
        made = 0
        while not stop.is_set():
            made += spend(f"{thread}-{made}")
        return made

    with ThreadPoolExecutor(3) as pool:
        threads = [pool.submit(spend_on, thread) for thread in range(3)]
        children: list[int] = []
        for number in range(10):
            child = os.fork()
            if child == 0:
                signal.alarm(10)
                os._exit(spend(f"child-{number}") - 1)
            children.append(child)
        codes = [os.waitpid(child, 0)[1] for child in children]
        stop.set()
        made = sum(thread.result() for thread in threads)

    assert codes == [0] * 10
    assert store.account("k") == Account(spent=5 * (made + 10), steps=made + 10)


def test_a_file_that_was_removed_is_not_spent_from(tmp_path: Path) -> None:
    """Who still has it open and who finds another one in its place would spend a limit each."""
    path = tmp_path / "guard.db"
    store = SharedStore(path)
    store.account("k")
    for name in ("guard.db", "guard.db-wal", "guard.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(OutsideError, match=r"guard\.db: the guard's file was removed or replaced"):
        store.account("k")

    SharedStore(path).account("k")
    with pytest.raises(OutsideError, match="was removed or replaced"):
        store.account("k")


def test_tokens_have_no_end(tmp_path: Path) -> None:
    """SQLite's own numbers end at 2^63, some provider's nonsense does not."""
    store, ask = SharedStore(tmp_path / "guard.db"), Ask("a", (LEVEL,), 1, 10**30)
    store.reserve(ask)
    assert store.account("k").reserved_tokens == 10**30

    store.settle(ask, 1, 10**31)
    assert store.account("k") == Account(spent=1, steps=1, tokens=10**31)


def test_what_is_no_number_is_the_file_s_fault(tmp_path: Path) -> None:
    """Somebody wrote into it."""
    path = tmp_path / "guard.db"
    SharedStore(path).account("k")
    with sqlite3.connect(path) as con:
        con.execute("INSERT INTO accounts VALUES ('k', 'x', '0', 0, '0', '0', '')")
    con.close()

    with pytest.raises(OutsideError, match="the guard's file cannot be used"):
        SharedStore(path).account("k")


def test_a_refusal_that_comes_late_closes_nothing(tmp_path: Path) -> None:
    """It cost nothing, before its lease had ended or after."""
    clock = _Clock()
    store, ask = SharedStore(tmp_path / "guard.db", clock=clock), Ask("a", (LEVEL,), 7, 3)
    store.reserve(ask)
    clock.now = 1600.0
    store.settle(ask, 0, 0)
    assert store.account("k").closed == "", "its lease had not been looked at"
    assert store.account("k") == Account(steps=1)

    store.reserve(ask)
    clock.now = 2200.0
    assert store.account("k").reserved == 0
    store.settle(ask, 0, 0)
    assert store.account("k") == Account(steps=2)
