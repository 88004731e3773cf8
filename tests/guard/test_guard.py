"""Guards as agents use them."""

from __future__ import annotations

import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.command import command
from tokenomics.books import Book
from tokenomics.guard import BudgetExceeded, Fallback, Guard, LoopStopped
from tokenomics.guard.memory import MemoryStore
from tokenomics.guard.prompt import tokens_at_most
from tokenomics.records.errors import ConfigError, InputError, PriceError

from .conftest import PRICES, Clock

# 100,000 x 2 + 50,000 x 10 per million are 0.70; with tiny 0.07.
CALL: dict[str, Any] = {"input_tokens": 100_000, "max_output": 50_000}


def test_a_loop_that_would_spend_40_dollars_stops_below_half_a_one(acme: Book) -> None:
    """Call n sends 1,000 n tokens, 0.002 n dollars, and generates 500, 0.005: 199 of them are 40.8 dollars.

    Before each of them 0.01 are reserved for the 1,000 that it asks for.
    """
    guard = Guard("0.50 USD", scope={"task": "t1"}, book=acme)
    made: list[int] = []

    def loop() -> None:
        for number in range(1, 200):  # 0.002 x 19,900 + 0.005 x 199 = 40.8 dollars
            with guard.reserve("small", input_tokens=1_000 * number, max_output=1_000) as call:
                call.settle({"input": 1_000 * number, "output": 500})
            made.append(number)

    with pytest.raises(BudgetExceeded) as stopped:
        loop()
    # 19 calls are 0.002 x 190 + 0.005 x 19 = 0.475; the 20th may cost 0.04 + 0.01.
    assert (len(made), guard.spent) == (19, Decimal("0.475"))
    error = stopped.value
    assert (error.scope, error.of) == ({"task": "t1"}, "money")
    assert (error.spent, error.reserved, error.limit, error.asked, error.cheaper) == (
        Decimal("0.475"), 0, Decimal("0.5"), Decimal("0.05"), "tiny",
    )  # fmt: skip
    assert str(error) == (
        "task t1: 0.0250 of 0.500 USD are left (0.475 spent, 0.00 reserved), and a call of small with"
        " 20,000 tokens and up to 1,000 generated may cost 0.0500: use tiny or raise the limit"
    )


def test_a_call_within_others_needs_room_in_each(acme: Book, clock: Clock) -> None:
    """A task in a user in a day: the user's dollar is what stops the second call."""
    day = Guard("100 USD", scope={"all": "agents"}, per="day", book=acme, now=clock)
    user = Guard("1 USD", scope={"user": "ada"}, within=day)
    task = Guard("0.80 USD", scope={"task": "t1"}, within=user)
    other = Guard("0.80 USD", scope={"task": "t2"}, within=user)
    task.reserve("small", **CALL).settle({"input": 100_000, "output": 50_000})

    with pytest.raises(BudgetExceeded, match=r"user ada: 0.300 of 1.00 USD are left") as stopped:
        other.reserve("small", **CALL)
    assert stopped.value.scope == {"all": "agents", "user": "ada"}
    assert [guard.spent for guard in (task, user, day, other)] == [Decimal("0.7")] * 3 + [0]


def test_a_period_begins_anew(acme: Book, clock: Clock) -> None:
    """What was reserved on one day is settled there, also after midnight."""
    guard = Guard("1 USD", scope={"all": "agents"}, per="day", book=acme, now=clock)
    call = guard.reserve("small", **CALL)
    clock.now += timedelta(days=1)
    assert guard.spent == 0

    call.settle({"input": 100_000})
    assert guard.spent == 0
    clock.now -= timedelta(days=1)
    assert (guard.spent, guard.state.reserved) == (Decimal("0.2"), 0)


def test_steps_and_tokens_are_limits_without_money(acme: Book) -> None:
    """Two calls, or 200,000 tokens, whatever they cost."""
    steps, tokens = Guard(steps=2, book=acme), Guard(tokens=200_000, book=acme)
    for guard in (steps, tokens):
        guard.reserve("small", **CALL).settle({"input": 100_000})

    steps.reserve("small", **CALL)
    with pytest.raises(BudgetExceeded, match="all of its 2 calls are made"):
        steps.reserve("small", **CALL)
    with pytest.raises(
        BudgetExceeded, match="may take 150,000 tokens, and of 200,000 100,000 are spent"
    ):
        tokens.reserve("small", **CALL)


def test_a_guard_may_fall_back_to_a_cheaper_model(acme: Book) -> None:
    """0.70 do not fit into 0.10, tiny's 0.07 do; then nothing does, and the first model is told."""
    guard = Guard("0.10 USD", book=acme, on_exceeded=Fallback("tiny"))
    call = guard.reserve("small", **CALL)

    assert (call.model, call.at_most) == ("tiny", Decimal("0.07"))
    with pytest.raises(BudgetExceeded, match="a call of small"):
        guard.reserve("small", **CALL)


def test_a_guard_may_only_warn(acme: Book) -> None:
    """The call is made, and counted beyond the limit."""
    guard = Guard("0.10 USD", book=acme, on_exceeded="warn")
    with pytest.warns(UserWarning, match="0.100 of 0.100 USD are left"):
        call = guard.reserve("small", **CALL)
    call.settle({"input": 100_000})

    assert guard.spent == Decimal("0.2")


def test_a_guard_that_only_warns_does_not_open_the_one_it_is_within(acme: Book) -> None:
    """A task may go over its cent, its day not over its dollar: one call of 0.70 is made, not two."""
    day = Guard("1 USD", scope={"day": "d"}, book=acme)
    task = Guard("0.01 USD", scope={"task": "t1"}, within=day, on_exceeded="warn")
    with pytest.warns(UserWarning, match="task t1: 0.0100 of 0.0100 USD are left"):
        task.reserve("small", **CALL)

    with pytest.raises(BudgetExceeded, match=r"day d: 0.300 of 1.00 USD are left"):
        task.reserve("small", **CALL)
    assert (day.state.steps, day.state.reserved) == (1, Decimal("0.7"))


def test_a_warning_that_is_an_error_reserves_nothing(acme: Book) -> None:
    """Whoever turns warnings into errors does not make the call."""
    guard = Guard("0.10 USD", book=acme, on_exceeded="warn")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="are left"):
            guard.reserve("small", **CALL)

    assert guard.state.reserved == 0


def test_a_guard_within_another_falls_back_as_that_does(acme: Book) -> None:
    """To the model of the innermost guard that has one, whichever guard the call is too dear for."""
    day = Guard("0.10 USD", scope={"day": "d"}, book=acme, on_exceeded=Fallback("tiny"))
    task = Guard("10 USD", scope={"task": "t1"}, within=day)

    assert task.reserve("small", **CALL).model == "tiny"


def test_a_model_to_fall_back_to_counts_by_its_own_tokens_and_cap() -> None:
    """Claude has more tokens for a text than GPT has, and may generate 64,000, not 272,000."""
    text = "hello world, " * 3_000
    guard = Guard("1 USD", on_exceeded=Fallback("anthropic/claude-haiku-4-5"))
    sent = tokens_at_most(text, "claude-haiku-4-5")
    assert sent > tokens_at_most(text, "gpt-5-pro")

    call = guard.reserve("openai/gpt-5-pro", messages=text)
    # A million tokens are 2 dollars written to a cache for an hour, and 5 generated.
    assert call.at_most == (2 * sent + 5 * 64_000) / Decimal(1_000_000)


def test_a_model_to_fall_back_to_without_a_price_is_no_way_out(acme: Book) -> None:
    """The call is refused as too dear all the same; why it could not fall back is the error's cause."""
    guard = Guard("0.10 USD", book=acme, on_exceeded=Fallback("unheard-of"))
    with pytest.raises(BudgetExceeded, match="a call of small") as stopped:
        guard.reserve("small", **CALL)

    assert isinstance(stopped.value.__cause__, PriceError)


def test_equal_calls_at_once_are_no_more_than_may_repeat(
    acme: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sees those before it, also while they are still being let through."""
    guard = Guard("100 USD", book=acme, repeats=3)
    reserve = MemoryStore.reserve

    def slowly(*args: Any, **kwargs: Any) -> Any:
        time.sleep(0.005)
        return reserve(*args, **kwargs)

    def call(_: int) -> bool:
        try:
            guard.reserve("small", messages="again", max_output=10)
        except LoopStopped:
            return False
        return True

    monkeypatch.setattr(MemoryStore, "reserve", slowly)
    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(call, range(16))) == 3


def test_a_closed_guard_lets_nothing_through_until_it_is_reopened(acme: Book) -> None:
    """A call was billed more than was reserved for it."""
    guard = Guard("100 USD", book=acme)
    guard.reserve("small", **CALL).settle({"output": 1_000_000})
    with pytest.raises(
        BudgetExceeded, match=r"closed, for a call was billed more.*10.00 USD are spent"
    ):
        guard.reserve("small", **CALL)

    guard.reopen()
    guard.reserve("small", **CALL)


def test_a_loop_breaker_stops_before_money_does(acme: Book) -> None:
    """The third equal call; one that was refused does not count as made."""
    guard = Guard("1.50 USD", book=acme, repeats=2)
    messages = [{"role": "user", "content": "again"}]
    for _ in range(2):
        guard.reserve("small", messages=messages, max_output=10).settle({"input": 9})

    with pytest.raises(LoopStopped, match="the same call of small was made 2 times"):
        guard.reserve("small", messages=messages, max_output=10)
    guard.reset()
    guard.reserve("small", messages=messages, max_output=10)


def test_without_a_maximum_the_model_s_own_cap_counts(acme: Book) -> None:
    """GPT-5 generates 128,000 tokens at most, of 10 dollars a million; small's cap nobody knows."""
    call = Guard("10 USD").reserve("openai/gpt-5", input_tokens=0)
    assert call.at_most == Decimal("1.28")

    with pytest.raises(PriceError, match="how much small generates at most is not known"):
        Guard("10 USD", book=acme).reserve("small", input_tokens=0)


def test_guard_and_ledger_agree(acme: Book, tmp_path: Path) -> None:
    """What a guard saw is a file that `report` reads: 0.2 + 0.5 of success, 0.7 of what broke off."""
    guard = Guard(
        "10 USD", scope={"task": "t1", "user": "ada"}, book=acme, record=tmp_path / "calls.jsonl"
    )
    guard.reserve("small", **CALL).settle({"input": 100_000, "output": 50_000})
    with pytest.raises(TimeoutError), guard.reserve("small", **CALL):
        raise TimeoutError
    guard.reserve("tiny", **CALL).release()
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    done = command(
        "report", "calls.jsonl", "--pricebook", "prices.toml", "--by", "task", "--format", "csv", cwd=tmp_path
    )  # fmt: skip

    assert done.code == 0, done.err
    assert "t1,3" in done.out
    assert guard.spent == Decimal("1.4")
    assert ",1.4," in done.out or done.out.rstrip().endswith(",1.4")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"limit": "0"}, "give more than 0"),
        ({"limit": "1 EUR"}, "is not in USD"),
        ({"steps": 0}, "steps = 0 lets no call through"),
        ({"repeats": 0}, "repeats = 0 lets no call through"),
        ({"growth": float("nan")}, "growth = nan lets no call through"),
        ({"lease": 0}, "lease = 0 reserves nothing"),
        ({"on_exceeded": "warm"}, "raise, warn or Fallback"),
        ({"per": "week"}, "per hour, day or month"),
        ({"shared": "x.db"}, "a shared guard needs a scope"),
        ({"within": Guard("1"), "shared": "x.db"}, "leave them out"),
        (
            {"within": Guard("1", scope={"task": "t1"}), "scope": {"task": "t1"}},
            "task t1 is a guard's scope already",
        ),
    ],
)
def test_limits_that_nothing_can_be_are_refused(options: dict[str, Any], message: str) -> None:
    """Where they are given, rather than at the first call."""
    with pytest.raises(ConfigError, match=message):
        Guard(**options)


def test_a_shared_guard_is_one_guard(acme: Book, tmp_path: Path) -> None:
    """Two guards of one scope and file, as two processes have them."""
    one, other = (
        Guard("1 USD", scope={"day": "d"}, book=acme, shared=tmp_path / "guard.db")
        for _ in range(2)
    )
    one.reserve("small", **CALL)

    with pytest.raises(BudgetExceeded, match=r"day d: 0.300 of 1.00 USD are left"):
        other.reserve("small", **CALL)


@pytest.mark.parametrize(
    "size",
    [
        {"input_tokens": -1, "max_output": 1},
        {"input_tokens": 1, "max_output": -1},
        {"input_tokens": 1, "max_output": 1, "choices": -1},
        {"input_tokens": 1, "max_output": 1, "tools": {"web_search": -1}},
    ],
)
def test_no_call_gives_back_what_others_spent(acme: Book, size: dict[str, Any]) -> None:
    """A size below nothing would make room for calls that the limit does not let through."""
    guard = Guard("1 USD", book=acme)
    with pytest.raises(InputError, match="less than nothing"):
        guard.reserve("small", **size)

    assert guard.state.steps == 0


def test_files_are_the_same_wherever_a_program_goes(
    acme: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names without a folder mean the one in which the guard was made."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    guard = Guard(scope={"day": "d"}, book=acme, shared="guard.db", record="calls.jsonl")
    monkeypatch.chdir(tmp_path / "elsewhere")
    guard.reserve("small", **CALL).settle()

    assert {"guard.db", "calls.jsonl"} <= {path.name for path in tmp_path.iterdir()}
