"""Anthropic's usage reports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.draft import Draft, drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reported import (
    DAY,
    MESSAGES,
    START,
    Result,
    anthropic_bucket,
    one,
    page,
    standing,
    write,
)
from support.reports import total_cost
from tokenomics.sources import anthropic_usage
from tokenomics.sources.anthropic_usage import SOURCE
from tokenomics.sources.contract import Container, Sample

HERE = Path(__file__).parent
BOUNDS = {"starting_at": "2026-11-02T00:00:00Z", "ending_at": "2026-11-03T00:00:00Z"}
FILES: tuple[tuple[str, Container], ...] = (
    ("messages.json", "json"),
    ("console_2025.csv", "csv"),
    ("console_2026.csv", "csv"),
)
INPUT = ("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
HEADER = (HERE / "console_2026.csv").read_text("utf-8-sig").splitlines()[0]


def plain(name: str, folder: Path) -> Path:
    """A file without its byte order mark, as readers are given it."""
    path = folder / name
    path.write_text((HERE / name).read_text("utf-8-sig"), "utf-8")
    return path


def result(**changes: Any) -> Draft:
    """The draft of a result with changes."""
    return one(SOURCE, BOUNDS, MESSAGES, **changes)


def counts(draft: Draft, *names: str) -> tuple[Any, ...]:
    """The problem of a draft, which must be none, and some of its columns."""
    assert draft["problem"] is None
    return tuple(draft[name] for name in names)


def day(*results: Result, number: int = 0) -> Result:
    """The bucket of a day."""
    return anthropic_bucket(*results, start=START + number * DAY)


def calls(count: int, **dimensions: Any) -> Result:
    """A result of so many input tokens."""
    return {**MESSAGES, "uncached_input_tokens": count, "model": None, **dimensions}


def sums(*files: Path) -> list[int]:
    """The input of the buckets that stand, sorted."""
    return sorted(draft["input"] for draft in standing(SOURCE, *files))


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container, tmp_path: Path) -> None:
    """Every page and export gives the drafts that lie beside it."""
    found = [d for d in drafts(SOURCE, plain(name, tmp_path), container) if not d.get("skip")]

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")


@pytest.mark.parametrize(("name", "container"), FILES)
def test_files_are_claimed(name: str, container: Container, tmp_path: Path) -> None:
    """Every page and export is recognised by its content."""
    assert anthropic_usage.claims(sample(plain(name, tmp_path), container))


def test_meters_are_disjoint() -> None:
    """Uncached input, reads and both writes are apart; calls are not counted."""
    draft = result(server_tool_use={"web_search_requests": 10})

    assert counts(draft, *INPUT, "output", "web_search", "requests") == (
        1500, 20000, None, 500, 1000, 500, 10, None,
    )  # fmt: skip


def test_cache_writes_are_under_cache_creation() -> None:
    """The flat count of Messages responses is no field of this report and stands for nothing."""
    assert counts(result(cache_creation_input_tokens=9999), *INPUT) == (1500, 20000, None, 500, 1000)  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "billing"),
    [
        ("standard", "metered"),
        ("batch", "metered"),
        ("flex", "metered"),
        ("flex_discount", "metered"),
        ("priority", "provisioned"),
        ("priority_on_demand", "metered"),
        (None, "metered"),
    ],
)
def test_tiers(tier: str | None, billing: str) -> None:
    """A tier stays as it is named; what is committed is billed apart."""
    assert counts(result(service_tier=tier), "service_tier", "billing") == (tier, billing)


@pytest.mark.parametrize(
    ("window", "tier"),
    [
        ("0-200k", "0-200k"),
        ("≤ 200k", "0-200k"),
        ("> 200k", "200k-1M"),
        ("200k-1M", "200k-1M"),
        (None, None),
    ],
)
def test_context_windows(window: str | None, tier: str | None) -> None:
    """A context window is one tier, however a page or an export writes it."""
    assert counts(result(context_window=window), "context_tier") == (tier,)


def test_geography_and_speed() -> None:
    """A geography that is not available is none, and fast is a variant."""
    draft = result(inference_geo="not_available", speed="standard")

    assert counts(draft, "region", "variant") == (None, None)
    assert counts(result(inference_geo="us", speed="fast"), "region", "variant") == ("us", "fast")


def test_long_context_is_priced_by_the_window(tmp_path: Path) -> None:
    """200k-1M is charged at the long rate, a sum without a window at the short one however large.

    1,000,000 input of claude-sonnet-4-20250514 are 3 USD up to 200k and 6 USD beyond.
    """
    tokens = {"uncached_input_tokens": 1_000_000, "output_tokens": 0}
    sums = [{"model": "claude-sonnet-4-20250514", **tokens, "context_window": w, "api_key_id": w} for w in ("200k-1M", "0-200k", None)]  # fmt: skip
    take(tmp_path / "ledger", write(tmp_path / "x.jsonl", page(day(*sums))))

    assert total_cost(tmp_path / "ledger") == Decimal(6) + Decimal(3) + Decimal(3)


def test_export_with_a_byte_order_mark(tmp_path: Path) -> None:
    """The console's export is read through its byte order mark; its days are of UTC."""
    take(tmp_path / "ledger", HERE / "console_2026.csv")

    found = select(tmp_path / "ledger", "CAST(ts AS VARCHAR), CAST(ts_end AS VARCHAR), project, api_key_id", rest="ORDER BY ts")  # fmt: skip
    assert found == [
        ("2026-11-02 00:00:00+00", "2026-11-03 00:00:00+00", "Default", "Closer App"),
        ("2026-11-03 00:00:00+00", "2026-11-04 00:00:00+00", "Acme, Inc", "batch key"),
    ]


def test_keys_of_one_name_are_summed(tmp_path: Path) -> None:
    """An export names keys; two of one name are two sums, and a repeated export adds nothing."""
    row = "2026-11-02,m,ci,Default,standard,≤ 200k,{},0,0,0,1,0,global,"
    path = tmp_path / "x.csv"
    path.write_text("\n".join([HEADER, row.format(5), row.format(7), ""]), "utf-8")
    copy = tmp_path / "y.csv"
    copy.write_bytes(path.read_bytes())
    done = take(tmp_path / "ledger", path, copy)

    assert (done.added, select(tmp_path / "ledger", "sum(input)")) == (2, [(12,)])


def test_pages_and_exports_are_two_series(tmp_path: Path) -> None:
    """Ids and names cannot be matched, so a report takes one of the two series."""
    take(tmp_path / "ledger", HERE / "messages.json", HERE / "console_2026.csv")

    found = select(tmp_path / "ledger", "DISTINCT series, operation", rest="ORDER BY series")
    assert found == [
        ("1d: account_id, api_key_id, context_window, inference_geo, model, service_account_id, service_tier, speed, workspace_id", "messages"),
        ("1d: api_key, context_window, inference_geo, model, service_tier, workspace", "messages"),
    ]  # fmt: skip


def test_a_later_pull_restates(tmp_path: Path) -> None:
    """A bucket that is pulled again later replaces the earlier one, also with less in it."""
    early = write(tmp_path / "a.jsonl", page(day(calls(100))))
    late = write(tmp_path / "b.jsonl", page(day(calls(90)), day(calls(5), number=1)))

    assert sums(early, late) == sums(late, early) == [5, 90]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_order_and_splits_do_not_matter(order: tuple[int, ...], tmp_path: Path) -> None:
    """Days pulled one by one, in any order and repeated, are the days of one pull."""
    days = [page(day(calls(n + 1, model="m"), number=n)) for n in range(3)]
    split = [write(tmp_path / f"{n}.jsonl", days[n]) for n in order]
    whole = write(tmp_path / "whole.jsonl", *days)

    assert sums(*split, whole, *split) == sums(whole) == [1, 2, 3]


def test_empty_buckets_state_nothing(tmp_path: Path) -> None:
    """Pages of which every bucket is empty are read and skipped."""
    done = take(tmp_path / "ledger", write(tmp_path / "x.jsonl", page(day(), day(number=1))))

    assert [(f.source, f.skipped) for f in done.files] == [("anthropic_usage", 2)]


NEWER = {"model": "claude-opus-5", "product": "claude_code", "actor": "someone", "session_id": None}
COUNTED = {name: count for name, count in MESSAGES.items() if name != "model"} | {"requests": 12}


def flat(start: int = START, **group: Any) -> Result:
    """A row of the newest report, which is in no bucket."""
    bounds = {name: at for name, at in anthropic_bucket(start=start).items() if name != "results"}
    return {**bounds, "group": NEWER | group, "usage": COUNTED}


def test_newer_reports_state_the_same(tmp_path: Path) -> None:
    """A bucket of the Enterprise report and a row without a bucket are one record: its calls are counted."""
    whole = {"organization_id": "org_1", "data_refreshed_at": "2026-11-04T10:00:00Z"}
    bucket = write(tmp_path / "a.jsonl", page(day({**NEWER, **COUNTED})) | whole)
    row = write(tmp_path / "b.jsonl", page(flat()) | whole)
    (draft,) = standing(SOURCE, bucket, row)

    assert counts(draft, *INPUT, "output", "requests") == (1500, 20000, None, 500, 1000, 500, 12)
    assert (draft["scope_id"], draft["user_id"], draft["tags"]) == ("org_1", "someone", {"product": "claude_code"})  # fmt: skip
    assert draft["series"] == "1d: model, actor, product"
    assert anthropic_usage.claims(sample(row, "jsonl"))


def test_the_last_refresh_stands(tmp_path: Path) -> None:
    """A day that was revised from 1,500 to 9 counts 9, whichever page is read first."""
    early = page(day({**NEWER, **COUNTED})) | {"data_refreshed_at": "2026-11-04T10:00:00Z"}
    revised = {**NEWER, **COUNTED, "uncached_input_tokens": 9}
    late = page(day(revised)) | {"data_refreshed_at": "2026-11-20T10:00:00Z"}
    files = [write(tmp_path / f"{n}.jsonl", found) for n, found in enumerate((early, late))]

    assert sums(*files) == sums(*reversed(files)) == [9]


def test_rows_of_one_day_are_one_pull(tmp_path: Path) -> None:
    """Two products of a day are two sums of one series, though each row begins the day anew."""
    found = standing(SOURCE, write(tmp_path / "x.jsonl", page(flat(), flat(product=None))))

    assert [draft["series"] for draft in found] == ["1d: model, actor, product"] * 2


def test_other_files_are_not_claimed() -> None:
    """A file of somebody else is no business of this source."""
    other = Sample(Path("x"), "jsonl", ({"data": [{"id": 1}]},), ())

    assert not anthropic_usage.claims(other)


@pytest.mark.parametrize("value", ["abc", -1, "1e30", "1.7"])
@pytest.mark.parametrize("name", ["uncached_input_tokens", "cache_read_input_tokens", "output_tokens"])  # fmt: skip
def test_bad_counts_are_rejects(name: str, value: Any) -> None:
    """A count that is no whole number of 0 or more refuses the row and names the field."""
    assert result(**{name: value})["problem"] == f"{name}: not a whole number of 0 or more"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"starting_at": None}, "starting_at: missing"),
        ({"ending_at": "2026-11-03"}, "ending_at: not an instant with a zone"),
        ({"ending_at": BOUNDS["starting_at"]}, "ending_at: not after starting_at"),
        ({"starting_at": None, "ending_at": None, "usage_date_utc": "2.11.2026"}, "usage_date_utc: not a day like 2026-11-02"),
        ({"uncached_input_tokens": None}, "uncached_input_tokens: missing"),
        ({"output_tokens": None}, "output_tokens: missing"),
        ({"cache_creation": {"ephemeral_5m_input_tokens": "x"}}, "ephemeral_5m_input_tokens: not a whole number of 0 or more"),
    ],
)  # fmt: skip
def test_impossible_rows_name_their_field(changes: dict[str, Any], problem: str) -> None:
    """Whatever cannot be read is named with its reason."""
    assert result(**changes)["problem"] == problem


def test_broken_lines_do_not_hide_good_ones(tmp_path: Path) -> None:
    """A torn line is a problem of its own and the lines around it are drafted."""
    path = write(tmp_path / "x.jsonl", page(day(calls(1))))
    path.write_bytes(b'{"data": [{"starting\n' + path.read_bytes())

    assert problems(drafts(SOURCE, path, "jsonl")) == ["line: not valid JSON", None]
