"""Cursor's usage events."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import rejects, select, take
from tokenomics.config import Config
from tokenomics.sources import cursor, registry
from tokenomics.sources.contract import Sample

HERE = Path(__file__).parent
EVENTS = HERE / "events.csv"
TOTAL = (
    "coalesce(input, 0) + coalesce(cache_read, 0) + coalesce(cache_write, 0) + coalesce(output, 0)"
)
HEADER, *ROWS = EVENTS.read_text("utf-8").splitlines()


def export(path: Path, *rows: str, header: str = HEADER) -> Path:
    """An export of these rows."""
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    return path


@pytest.mark.parametrize("name", ["events.csv", "events_old.csv"])
def test_drafts_are_as_expected(name: str) -> None:
    """Both headers give the drafts that lie beside them."""
    found = drafts(cursor.SOURCE, HERE / name, "csv")

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, "csv"), Config()) == cursor.SOURCE


def test_the_columns_of_input_are_disjoint() -> None:
    """2,000 + 500 + 10,000 + 400 = 12,900, the total: nothing of the input is in the other column."""
    first = drafts(cursor.SOURCE, EVENTS, "csv")[0]

    assert [first[name] for name in ("input", "cache_read", "cache_write", "output")] == [
        500, 10_000, 2_000, 400,
    ]  # fmt: skip
    assert (first["problem"], first["token_basis"]) == (None, "reported")


def test_a_total_is_believed() -> None:
    """25 - 15 = 10 tokens are unexplained; parts of 35 in a total of 34 are refused, and so is a word."""
    found = drafts(cursor.SOURCE, EVENTS, "csv")

    assert (found[3]["token_basis"], found[3]["other"][0]["quantity"]) == ("partial", 10)
    assert problems(found)[4:] == [
        "the parts: exceeds Total Tokens",
        "Input (w/o Cache Write): not a whole number of 0 or more",
    ]


def test_what_is_owed_is_kept_apart() -> None:
    """Included usage is the subscription's; the older header says what was to pay, 0 of 0.10 USD."""
    billed = [(d["billing"], d["reported_cost"]) for d in drafts(cursor.SOURCE, EVENTS, "csv")[:4]]
    old = drafts(cursor.SOURCE, HERE / "events_old.csv", "csv")

    assert billed == [
        ("subscription", Decimal("0.02")),
        ("metered", Decimal("0.03")),
        ("metered", Decimal("0.03")),
        ("subscription", None),
    ]
    assert [(d["billing"], d["reported_cost"]) for d in old[:2]] == [
        ("unknown", Decimal(0)),
        ("unknown", Decimal("0.05")),
    ]


def test_a_model_that_cursor_chose_is_unknown() -> None:
    """`auto` was asked for, and nobody says what answered."""
    first, second = drafts(cursor.SOURCE, EVENTS, "csv")[:2]

    assert (first["model_requested"], first["model_served"]) == ("auto", None)
    assert second["model_served"] == "gpt-5-codex"


@pytest.mark.parametrize("order", [1, -1])
def test_overlapping_exports_count_once(order: int, tmp_path: Path) -> None:
    """Equal rows of one export are two calls; the same two of another export are no third and fourth."""
    one = export(tmp_path / "one.csv", *ROWS[:3])
    two = export(tmp_path / "two.csv", *ROWS[1:4])
    for path in (one, two)[::order]:
        take(tmp_path / "ledger", path)

    # 12,900 + 2 x 3,760 + 15 tokens.
    assert select(tmp_path / "ledger", f"count(*), sum({TOTAL})") == [(4, 20_435)]


def test_an_export_that_grew_is_read_again(tmp_path: Path) -> None:
    """A row that equals one before it counts when the file has it, too."""
    path = export(tmp_path / "e.csv", *ROWS[:2])
    take(tmp_path / "ledger", path)
    take(tmp_path / "ledger", export(path, *ROWS[:3]))

    assert select(tmp_path / "ledger", "count(*)") == [(3,)]


def test_rejects_say_where(tmp_path: Path) -> None:
    """A month of 13 is refused by its field, and the other rows are read."""
    done = take(tmp_path / "ledger", HERE / "events_old.csv")

    assert (done.files[0].source, done.files[0].records) == ("cursor", 2)
    assert rejects(tmp_path / "ledger") == [
        ("events_old.csv", 4, "Date", "not an instant between 2000 and 2100")
    ]


def test_columns_of_others_are_told() -> None:
    """Columns that are not confirmed are named and not read."""
    names = (*sample(EVENTS, "csv").header, "User", "Team")
    source = registry.claim(Sample(Path("e.csv"), "csv", (), names), Config())

    assert source is not None
    assert source.notes == ("columns not read: 'User', 'Team'",)


def test_exports_without_counts_are_refused() -> None:
    """Events without tokens are known and not read; another's table is no business of Cursor's."""
    bare = Sample(Path("e.csv"), "csv", (), ("Date", "Kind", "Model", "Max Mode", "Requests"))

    assert registry.claim(bare, Config()) is None
    assert "strategy=tokens" in (registry.refusal(bare) or "")
    assert cursor.refuses(Sample(Path("e.csv"), "csv", (), ("Date", "Model"))) is None
