"""OpenAI's usage reports: which files are read, and which sums are one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reported import (
    COMPLETIONS,
    DAY,
    START,
    Result,
    one,
    openai_bucket,
    page,
    standing,
    write,
)
from tokenomics.sources import openai_usage
from tokenomics.sources.contract import Container, Sample
from tokenomics.sources.openai_usage import SOURCE

HERE = Path(__file__).parent
BOUNDS = {"start_time": START, "end_time": START + DAY}
FILES: tuple[tuple[str, Container], ...] = (
    ("completions.json", "json"),
    ("endpoints.jsonl", "jsonl"),
    ("export_2025.csv", "csv"),
    ("export_2026.csv", "csv"),
)
EMPTY = ("start_time", "end_time", "start_time_iso", "end_time_iso")
COST = Sample(Path("cost.csv"), "csv", (), (*EMPTY, "amount_value", "amount_currency"))


def day(*results: Result, number: int = 0, seconds: int = DAY) -> Result:
    """The bucket of a day, or the end of it."""
    start = START + number * DAY + DAY - seconds
    return openai_bucket(*results, start=start, seconds=seconds)


def calls(count: int, **dimensions: Any) -> Result:
    """A result of so many input tokens."""
    tokens = {"input_tokens": count, "input_cached_tokens": 0, "output_tokens": 0}
    kind = {"object": COMPLETIONS["object"], "num_model_requests": 1}
    return {**kind, **tokens, "model": None, **dimensions}


def sums(*files: Path) -> list[int]:
    """The input of the buckets that stand, sorted."""
    return sorted(draft["input"] for draft in standing(SOURCE, *files))


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Every page and export gives the drafts that lie beside it."""
    found = drafts(SOURCE, HERE / name, container)

    assert [shown(d) for d in found if not d.get("skip")] == golden(
        [d for d in found if not d.get("skip")], HERE / f"{name}.expected.json"
    )


@pytest.mark.parametrize(("name", "container"), FILES)
def test_files_are_claimed(name: str, container: Container) -> None:
    """Every page and export is recognised by its content."""
    assert openai_usage.claim(sample(HERE / name, container)) == SOURCE


def test_page_and_export_are_one(tmp_path: Path) -> None:
    """The same usage as a page and as an export, which writes 1000.0, is read once."""
    ledger = tmp_path / "ledger"
    done = take(ledger, HERE / "completions.json", HERE / "export_2026.csv")

    assert (done.added, [file.skipped for file in done.files]) == (2, [1, 1])
    assert select(ledger, "sum(input), sum(requests), min(series), max(series)") == [
        (470 + 90, 6, *["1d: api_key_id, batch, model, project_id, service_tier, user_id"] * 2)
    ]


def test_export_without_activity(tmp_path: Path) -> None:
    """The export of an account without activity is read, states nothing, and says so."""
    path = tmp_path / "empty.csv"
    path.write_text(",".join(EMPTY) + "\n1793577600,1793664000,2026-11-02T00:00:00+00:00,x\n")
    done = take(tmp_path / "ledger", path)

    assert [(f.source, f.rows, f.skipped) for f in done.files] == [("openai_usage", 1, 1)]
    assert ["states no activity" in note for note in done.notes] == [True]


@pytest.mark.parametrize("empty", [page(), page(openai_bucket())])
def test_pages_without_activity(empty: Result, tmp_path: Path) -> None:
    """Pages without buckets or without results are read and state nothing."""
    done = take(tmp_path / "ledger", write(tmp_path / "x.jsonl", empty))

    assert [(f.source, f.skipped, f.rejected) for f in done.files] == [("openai_usage", 1, 0)]


def test_other_files_are_not_claimed() -> None:
    """A file of somebody else is no business of this source, nor are costs."""
    other = Sample(Path("x"), "jsonl", ({"object": "list", "data": [{"id": 1}]},), ())

    result = {"object": "organization.costs.result", "amount": {"value": 1, "currency": "usd"}}
    costs = Sample(Path("x"), "jsonl", (page(openai_bucket(result)),), ())

    assert [openai_usage.claim(found) for found in (other, costs, COST)] == [None] * 3


def test_a_later_pull_restates(tmp_path: Path) -> None:
    """A bucket that is pulled again later replaces the earlier one, also with less in it."""
    early = write(tmp_path / "a.jsonl", page(day(calls(100))))
    late = write(tmp_path / "b.jsonl", page(day(calls(90)), day(calls(5), number=1)))

    assert sums(early, late) == sums(late, early) == [5, 90]


def test_a_growing_day_counts_once(tmp_path: Path) -> None:
    """Of pulls of a day that goes on the fullest stands."""
    path = write(tmp_path / "a.jsonl", *(page(day(calls(n))) for n in (10, 30, 20)))

    assert sums(path) == [30]


def test_a_page_that_was_fetched_later_stands(tmp_path: Path) -> None:
    """100 tokens came to 90 an hour later, whichever page is read first; the rest of a day is not the whole."""
    early, late = (
        write(tmp_path / f"{hour}.jsonl", page(day(calls(n))) | {"fetched_at": f"2026-11-03T{hour}:00:00Z"})
        for hour, n in (("10", 100), ("11", 90))
    )  # fmt: skip
    cut = page(day(calls(40), seconds=23_340)) | {"fetched_at": "2026-11-03T12:00:00Z"}

    assert sums(early, late) == sums(late, early) == [90]
    assert sums(late, write(tmp_path / "c.jsonl", cut)) == [90]


def test_a_bucket_cut_off_does_not_replace_the_whole(tmp_path: Path) -> None:
    """A pull that starts within a day states the rest of it, which is part of the whole day."""
    whole = write(tmp_path / "a.jsonl", page(day(calls(100)), day(calls(7), number=1)))
    cut = page(day(calls(40), seconds=23_340), day(calls(8), number=1), day(calls(1), number=2))

    assert sums(whole, write(tmp_path / "b.jsonl", cut)) == [1, 8, 100]


def test_groupings_are_series(tmp_path: Path) -> None:
    """The same usage grouped in two ways is two series, in one file too."""
    by_model, by_project = calls(10, model="gpt-5.6-sol"), calls(10, project_id="p")
    path = write(tmp_path / "a.jsonl", page(day(by_model)), page(day(by_project)))

    found = standing(SOURCE, path)
    assert sorted(draft["series"] for draft in found) == ["1d: model", "1d: project_id"]


def test_a_dimension_that_one_row_states_is_grouped_by(tmp_path: Path) -> None:
    """A row that states none of a dimension is still of the series that is grouped by it."""
    path = write(tmp_path / "a.jsonl", page(day(calls(1, model="m"), calls(2))))

    assert [draft["series"] for draft in standing(SOURCE, path)] == ["1d: model"] * 2


def test_unknown_dimensions_lose_nothing(tmp_path: Path) -> None:
    """Two results of one bucket that no known dimension tells apart are both counted."""
    path = write(tmp_path / "a.jsonl", page(day(calls(1, novel="x"), calls(2, novel="y"))))

    assert sums(path) == [1, 2]


@pytest.mark.parametrize(("seconds", "series"), [(60, "1m: model"), (3600, "1h: model")])
def test_widths(seconds: int, series: str) -> None:
    """Minutes, hours and days are series of their own."""
    draft = one(SOURCE, BOUNDS, COMPLETIONS, end_time=START + seconds)

    assert draft["series"] == series


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_order_and_splits_do_not_matter(order: tuple[int, ...], tmp_path: Path) -> None:
    """Days pulled one by one, in any order and repeated, are the days of one pull."""
    days = [page(day(calls(n + 1, model="m"), number=n)) for n in range(3)]
    split = [write(tmp_path / f"{n}.jsonl", days[n]) for n in order]
    whole = write(tmp_path / "whole.jsonl", *days)

    assert sums(*split, whole, *split) == sums(whole) == [1, 2, 3]


def test_broken_lines_do_not_hide_good_ones(tmp_path: Path) -> None:
    """A torn line is a problem of its own and the lines around it are drafted."""
    lines = (HERE / "endpoints.jsonl").read_text("utf-8").splitlines()
    torn = tmp_path / "torn.jsonl"
    torn.write_text(f"{lines[0]}\n{lines[1][:100]}\n{lines[2]}\n", "utf-8")

    assert problems(drafts(SOURCE, torn, "jsonl")) == [None, "line: not valid JSON", None]
