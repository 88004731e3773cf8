"""What became of calls, against sums done by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.usage import NOW, T0, call, kept
from tokenomics.analysis.failures import COLUMNS, failures
from tokenomics.analysis.listing import Listing, Value
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.dimensions import BY_NAME
from tokenomics.outcomes import Asked
from tokenomics.records.errors import ConfigError

M = 1_000_000
Rows = Sequence[Mapping[str, Any]]

# `small` costs 2 dollars a million tokens of input, `large` 5 up to 272,000.
CALLS = [
    call(feature="chat", input=M, status="success", attempt=1, is_fallback=False),
    call(feature="chat", input=M, status="failure", error_type="timeout", attempt=1),
    call(feature="chat", input=M, status="failure", error_type="timeout", attempt=2),
    call(feature="chat", input=2 * M, status="success", attempt=3),
    call(feature="chat", model_served="large", input=200_000, status="success", attempt=2, is_fallback=True),
    call(feature="search", input=M, status="success", hidden_attempts=2),
    call(feature="search", status="failure", error_type="rate_limit"),
    call(feature="search", input=M),
]  # fmt: skip


def _asked(folder: Path, book: Book, rows: Rows, *by: str, **options: Any) -> Listing:
    rules = options.pop("rules", ())
    query = CostQuery(by=by, **options)
    return failures(kept(folder, *rows), book, query, Asked((), NOW), rules=rules)


def _column(found: Listing, name: str) -> list[Value]:
    place = [column.name for column in found.columns].index(name)
    return [row[place] for row in found.rows]


def _rows(found: Listing, *columns: str) -> list[tuple[Value, ...]]:
    return list(zip(*(_column(found, name) for name in columns), strict=True))


def test_every_call_is_in_one_row_of_its_feature(tmp_path: Path, book: Book) -> None:
    """chat: 2 + 2 in vain, 4 retried, 2 ok, 1 of a fallback = 11 dollars; search: 2 + 2 and a failure for nothing = 4.

    The second timeout was an attempt after the first and is a failure all the same; the fallback was one too.
    """
    found = _asked(tmp_path, book, CALLS)

    assert _rows(found, "feature", "mode", "requests", "cost") == [
        ("chat", "failed: timeout", 2, Decimal(4)),
        ("chat", "retried", 1, Decimal(4)),
        ("chat", "ok", 1, Decimal(2)),
        ("chat", "fallback", 1, Decimal(1)),
        ("search", "not stated", 1, Decimal(2)),
        ("search", "retried", 1, Decimal(2)),
        ("search", "failed: rate_limit", 1, Decimal(0)),
    ]
    assert found.total == (None, None, 8, None, Decimal(15), Decimal(1), 3, Decimal(7), 1, Decimal(1), 2)  # fmt: skip


def test_rates_are_of_the_group_and_shares_of_everything(tmp_path: Path, book: Book) -> None:
    """Two of chat's five calls timed out, 4 of 15 dollars; one of search's three failed, for none."""
    found = _asked(tmp_path, book, CALLS)
    said = {row[:2]: row[2:] for row in _rows(found, "feature", "mode", "rate", "share")}

    assert said["chat", "failed: timeout"] == (Decimal("0.4"), Decimal("0.266666666666666667"))
    assert said["search", "failed: rate_limit"] == (Decimal("0.333333333333333333"), 0)


def test_attempts_after_the_first_are_told_wherever_they_are(tmp_path: Path, book: Book) -> None:
    """A failure of 2 dollars, a fallback of 1 and a retry of 4; search states no attempt but a hidden one."""
    found = _asked(tmp_path, book, CALLS)
    figures = ("retries", "retry_cost", "fallbacks", "fallback_cost", "unlisted_attempts")

    assert _rows(found, *figures) == [
        (1, Decimal(2), None, None, None),
        (1, Decimal(4), None, None, None),
        (0, Decimal(0), 0, Decimal(0), None),
        (1, Decimal(1), 1, Decimal(1), None),
        (None, None, None, None, None),
        (None, None, None, None, 2),
        (None, None, None, None, None),
    ]


@pytest.mark.parametrize(
    ("columns", "mode"),
    [
        ({}, "not stated"),
        ({"status": "success"}, "ok"),
        ({"status": "success", "attempt": 1, "is_fallback": False, "hidden_attempts": 0}, "ok"),
        ({"status": "success", "attempt": 0}, "ok"),
        ({"status": "success", "error_type": "warning"}, "ok"),
        ({"status": "failure"}, "failed"),
        ({"status": "failure", "error_type": ""}, "failed"),
        ({"status": "failure", "error_type": "E 42: of no list"}, "failed: E 42: of no list"),
        ({"status": "failure", "error_type": "e", "is_fallback": True, "attempt": 2}, "failed: e"),
        ({"error_type": "e"}, "failed: e"),
        ({"is_fallback": True, "attempt": 2}, "fallback"),
        ({"attempt": 2}, "retried"),
        ({"status": "success", "hidden_attempts": 1}, "retried"),
    ],
)
def test_a_call_is_what_it_is_first_of_all(
    tmp_path: Path, book: Book, columns: dict[str, Any], mode: str
) -> None:
    """Failed before fallback before retried; an error without a status is a failure, no status is not ok."""
    assert _column(_asked(tmp_path, book, [call(input=M, **columns)]), "mode") == [mode]


def test_sums_of_many_calls_count_with_their_requests(tmp_path: Path, book: Book) -> None:
    """A provider's sum of 7 requests does not say how they went."""
    found = _asked(tmp_path, book, [call(grain="bucket", requests=7, input=M)], "source")

    assert _rows(found, "mode", "requests", "cost") == [("not stated", 7, Decimal(2))]


def test_what_has_no_price_is_not_free(tmp_path: Path, book: Book) -> None:
    """Two failures of a model that the book does not know cost nobody knows what, beside 2 dollars."""
    lost = call(model_served="nobody's", input=M, status="failure", error_type="e", attempt=2)
    found = _asked(tmp_path, book, [lost, lost, call(input=M, status="success")])

    assert _rows(found, "mode", "cost", "retry_cost") == [
        ("ok", Decimal(2), None),
        ("failed: e", None, None),
    ]
    assert found.sentences[0] == "Failed: 2 calls, 67 % of all, without a price"
    assert "2 calls that failed: no price, so what they cost is not known" in found.remarks


def test_any_dimension_groups_in_order_of_time(tmp_path: Path, book: Book) -> None:
    """A day's groups stand together, the dearest first; a rule gives the feature its name."""
    later = [{**row, "ts": T0 + timedelta(days=1)} for row in CALLS[5:]]
    rules = [Attribution({"feature": "search"}, {"feature": "find"})]
    found = _asked(tmp_path, book, [*CALLS[:5], *later], "feature", "day", rules=rules)

    assert list(dict.fromkeys(_rows(found, "feature", "day"))) == [
        ("chat", "2026-11-02"),
        ("find", "2026-11-03"),
    ]


def test_routes_and_reasons_group_failures(tmp_path: Path, book: Book) -> None:
    """1 of 2 calls by the cheap route failed, at 2 of 4 dollars, and the budget took one elsewhere."""
    rows = [
        call(route="cheap", input=M, status="failure", error_type="e"),
        call(route="cheap", input=M, status="success"),
        call(route="dear", route_reason="budget", input=M, status="success", is_fallback=True),
    ]
    found = _asked(tmp_path, book, rows, "route", "route_reason")

    assert _rows(found, "route", "route_reason", "mode", "rate") == [
        ("cheap", None, "failed: e", Decimal("0.5")),
        ("cheap", None, "ok", Decimal("0.5")),
        ("dear", "budget", "fallback", Decimal(1)),
    ]


def test_a_limit_keeps_the_first_rows_and_the_sums_of_all(tmp_path: Path, book: Book) -> None:
    """Two of seven rows, with the rates and the total of all."""
    found, whole = (
        _asked(tmp_path / str(limit), book, CALLS, limit=limit) for limit in (2, None)
    )  # fmt: skip

    assert found.rows == whole.rows[:2]
    assert (found.row_count, found.total) == (7, whole.total)
    assert found.sentences == whole.sentences


def test_filters_pick_calls(tmp_path: Path, book: Book) -> None:
    """Of attempts after the first alone."""
    found = _asked(tmp_path, book, CALLS, where=(("attempt", "2"), ("attempt", "3")))

    assert sorted(map(str, _column(found, "mode"))) == ["failed: timeout", "fallback", "retried"]


def test_of_no_calls_nothing_became(tmp_path: Path, book: Book) -> None:
    """Without calls there are no rows and no total."""
    found = _asked(tmp_path, book, CALLS, where=(("feature", "nobody"),))

    assert (found.rows, found.total, found.sentences, found.remarks) == ((), None, (), ())


def test_an_unknown_dimension_is_named(tmp_path: Path, book: Book) -> None:
    """With the nearest one."""
    with pytest.raises(ConfigError, match="route"):
        _asked(tmp_path, book, CALLS, "rout")


def test_no_column_has_the_name_of_a_dimension() -> None:
    """Whatever rows are grouped by, each name in data is one thing."""
    names = {column.name for column in COLUMNS}

    assert not names & set(BY_NAME)


def _tries(number: int, seconds: int, **columns: Any) -> list[dict[str, Any]]:
    """Attempts of one flow, one a while, from the second on."""
    return [
        call(input=M, attempt=n + 2, status="success", ts=T0 + timedelta(seconds=n * seconds), **columns)
        for n in range(number)
    ]  # fmt: skip


def test_a_storm_is_named_with_its_flow_and_cost(tmp_path: Path, book: Book) -> None:
    """Six attempts of task t9 ten seconds apart at 2 dollars each; four elsewhere are no storm."""
    rows = [*_tries(6, 10, feature="chat", task_id="t9"), *_tries(4, 1, feature="chat", task_id="t1")]  # fmt: skip
    found = _asked(tmp_path, book, rows)

    assert found.sentences[-1] == (
        "Retry storm at 2026-11-02 10:00:00: chat, task t9: 6 calls failed or repeated within 50 s, 12.00 USD"
    )
    assert found.remarks[-1] == (
        "1 retry storm of 6 calls, 12.00 USD: 5 or more calls of a task, session, trace or prompt that"
        " failed or were repeated, within 5 minutes"
    )


@pytest.mark.parametrize(
    ("number", "seconds", "storms"), [(4, 1, 0), (5, 1, 1), (5, 75, 1), (5, 76, 0), (40, 75, 1)]
)
def test_five_calls_in_five_minutes_make_a_storm(
    tmp_path: Path, book: Book, number: int, seconds: int, storms: int
) -> None:
    """The first and the fifth are at most 4 x 75 s = 300 s apart; who goes on at that pace has one storm."""
    found = _asked(tmp_path, book, _tries(number, seconds, session_id="s"))

    assert sum("Retry storm" in text for text in found.sentences) == storms


def test_flows_are_apart(tmp_path: Path, book: Book) -> None:
    """Three attempts of each of two sessions, of two features of one task, and of nobody: no storm."""
    rows = [
        *_tries(3, 1, session_id="a"), *_tries(3, 1, session_id="b"),
        *_tries(3, 1, task_id="t", feature="x"), *_tries(3, 1, task_id="t", feature="y"),
        *_tries(6, 1),
    ]  # fmt: skip
    found = _asked(tmp_path, book, rows)

    assert not any("storm at" in text for text in found.sentences)
    assert found.remarks[-1] == (
        "6 calls failed or repeated without a task, session, trace or prompt: in no storm"
    )


def test_a_prompt_is_a_flow_where_no_task_is_known(tmp_path: Path, book: Book) -> None:
    """Five failures of one prompt in 4 seconds, for nothing."""
    rows = [
        call(status="failure", prompt_digest=b"\xab" * 16, ts=T0 + timedelta(seconds=n))
        for n in range(5)
    ]
    found = _asked(tmp_path, book, rows)

    assert found.sentences[-1] == (
        "Retry storm at 2026-11-02 10:00:00: prompt abababababababababababa…: 5 calls failed or repeated"
        " within 4 s, 0.00 USD"
    )


def test_the_configuration_says_what_a_task_is(tmp_path: Path, book: Book) -> None:
    """By sessions first the five attempts of five tasks are one flow."""
    rows = [{**row, "task_id": str(n)} for n, row in enumerate(_tries(5, 1, session_id="s"))]

    for ids, storms in ((("task_id", "session_id"), 0), (("session_id", "task_id"), 1)):
        found = _asked(tmp_path / ids[0], book, rows, task_ids=ids)
        assert sum("Retry storm" in text for text in found.sentences) == storms


def test_a_tag_names_its_flow(tmp_path: Path, book: Book) -> None:
    """Five attempts of five sessions on one branch are a storm of the branch."""
    rows = [
        {**row, "session_id": str(n), "tags": {"branch": "fix"}}
        for n, row in enumerate(_tries(5, 1))
    ]
    found = _asked(tmp_path, book, rows, task_ids=("tag:branch", "session_id"))

    assert ": branch fix: 5 calls" in found.sentences[-1]


def test_the_dearest_storms_are_told_and_all_are_counted(tmp_path: Path, book: Book) -> None:
    """Four storms of 5, 6, 7 and 8 calls at 2 dollars: 26 calls, 52 dollars; three are told."""
    rows = [row for n in range(5, 9) for row in _tries(n, 1, session_id=f"s{n}")]
    found = _asked(tmp_path, book, rows)
    told = [text for text in found.sentences if "Retry storm" in text]

    assert [text.split(": ")[1] for text in told] == ["session s8", "session s7", "session s6"]
    assert found.remarks[-1].startswith("4 retry storms of 26 calls, 52.00 USD")


_RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "feature": st.sampled_from([None, "a", "b"]),
            "model_served": st.sampled_from(["small", "large", "nobody's"]),
            "input": st.integers(0, M),
            "status": st.sampled_from([None, "success", "failure"]),
            "error_type": st.sampled_from([None, "", "timeout"]),
            "attempt": st.sampled_from([None, 0, 1, 2]),
            "hidden_attempts": st.sampled_from([None, 0, 3]),
            "is_fallback": st.sampled_from([None, True, False]),
            "task_id": st.sampled_from([None, "t1", "t2"]),
            "ts": st.integers(0, 900).map(lambda n: T0 + timedelta(seconds=n)),
        }
    ),
    min_size=1,
    max_size=20,
)  # fmt: skip
_FEW = few(8, sharing=True)


def _facts(found: Listing) -> tuple[object, ...]:
    return found.rows, found.total, found.sentences, found.remarks


@_FEW
@given(_RECORDS)
def test_the_rows_sum_to_the_cost_of_all_calls(
    tmp_path_factory: pytest.TempPathFactory, book: Book, records: Rows
) -> None:
    """Whatever became of them: each call is in one row, and none is lost."""
    found = _asked(tmp_path_factory.mktemp("l"), book, [call(**row) for row in records])

    assert sum(map(Decimal, (cost or 0 for cost in _column(found, "cost")))) == (
        found.report.totals.cost or 0
    )
    assert sum(map(int, (n or 0 for n in _column(found, "requests")))) == len(records)


@_FEW
@given(_RECORDS, st.randoms(use_true_random=False))
def test_order_and_names_decide_nothing(
    tmp_path_factory: pytest.TempPathFactory, book: Book, records: Rows, random: Any
) -> None:
    """Shuffled calls have the same answer; features by other names have the same rows by those."""
    mixed = list(records)
    random.shuffle(mixed)
    named = [{**row, "feature": {"a": "x", "b": "y"}.get(row["feature"])} for row in records]
    one, other, renamed = (
        _asked(tmp_path_factory.mktemp("l"), book, [call(**row) for row in rows])
        for rows in (records, mixed, named)
    )

    assert _facts(one) == _facts(other)
    back = {"x": "a", "y": "b"}
    assert {(back.get(str(row[0])), *row[1:]) for row in renamed.rows} == set(one.rows)


@_FEW
@given(_RECORDS, st.sampled_from(["success", "failure"]))
def test_a_call_that_costs_nothing_changes_counts_alone(
    tmp_path_factory: pytest.TempPathFactory, book: Book, records: Rows, status: str
) -> None:
    """A cached call more of a feature of its own: every other row keeps its cost and its count."""
    free = call(feature="free", input=M, billing="cached", status=status)
    rows = [call(**row) for row in records]
    before = _asked(tmp_path_factory.mktemp("l"), book, rows)
    after = _asked(tmp_path_factory.mktemp("l"), book, [*rows, free])
    figures = ("feature", "mode", "requests", "rate", "cost", "share")

    assert [row for row in _rows(after, *figures) if row[0] != "free"] == _rows(before, *figures)
    assert after.report.totals.cost in {before.report.totals.cost, Decimal(0)}
