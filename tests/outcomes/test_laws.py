"""What holds of tasks and their costs, whatever they are."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.ledgers import take
from support.tasks import LATER, outcome, tasks_report, verdicts
from support.usage import T0, call
from tokenomics.books import Book
from tokenomics.config import Config, LabourConfig
from tokenomics.costing import CostQuery, CostReport, CostRow
from tokenomics.ledger import open_ledger
from tokenomics.outcomes import asked_of, successes
from tokenomics.records.money import total

Row = dict[str, Any]

LABOUR = Config(labour=LabourConfig(hourly="100 USD"))
EVALUATION = {"name": "evaluation", "ts": T0, "amount": Decimal(9), "allocate_by": "tasks"}
# Shares are cut to 18 decimals where they are shared out, so two reports may part a cent's last
# digits differently; within a report they sum to the last of them.
DUST = Decimal("1e-15")

_few = few(8, sharing=True)
_instants = st.integers(0, 50).map(lambda hours: T0 + timedelta(hours=hours))
_calls = st.lists(
    st.builds(
        call,
        task_id=st.sampled_from(("t0", "t1", "t2", "t3", None)),
        ts=_instants,
        feature=st.sampled_from(("a", "b", None)),
        customer=st.sampled_from(("c1", "c2")),
        model_served=st.sampled_from(("small", "large", "new")),
        input=st.integers(0, 10**6),
    ),
    max_size=8,
)
_outcomes = st.lists(
    st.builds(
        outcome,
        st.sampled_from(("t0", "t1", "t2", "gone")),
        st.sampled_from(("success", "failure", "abandoned", "unknown")),
        ts=st.integers(0, 3).map(lambda hours: T0 + timedelta(hours=hours)),
        review_minutes=st.sampled_from((None, Decimal(1), Decimal("7.5"))),
    ),
    max_size=5,
)
_overheads = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(("x", "y")),
            "ts": _instants,
            "amount": st.decimals(-100, 1000, places=2),
            "allocate_by": st.sampled_from(("requests", "tokens", "cost", "tasks")),
            "scope": st.sampled_from(({}, {"feature": "a"}, {"customer": "c1", "feature": "b"})),
        },
        optional={"ts_end": _instants.map(lambda at: at + timedelta(days=3))},
    ),
    max_size=3,
)
_groupings = st.lists(
    st.sampled_from(("feature", "model", "customer", "day", "task", "user")), max_size=3, unique=True
)  # fmt: skip


def _sums(rows: Sequence[CostRow]) -> dict[str, Any]:
    """What the rows have together: counts by verdict and money."""
    tasks = [row.tasks for row in rows if row.tasks is not None]
    besides = [row.besides for row in rows if row.besides is not None]
    counts = [sum(column) for column in zip(*(each[:4] for each in tasks), strict=True)]
    return {
        "requests": sum(row.requests for row in rows),
        "counts": counts or [0, 0, 0, 0],
        "cost": total(row.cost for row in rows),
        "overheads": total(each.overheads for each in besides),
        "labour": total(each.labour for each in besides),
        "closed": total(each.closed_cost for each in tasks),
    }


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether sums of two reports are equal, but for dust."""
    exact = ("requests", "counts", "cost")
    money = ("overheads", "labour", "closed")
    return all(one[name] == other[name] for name in exact) and all(
        abs(one[name] - other[name]) <= DUST for name in money
    )


@_few
@given(_calls, _outcomes, _overheads, _groupings)
def test_any_grouping_sums_to_the_total(
    book: Book, calls: list[Row], judged: list[Row], more: list[Row], by: list[str]
) -> None:
    """To the last digit within a report; and whatever it is by, the total is that of no grouping."""
    whole = tasks_report(book, calls, judged, besides=more, config=LABOUR)
    parted = tasks_report(book, calls, judged, *by, besides=more, config=LABOUR)

    assert _sums(parted.rows) == _sums([parted.totals])
    assert _alike(_sums([parted.totals]), _sums([whole.totals]))
    assert parted.totals.besides == whole.totals.besides
    assert parted.remarks == whole.remarks


@_few
@given(_calls, _outcomes, st.sampled_from(("requests", "tokens", "cost", "tasks", "even")))
def test_an_overhead_is_borne_whole_or_not_at_all(
    book: Book, calls: list[Row], judged: list[Row], how: str
) -> None:
    """9 dollars are shared out to the last digit wherever any task weighs anything."""
    evenly = EVALUATION | {"allocate_by": how}
    rows = tasks_report(book, calls, judged, "feature", "day", besides=[evenly]).rows
    weighs = {
        "requests": bool(rows),
        "tasks": bool(rows),
        "even": bool(rows),
        "tokens": any(row.meters for row in rows),
        "cost": any(row.cost for row in rows),
    }

    assert _sums(rows)["overheads"] == (9 if weighs[how] else 0)


@_few
@given(_calls, _outcomes, _overheads)
def test_other_names_change_nothing_but_the_names(
    book: Book, calls: list[Row], judged: list[Row], more: list[Row]
) -> None:
    """Features, customers and tasks under names in another order: each row is as it was."""
    names = {"a": "zebra", "b": "ant", "c1": "yak", "c2": "bee", "t0": "x3", "t1": "x2", "t2": "x1", "t3": "x0"}  # fmt: skip

    def renamed(row: Row) -> Row:
        named = {
            key: names.get(value, value) for key, value in row.items() if isinstance(value, str)
        }
        scope = {"scope": {key: names[value] for key, value in row.get("scope", {}).items()}}
        return {**row, **named, **(scope if "scope" in row else {})}

    # Of calls at one instant none is the first, and the least name stands.
    calls = [row | {"ts": T0 + timedelta(hours=n)} for n, row in enumerate(calls)]
    by = ("feature", "customer")
    before = tasks_report(book, calls, judged, *by, besides=more, config=LABOUR)
    after = tasks_report(
        book, [renamed(c) for c in calls], [renamed(o) for o in judged], *by,
        besides=[renamed(m) for m in more], config=LABOUR,
    )  # fmt: skip
    found = {row.key: row for row in after.rows}

    assert len(found) == len(before.rows)
    for row in before.rows:
        other = found[tuple(names.get(value or "", value) for value in row.key)]
        assert _alike(_sums([row]), _sums([other]))
        assert row.has_unpriced == other.has_unpriced


@_few
@given(_calls, _outcomes, st.sampled_from(("success", "failure", None)))
def test_a_task_that_cost_nothing_changes_only_counts(
    book: Book, calls: list[Row], judged: list[Row], label: str | None
) -> None:
    """One request and one task more of feature a; no money anywhere, overheads by cost included."""
    more = [EVALUATION | {"allocate_by": "cost"}]
    free = call(task_id="free", feature="a", customer="c1", input=0)
    told = [outcome("free", label)] if label else []
    before = tasks_report(book, calls, judged, besides=more, config=LABOUR)
    after = tasks_report(book, [*calls, free], [*judged, *told], besides=more, config=LABOUR)
    place = {"success": 0, "failure": 1, None: 3}[label]
    counts = list(verdicts(before.totals))
    counts[place] += 1

    assert list(verdicts(after.totals)) == counts
    assert _sums([after.totals]) == _sums([before.totals]) | {
        "requests": before.totals.requests + 1, "counts": counts,
    }  # fmt: skip


@_few
@given(_calls, _outcomes, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(
    book: Book, calls: list[Row], judged: list[Row], shuffled: Any
) -> None:
    """Calls in any order, judgements backwards."""
    mixed = list(calls)
    shuffled.shuffle(mixed)
    before = tasks_report(book, calls, judged, "feature", config=LABOUR)

    assert tasks_report(book, mixed, judged[::-1], "feature", config=LABOUR).rows == before.rows


def _csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    def cell(value: Any) -> str:
        return value.isoformat() if isinstance(value, datetime) else str(value or "")

    lines = [",".join(cell(row.get(name)) for name in columns) for row in rows]
    return "\n".join([",".join(columns), *lines, ""])


_USAGE = (
    "request_id", "ts", "provider", "model_served", "task_id", "feature", "customer", "input", "requests",
)  # fmt: skip
_JUDGED = ("task_id", "ts", "outcome", "review_minutes")


def _ingested(book: Book, folder: Path, files: Sequence[tuple[str, str]]) -> CostReport:
    """The report of a ledger into which files came one after another."""
    for number, (name, text) in enumerate(files):
        path = folder / f"{number}-{name}.csv"
        path.write_text(text, "utf-8")
        take(folder / "ledger", path)
    query = CostQuery(by=("feature",), per="success")
    return successes(open_ledger(folder / "ledger"), book, query, asked_of(LABOUR, LATER))


@few(13, sharing=True)
@given(_calls, _outcomes, st.data())
def test_how_rows_come_into_a_ledger_decides_nothing(
    book: Book, calls: list[Row], judged: list[Row], data: st.DataObject
) -> None:
    """In one file of each kind, or in several of which the judgements may come before the calls."""
    used = [row | {"request_id": f"r{n}"} for n, row in enumerate(calls)]
    # Of two judgements at one instant neither is the later one.
    told = list({(row["target_id"], row["ts"]): row for row in judged}.values())
    marks = [row | {"task_id": row["target_id"], "outcome": row["label"]} for row in told]
    parts = [("calls", _csv([row], _USAGE)) for row in used]
    parts += [("outcomes", _csv([row], _JUDGED)) for row in marks]
    shuffled = data.draw(st.permutations(parts))
    whole = [("calls", _csv(used, _USAGE)), ("outcomes", _csv(marks, _JUDGED))]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        before = _ingested(book, Path(one), whole)
        after = _ingested(book, Path(other), [*shuffled, *shuffled[:2]])

    assert (after.rows, after.totals, after.remarks) == (before.rows, before.totals, before.remarks)
