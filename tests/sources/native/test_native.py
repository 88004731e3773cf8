from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.draft import Draft, drafts, drafts_of, golden, sample, shown
from tokenomics.records.kinds import KINDS
from tokenomics.sources import native
from tokenomics.sources.contract import Container, Sample, Source

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container, str], ...] = (
    ("calls.csv", "csv", "usage"),
    ("calls.jsonl", "jsonl", "usage"),
    ("outcomes.csv", "csv", "outcome"),
    ("overheads.csv", "csv", "overhead"),
    ("revenue.csv", "csv", "revenue"),
)
CALL: dict[str, Any] = {"ts": "2026-11-02T09:00:00Z", "provider": "openai", "model": "gpt-4o"}


def claimed(*names: str) -> Source | None:
    """The source of a table with these columns."""
    return native.claim(Sample(Path("x.csv"), "csv", (), names))


def one(**cells: Any) -> Draft:
    """The draft of one JSON row."""
    source = native.claim(Sample(Path("x.jsonl"), "jsonl", (cells,), ()))
    assert source is not None
    return drafts_of(source, [(1, cells)])[0]


def call(**cells: Any) -> Draft:
    """The draft of one call."""
    return one(**{**CALL, **cells})


@pytest.mark.parametrize(("name", "container", "kind"), FILES)
def test_drafts_are_as_expected(name: str, container: Container, kind: str) -> None:
    """Every kind of native file gives the drafts that lie beside it, in columns of its kind."""
    source = native.claim(sample(HERE / name, container))
    assert source is not None
    found = drafts(source, HERE / name, container)

    assert source.kind.name == kind
    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    mechanics = {"source_file", "source_line", "skip", "problem", "key", "rank", "content"}
    assert set(found[0]) - mechanics <= set(KINDS[kind].names)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("ts", "provider", "model", "requests"), "usage"),
        (("ts", "provider", "model_served", "input"), "usage"),
        (("ts", "provider", "model", "task_id", "outcome", "input"), "usage"),
        (("ts", "provider", "model", "task_id", "outcome"), "outcome"),
        (("task_id", "ts", "outcome"), "outcome"),
        (("target_kind", "target_id", "ts", "value"), "outcome"),
        (("session_id", "ts", "label"), "outcome"),
        (("name", "start", "end", "amount"), "overhead"),
        (("name", "ts", "amount", "currency"), "overhead"),
        (("date", "amount", "currency"), "revenue"),
        (("ts", "amount", "customer"), "revenue"),
        (("ts", "provider"), None),
        (("task_id", "ts"), None),
        (("date", "amount"), None),
        (("name", "amount"), None),
        (("BilledCost", "ChargePeriodStart"), "charge"),
        (("ts", "billed_cost", "currency"), "charge"),
        (("BilledCost", "BillingCurrency"), None),
    ],
)
def test_kinds_are_known_by_their_columns(names: tuple[str, ...], kind: str | None) -> None:
    """A file is what its columns say, and nothing where they say too little."""
    source = claimed(*names)

    assert (None if source is None else source.kind.name) == kind


def test_json_is_claimed_by_all_first_rows() -> None:
    """The columns of JSON are those of all rows that were looked at."""
    rows = ({"ts": 1, "provider": "x"}, {"model": "y"})

    assert native.claim(Sample(Path("x"), "jsonl", rows, ())) is not None


def test_binary_files_are_not_claimed() -> None:
    """What holds no rows is not native."""
    assert native.claim(Sample(Path("x"), "binary", (), ("ts", "provider", "model"))) is None


def test_columns_that_are_not_read_are_named() -> None:
    """A column that means nothing is said, with the one that was perhaps meant."""
    source = claimed("ts", "provider", "model", "input", "featur", "colour", "tag:colour")

    assert source is not None
    assert source.notes == ("columns not read: 'featur' (did you mean 'feature'?), 'colour'",)


def test_nothing_to_say_where_all_is_read() -> None:
    """A file whose columns are all read has only the general gaps."""
    source = claimed("ts", "provider", "model", "input")

    assert source is not None
    assert source.lossy == native.LOSSY


def test_amounts_need_the_exact_way() -> None:
    """Only files with amounts are read without a float in between."""
    plain = claimed("ts", "provider", "model", "input")
    money = claimed("ts", "provider", "model", "input", "reported_cost")

    assert plain is not None
    assert money is not None
    assert (plain.exact, money.exact) == (False, True)


def test_calls_that_count_nothing_are_refused() -> None:
    """A table of calls without any meter would look free: it names what was perhaps meant."""
    names = ("ts", "provider", "model", "inptu", "tokens_in", "feature")

    assert claimed(*names) is None
    assert native.uncounted(Sample(Path("x.csv"), "csv", (), names)) == (
        "no column counts what a call used: name input, output or another meter; "
        "columns not read: 'inptu' (did you mean 'input'?), 'tokens_in'"
    )
    assert native.uncounted(Sample(Path("x.csv"), "csv", (), (*names, "input"))) is None
    assert native.uncounted(Sample(Path("x.csv"), "csv", (), ("colour", "size"))) is None


def test_json_may_count_in_later_rows() -> None:
    """Of JSON only the first rows were seen, so each row is judged by itself."""
    assert native.claim(Sample(Path("x"), "jsonl", (CALL,), ())) is not None


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({}, "counts: none stated"),
        ({"input": "", "other": {}}, "counts: none stated"),
        ({"grain": "bucket"}, "counts: none stated"),
        ({"status": "success", "billing": "metered"}, "counts: none stated"),
        ({"reported_cost": "0.5"}, "counts: none stated"),
        ({"input": 0}, None),
        ({"web_search": "2"}, None),
        ({"input_total": 0}, None),
        ({"other": {"sandbox_minutes": 1}}, None),
        ({"requests": 1}, None),
        ({"status": "Failure"}, None),
        ({"billing": "cached"}, None),
        ({"gateway_cache_hit": "true"}, None),
    ],
)
def test_calls_state_what_they_used(cells: dict[str, Any], problem: str | None) -> None:
    """A call that states no count is refused unless it failed or is not billed; 0 is stated."""
    assert call(**cells)["problem"] == problem


def test_defaults() -> None:
    """A bare call is one successful request whose billing is unknown and whose counts are reported."""
    draft = call()

    names = ("grain", "requests", "status", "billing", "token_basis", "input", "reported_currency")
    assert [draft[name] for name in names] == [
        "request", 1, "success", "unknown", "reported", None, None,
    ]  # fmt: skip


def test_buckets() -> None:
    """A row of several requests is a bucket, and a bucket without their number leaves it unknown."""
    assert call(requests=12)["grain"] == "bucket"
    assert call(requests=1)["grain"] == "request"
    assert (call(grain="bucket")["grain"], call(grain="bucket")["requests"]) == ("bucket", None)


def test_synonyms() -> None:
    """Common names stand for the record's own."""
    draft = call(user="u-1", env="prod", api_key="k-1", id="r-1")

    names = ("model_served", "user_id", "environment", "api_key_id", "request_id")
    assert [draft[name] for name in names] == ["gpt-4o", "u-1", "prod", "k-1", "r-1"]


@pytest.mark.parametrize(
    ("ids", "key"),
    [
        ({"response_id": "a", "request_id": "b"}, "a"),
        ({"request_id": "b"}, "b"),
        ({"id": "c"}, "c"),
        ({}, None),
    ],
)
def test_keys(ids: dict[str, str], key: str | None) -> None:
    """A call is known by its response, else its request, else its place."""
    assert call(**ids)["key"] == key


def test_rank_prefers_success_and_more_tokens() -> None:
    """Of two rows of one call stands the successful one, then the one that counts more."""
    failed, short, long = (
        call(status="failure", output=9)["rank"],
        call(output=5)["rank"],
        call(output=10)["rank"],
    )

    assert failed < short < long


@pytest.mark.parametrize("column", ["input", "cache_read", "output", "requests", "input_total"])
@pytest.mark.parametrize("value", ["abc", -1, "1e30", "1.7"])
def test_bad_counts_are_rejects(column: str, value: Any) -> None:
    """A count that is no whole number of 0 or more refuses the row and names the column."""
    assert call(**{column: value})["problem"] == f"{column}: not a whole number of 0 or more"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"ts": "2026-11-02 09:00:00"}, "ts: no zone; write it like 2026-11-02T09:00:00Z, or name a timezone in a [[source]]"),
        ({"ts": "soon"}, "ts: not an instant between 2000 and 2100"),
        ({"ts": ""}, "ts: missing"),
        ({"provider": " "}, "provider: missing"),
        ({"ts_end": "soon"}, "ts_end: not an instant between 2000 and 2100"),
        ({"status": "meh"}, "status: not one of success, failure"),
        ({"grain": "day"}, "grain: not one of request, bucket"),
        ({"is_fallback": "perhaps"}, "is_fallback: not true or false"),
        ({"latency_ms": "-3"}, "latency_ms: not a duration"),
        ({"reported_cost": "free"}, "reported_cost: not an amount"),
        ({"web_search": "-1"}, "web_search: not a quantity of 0 or more"),
        ({"attempt": 0}, "attempt: less than 1"),
        ({"tags": "{broken"}, "tags: not tags: write key:value;key:value or a JSON object"),
        ({"other": "x"}, "other: not quantities: write a JSON object of meter and quantity"),
        ({"input_total": 10, "cache_read": 11}, "parts of input: exceeds input_total"),
        ({"input_total": 10, "input": 1, "cache_read": 8}, "input_total: not the sum of its parts"),
        ({"output_total": 10, "reasoning": 11}, "parts of output: exceeds output_total"),
    ],
)  # fmt: skip
def test_bad_rows_name_their_column(cells: dict[str, Any], problem: str) -> None:
    """Whatever cannot be read or be true is named with its reason."""
    assert call(**cells)["problem"] == problem


def test_problems_use_the_names_of_the_file() -> None:
    """A problem names the column as the file calls it."""
    source = claimed("date", "amount", "currency")
    assert source is not None

    assert drafts_of(source, [(1, {"date": "soon", "amount": "1", "currency": "USD"})])[0][
        "problem"
    ] == ("date: not an instant between 2000 and 2100")


def test_status_in_any_case() -> None:
    """Closed words may be written in any case."""
    assert call(status="Failure")["status"] == "failure"


def test_tags_feed_columns() -> None:
    """Tags fill the columns of their name where the row leaves them empty; the rest stay tags."""
    draft = call(team="red", tags="feature:x;team:blue;k:v", **{"tag:env": "prod", "tag:n": "1"})

    assert [draft[name] for name in ("feature", "team", "environment")] == ["x", "red", "prod"]
    assert draft["tags"] == {"n": "1", "team": "blue", "k": "v"}


@pytest.mark.parametrize(
    ("cost", "amount", "digits", "currency"),
    [
        (8389.32, "8389.32", None, "USD"),
        ("0.1 EUR", "0.1", None, "EUR"),
        ("123456789012.345678901234567891", "123456789012.345678901234567891", None, "USD"),
        ("0.1234567890123456789", "0.123456789012345679", "0.1234567890123456789", "USD"),
    ],
)
def test_reported_costs(cost: Any, amount: str, digits: str | None, currency: str) -> None:
    """A reported cost keeps its digits, and is in US dollars where nothing else is said."""
    draft = call(reported_cost=str(cost))

    assert draft["reported_cost"] == Decimal(amount)
    assert (draft["reported_cost_text"], draft["reported_currency"]) == (digits, currency)


@pytest.mark.parametrize(
    ("target", "kind"), [("task_id", "task"), ("trace_id", "trace"), ("session_id", "session"), ("request_id", "request")]
)  # fmt: skip
def test_targets_of_outcomes(target: str, kind: str) -> None:
    """An outcome judges what its row names, and is known by target, name and instant."""
    draft = one(**{target: "x-1", "ts": "2026-11-03T09:00:00Z", "outcome": "success"})

    assert (draft["target_kind"], draft["target_id"], draft["name"]) == (kind, "x-1", "outcome")
    assert draft["key"] == f"{kind}|x-1|outcome|1793696400000000"


def test_outcome_without_a_target() -> None:
    """An outcome must say what it judges."""
    found = one(task_id="", ts="2026-11-03T09:00:00Z", outcome="success")

    assert found["problem"] == "task_id: missing"


def test_scores() -> None:
    """An outcome may be a number with a name of its own."""
    cells = {"session_id": "s", "ts": "2026-11-03T09:00:00Z", "name": "quality", "value": "0.8"}

    assert (one(**cells)["value"], one(**cells)["name"]) == (0.8, "quality")
    assert one(**{**cells, "value": "good"})["problem"] == "value: not a number"


OVERHEAD = {"name": "hosting", "start": "2026-11-01", "end": "2026-11-30", "amount": "5 USD"}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"amount": "5"}, "currency: missing"),
        ({"amount": "5 USD", "currency": "EUR"}, "currency: not the one the amount names"),
        ({"currency": "dollars", "amount": "5"}, "currency: not a code of three letters"),
        ({"amount": ""}, "amount: missing"),
        ({"name": ""}, "name: missing"),
        ({"start": ""}, "start: missing"),
        ({"end": "2026-10-01"}, "ts_end: before its start"),
        ({"allocate_by": "mood"}, "allocate_by: not one of requests, tokens, cost, tasks, even"),
        ({"start": "2026-11-01 08:00:00"}, "start: no zone; write it like 2026-11-02T09:00:00Z, or name a timezone in a [[source]]"),
    ],
)  # fmt: skip
def test_bad_overheads(cells: dict[str, str], problem: str) -> None:
    """An overhead states what, when and how much of which currency."""
    assert one(**{**OVERHEAD, **cells})["problem"] == problem


def test_scopes_name_columns() -> None:
    """A scope is told by tags and by columns of dimensions, under the columns' names."""
    draft = one(**OVERHEAD, scope="env:prod;release:45", team="blue")

    assert draft["scope"] == {"team": "blue", "environment": "prod", "release": "45"}


def test_days_cover_themselves() -> None:
    """A period that is stated in days starts with the first and ends with the last of them."""
    draft = one(**OVERHEAD)

    assert draft["ts"] == "2026-11-01T00:00:00.000000Z"
    assert draft["ts_end"] == "2026-11-30T23:59:59.999999Z"
