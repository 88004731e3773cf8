"""Two sides compared."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import NOW, book_of, call, kept
from tokenomics.comparing.difference import Diff, difference, share_of
from tokenomics.comparing.measured import measured
from tokenomics.costing import CostQuery
from tokenomics.outcomes import DEFAULT, Asked

LATE = NOW.replace(day=20)
_SIDES = [("old", "logs"), ("new", "logs")]


def _diff(
    folder: Path, base: list[dict[str, Any]], head: list[dict[str, Any]], **asked: Any
) -> Diff:
    folder.mkdir(exist_ok=True)
    book, query = book_of(folder), CostQuery(by=("feature",))._replace(**asked)
    later = measured(kept(folder / "head", *head), book, query, Asked((DEFAULT,), NOW))
    earlier = measured(
        kept(folder / "base", *base), book, query, Asked((DEFAULT,), NOW), at=later.report.last
    )
    return difference(earlier, later, _SIDES, query)


def _of(diff: Diff, *names: str) -> list[tuple[Any, ...]]:
    places = [[column.name for column in diff.listing.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in diff.listing.rows]


def test_usage_and_prices_sum_to_the_change(tmp_path: Path) -> None:
    """1 million of moving at 4, then 2 million at 3: 4 to 6. At 3 it was 3 to 6: +3 by usage, -1 by price."""
    diff = _diff(
        tmp_path,
        [call(model_served="moving", feature="chat", input=1_000_000)],
        [call(model_served="moving", feature="chat", input=2_000_000, ts=LATE)],
    )

    assert _of(diff, "cost_before", "cost", "change", "usage", "price", "cost_change") == [
        (4, 6, 2, 3, -1, Decimal("0.5"))
    ]
    assert [diff.amount(name) for name in ("change", "usage", "price")] == [2, 3, -1]


def test_a_price_that_changes_within_the_head_is_one_of_prices(tmp_path: Path) -> None:
    """2 million at 4 before; in the head 1 at 4 and 1 at 3: 8 to 7. The usage is the same: -1 by price."""
    before = call(model_served="moving", feature="chat", input=1_000_000)
    diff = _diff(tmp_path, [before, before], [before, {**before, "ts": LATE}])

    assert _of(diff, "change", "usage", "price") == [(-1, 0, -1)]


def test_what_is_new_and_gone_is_marked(tmp_path: Path) -> None:
    """The greatest change comes first, up or down; a model without a price changes no amount."""
    diff = _diff(
        tmp_path,
        [call(feature="gone", input=3_000_000), call(feature="stays", input=1_000_000)],
        [
            call(feature="new", input=1_000_000),
            call(feature="stays", input=1_000_000),
            call(feature="dark", model_served="mystery", input=1),
        ],
    )

    assert _of(diff, "feature", "mark", "cost_before", "cost", "change") == [
        ("gone", "gone", 6, 0, -6),
        ("new", "new", 0, 2, 2),
        ("stays", None, 2, 2, 0),
        ("dark", "new, unpriced", None, None, None),
    ]
    assert [entry.model for entry in diff.unpriced] == ["mystery"]
    assert not diff.is_priced


def test_equal_sides_are_the_same(tmp_path: Path) -> None:
    """As many requests of the same cost; one more of none is a change."""
    rows = [call(feature="chat", input=1_000_000)]

    assert _diff(tmp_path / "same", rows, rows).is_same
    assert not _diff(tmp_path / "more", rows, [*rows, call(feature="chat", input=0)]).is_same
    assert not _diff(
        tmp_path / "dark", rows, [*rows, call(feature="chat", model_served="x", input=1)]
    ).is_same


def test_the_limit_cuts_rows_and_no_figure(tmp_path: Path) -> None:
    """The whole is of all groups; how many there are is known."""
    head = [call(feature=name, input=1_000_000) for name in "abc"]
    diff = _diff(tmp_path, [call(feature="a", input=1_000_000)], head, limit=1)

    assert (len(diff.listing.rows), diff.listing.row_count, diff.amount("cost")) == (1, 3, 6)


def test_equal_inputs_give_equal_intervals(tmp_path: Path) -> None:
    """The draws come of the inputs; two sides of 40 calls between 1 and 4 differ by chance alone."""
    rows = [call(feature="chat", input=1_000_000 * (n % 4 + 1)) for n in range(40)]
    one, other = _diff(tmp_path / "one", rows, rows), _diff(tmp_path / "other", rows[::-1], rows)
    ends = one.interval("request")

    assert ends == other.interval("request")
    assert ends.low is not None
    assert ends.high is not None
    assert Decimal("-0.3") < ends.low < -Decimal("0.1")
    assert Decimal("0.1") < ends.high < Decimal("0.4")
    assert one.sizes["request"] == (40, 40)


@pytest.mark.parametrize(
    ("before", "after", "share"), [("4", "5", "0.25"), ("4", "2", "-0.5"), ("0", "2", None)]
)
def test_a_share_is_of_what_was(before: str, after: str, share: str | None) -> None:
    """Nothing has no share."""
    expected = None if share is None else Decimal(share)
    assert share_of(Decimal(before), Decimal(after)) == expected
    assert share_of(None, Decimal(1)) is None


def test_what_one_side_has_alone_changed_by_usage(tmp_path: Path) -> None:
    """A million of moving at 4 is gone, and would cost 3 now: -4, none of it by price."""
    gone = [call(model_served="moving", feature="gone", input=1_000_000)]
    later = _diff(tmp_path / "a", gone, [call(feature="new", input=1_000_000, ts=LATE)])
    empty = _diff(tmp_path / "b", gone, [call(feature="x", input=1)], where=(("feature", "gone"),))

    assert _of(later, "feature", "usage", "price") == [("gone", -4, 0), ("new", 2, 0)]
    assert [empty.amount(name) for name in ("change", "usage", "price")] == [-4, -4, 0]


def test_what_is_not_shown_may_have_changed(tmp_path: Path) -> None:
    """Two groups of 2 change places: nothing changed in all, nor in the first row, yet it is not the same."""
    base = [call(feature=name, input=1_000_000) for name in "ab"]
    head = [call(feature=name, input=1_000_000) for name in "ac"]

    assert not _diff(tmp_path, base, head, limit=1).is_same
