"""What a notebook sees."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import tokenomics as tk
from tokenomics.records.errors import InputError, LedgerError

MORNING = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of three calls: two of one feature, one of a model that nobody prices."""
    frame = pl.DataFrame(
        {
            "ts": [MORNING, MORNING.replace(day=3), MORNING.replace(day=4)],
            "provider": ["openai", "openai", "acme"],
            "model": ["gpt-4-0613", "gpt-4-0613", "llama"],
            "feature": ["chat", "chat", "search"],
            "user": ["ann", "bob", "ann"],
            "input": [1000, 2000, 7],
            "output": [100, 0, 7],
        }
    )
    tk.add(frame, tmp_path / "ledger")
    return tmp_path / "ledger"


def test_costs_are_exact_decimals(ledger: Path) -> None:
    """3,000 x 0.00003 + 100 x 0.00006 = 0.096 US dollars; what has no price is null."""
    frame = tk.costs(tk.open(ledger), by="feature")

    assert frame.schema["cost"] == pl.Decimal(38, 18)
    assert dict(zip(frame["feature"], frame["cost"], strict=True)) == {
        "chat": Decimal("0.096"),
        "search": None,
    }


def test_unit_costs_and_filters(ledger: Path) -> None:
    """1,000 x 0.00003 + 100 x 0.00006 = 0.036 on the first day, by one user."""
    handle = tk.open(ledger)
    frame = tk.costs(handle, per="user", where={"feature": ["chat"]}, until=date(2026, 11, 3))

    assert frame["cost"].to_list() == frame["cost_per_user"].to_list() == [Decimal("0.036")]


def test_tasks_count_when_they_were_judged(ledger: Path) -> None:
    """Called on 2 November, judged a day later."""
    calls = pl.DataFrame(
        {"ts": [MORNING], "provider": ["openai"], "model": ["gpt-4-0613"], "task_id": ["t"], "input": [5]}
    )  # fmt: skip
    tk.add(calls, ledger)
    judged = pl.DataFrame(
        {"ts": [MORNING.replace(day=3)], "task_id": ["t"], "outcome": ["success"]}
    )
    tk.add(judged, ledger, kind="outcome")

    def days(period: str) -> list[str]:
        frame = tk.costs(tk.open(ledger), by="day", per="success", task_period=period)
        return frame["day"].to_list()

    assert (days("last"), days("outcome")) == (["2026-11-02"], ["2026-11-03"])


def test_a_handle_is_frozen(ledger: Path) -> None:
    """A handle reads its version, whatever is added later; `at` opens an earlier one."""
    before = tk.open(ledger)
    more = pl.DataFrame(
        {"ts": [MORNING], "provider": ["openai"], "model": ["gpt-4-0613"], "input": [5]}
    )
    tk.add(more, ledger)

    assert len(tk.read(before)) == len(tk.read(tk.open(ledger, at=before.version))) == 3
    assert len(tk.read(tk.open(ledger))) == 4


def test_read(ledger: Path) -> None:
    """Records come in order of time, instants in UTC, and a meter nobody stated is null."""
    frame = tk.read(tk.open(ledger), since="2026-11-03", columns=["ts", "input", "cache_read"])

    assert frame.to_dict(as_series=False) == {
        "ts": [MORNING.replace(day=3), MORNING.replace(day=4)],
        "input": [2000, 7],
        "cache_read": [None, None],
    }


def test_adding_twice_is_once(ledger: Path) -> None:
    """A frame that is added again adds nothing."""
    handle = tk.open(ledger)
    frame = tk.read(handle, columns=["ts", "provider", "model_served", "input"])
    first, second = tk.add(frame, ledger), tk.add(frame, ledger)

    assert (first.added, second.added) == (3, 0)


def test_an_impossible_frame_is_refused_before_it_is_written(ledger: Path) -> None:
    """A negative count names its column, and no version is made."""
    frame = pl.DataFrame({"ts": [MORNING], "provider": ["openai"], "input": [-1]})
    with pytest.raises(InputError, match="input"):
        tk.add(frame, ledger)
    assert tk.open(ledger).version == 0


def test_a_frame_that_is_no_usage_is_refused(ledger: Path) -> None:
    """A frame without what usage needs is refused by the columns it has."""
    with pytest.raises(InputError, match="colour"):
        tk.add(pl.DataFrame({"colour": ["red"], "size": [1]}), ledger)


def test_prices() -> None:
    """Thirty dollars a million input tokens are 0.00003 a token."""
    frame = tk.prices("gpt-4-0613", provider="openai").filter(
        pl.col("meter") == "input", pl.col("service_tier") == "standard"
    )

    assert frame.schema["rate"] == pl.Decimal(22, 18)
    assert frame["rate"].to_list() == [Decimal("0.00003")]
    assert all(frame["source"])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda path: tk.read(tk.open(path), "usages"), "did you mean 'usage'"),
        (lambda path: tk.read(tk.open(path), columns=["imput"]), "did you mean 'input'"),
        (lambda path: tk.costs(tk.open(path), by="modle"), "did you mean 'model'"),
        (
            lambda path: tk.costs(tk.open(path), per="task", task_period="outcom"),
            "did you mean 'outcome'",
        ),
        (lambda _: tk.prices("gpt-4-0163"), "did you mean 'gpt-4-0613'"),
    ],
)
def test_wrong_names_come_with_the_nearest(call: object, sentence: str, ledger: Path) -> None:
    """A name that is not known is answered by the one that is nearest."""
    assert callable(call)
    with pytest.raises(InputError, match=sentence):
        call(ledger)


def test_no_ledger(tmp_path: Path) -> None:
    """Where there is no ledger, the way to make one is said."""
    with pytest.raises(LedgerError, match=r"tk\.ingest"):
        tk.open(tmp_path / "nowhere")


def test_public_names() -> None:
    """What is exported is what is there, in order: functions, but for the charts in `plot`."""
    assert dir(tk) == tk.__all__ == sorted(tk.__all__)
    assert all(callable(getattr(tk, name)) for name in tk.__all__ if name != "plot")
    with pytest.raises(AttributeError, match="nothing"):
        _ = tk.nothing


def test_what_files_do_not_say(tmp_path: Path) -> None:
    """A day, a vendor and an account may be said of files that say none."""
    path = tmp_path / "answers.json"
    path.write_text(
        '{"usage": {"prompt_tokens": 9, "completion_tokens": 1}, "model": "gpt-5.6-sol"}'
    )
    where = tmp_path / "ledger"
    tk.ingest(path, where, at=date(2026, 11, 2), provider="openai", scope="org")

    (row,) = tk.read(tk.open(where), columns=["ts", "provider", "scope_id"]).rows()
    assert row == (datetime(2026, 11, 2, tzinfo=UTC), "openai", "org")


def test_users_become_pseudonyms_or_are_kept(tmp_path: Path) -> None:
    """By default a ledger holds no user's name, and says it where the caller wants that."""
    frame = pl.DataFrame(
        {
            "ts": [MORNING],
            "provider": ["openai"],
            "model": ["gpt-4-0613"],
            "user": ["ann"],
            "input": [5],
        }
    )
    tk.add(frame, tmp_path / "closed")
    tk.add(frame, tmp_path / "open", keep_user_ids=True)

    names = [tk.read(tk.open(tmp_path / name))["user_id"].item() for name in ("closed", "open")]
    assert (names[0][:5], names[1]) == ("user-", "ann")


def test_costs_are_asked_by_name(ledger: Path) -> None:
    """Who may read the file of people names them; 2,000 x 0.00003 = 0.06 dollars."""
    frame = tk.costs(tk.open(ledger), where={"user": "bob"})

    assert frame["cost"].to_list() == [Decimal("0.06")]
