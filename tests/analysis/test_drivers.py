"""What changed a cost: every pure case by hand, a mixed one, what cannot be explained, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import call, kept
from tokenomics.analysis.drivers import drivers
from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.outcomes import asked_of
from tokenomics.records.errors import InputError

# A week of the base, a week of the head: between them the price of `moving` falls from 4 to 3.
BASE, HEAD = datetime(2026, 11, 10, 10, tzinfo=UTC), datetime(2026, 11, 17, 10, tzinfo=UTC)
WEEK: dict[str, Any] = {
    "since": datetime(2026, 11, 16, tzinfo=UTC),
    "until": datetime(2026, 11, 23, tzinfo=UTC),
}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MILLION = 1_000_000
HUNDRED = 100_000

Calls = Sequence[Mapping[str, Any]]


def _asked(
    folder: Path, book: Book, before: Calls, after: Calls, vs: str = "previous", **query: Any
) -> Listing:
    """What changed between the calls of the base and those of the head."""
    rows = [
        call(**{"feature": "chat", "ts": at, **row})
        for at, side in ((BASE, before), (HEAD, after))
        for row in side
    ]
    asked = asked_of(Config(), NOW)
    return drivers(kept(folder, *rows), book, CostQuery(**{**WEEK, **query}), asked, vs=vs)


def _rows(found: Listing) -> dict[str, dict[str, Any]]:
    """The rows by the name of their flow."""
    heads = [column.name for column in found.columns]
    return {str(row[0]): dict(zip(heads, row, strict=True)) for row in found.rows}


def _parts(found: Listing, flow: str = "chat") -> dict[str, Decimal]:
    """The parts of a flow that are not 0; they sum to its change."""
    row = _rows(found)[flow]
    names = list(row)[list(row).index("change") + 1 : -2]
    assert sum(row[name] for name in names) == row["change"]
    return {name: row[name] for name in names if row[name]}


def test_only_more_requests_are_volume(tmp_path: Path, book: Book) -> None:
    """1 call of a million at 2 becomes 3 calls: 2 dollars become 6, all 4 by requests."""
    one = {"input": MILLION}

    found = _asked(tmp_path, book, [one], [one, one, one])

    assert _parts(found) == {"volume": Decimal(4)}
    assert _rows(found)["chat"] == _rows(found)["chat"] | {
        "cost_before": Decimal(2), "cost": Decimal(6), "requests_before": 1, "requests": 3,
    }  # fmt: skip
    assert found.sentences == (
        "in all +4.000 USD (+200 %): +4.000 more requests",
        "chat: +4.000 USD (+200 %): +4.000 more requests (+200 %)",
    )


def test_only_longer_prompts_and_outputs_are_tokens_per_request(tmp_path: Path, book: Book) -> None:
    """Input 1 to 1.5 million at 2 adds 1, output 0.1 to 0.25 million at 8 adds 1.20: 2.20 by tokens."""
    found = _asked(
        tmp_path,
        book,
        [{"input": MILLION, "output": HUNDRED}],
        [{"input": 1_500_000, "output": 250_000}],
    )

    assert _parts(found) == {"tokens_per_request": Decimal("2.2")}
    assert found.sentences[1] == "chat: +2.200 USD (+79 %): +2.200 more tokens per request (+59 %)"


def test_a_longer_prompt_in_a_dearer_context_tier_is_tokens_per_request(
    tmp_path: Path, book: Book
) -> None:
    """200,000 at 5 a million are 1; 300,000 are over 272,000 and cost 10 a million, 3: 2 by tokens, none by price."""
    found = _asked(
        tmp_path,
        book,
        [{"model_served": "large", "input": 200_000}],
        [{"model_served": "large", "input": 300_000}],
    )

    assert _parts(found) == {"tokens_per_request": Decimal(2)}


def test_only_other_shares_of_the_models_are_model_mix(tmp_path: Path, book: Book) -> None:
    """Of 4 calls of 100,000, 0.20 small and 0.50 large: 3 and 1 cost 1.10, 1 and 3 cost 1.70; 0.60 by models."""
    small, large = {"input": HUNDRED}, {"input": HUNDRED, "model_served": "large"}

    found = _asked(tmp_path, book, [small, small, small, large], [small, large, large, large])

    assert _parts(found) == {"model_mix": Decimal("0.6")}
    assert found.sentences[1] == (
        "chat: +0.6000 USD (+55 %): +0.6000 dearer models (large in place of small)"
    )


def test_only_more_input_from_cache_is_cache_share(tmp_path: Path, book: Book) -> None:
    """A million at 2 becomes 0.4 million at 2 and 0.6 at 0.50: 2 become 1.10, all -0.90 by the cache."""
    found = _asked(
        tmp_path, book, [{"input": MILLION}], [{"input": 400_000, "cache_read": 600_000}]
    )

    assert _parts(found) == {"cache_share": Decimal("-0.9")}
    assert found.sentences[1] == (
        "chat: -0.9000 USD (-45 %): -0.9000 more of the input from cache (0 % to 60 %)"
    )


def test_only_batch_in_place_of_standard_is_tier(tmp_path: Path, book: Book) -> None:
    """A million of small costs 2 as standard, which may be unstated, and 1 in batch."""
    found = _asked(
        tmp_path,
        book,
        [{"input": MILLION}, {"input": MILLION, "service_tier": "standard"}],
        [{"input": MILLION, "service_tier": "batch"}, {"input": MILLION}],
    )

    assert _parts(found) == {"tier_mix": Decimal(-1)}
    assert found.sentences[1] == (
        "chat: -1.000 USD (-25 %): -1.000 cheaper service (batch in place of standard)"
    )


def test_only_another_price_is_price(tmp_path: Path, book: Book) -> None:
    """The same million cost 4 before the 15th and 3 after it."""
    same = {"model_served": "moving", "input": MILLION}

    found = _asked(tmp_path, book, [same], [same])

    assert _parts(found) == {"price": Decimal(-1)}
    assert found.sentences[1] == "chat: -1.000 USD (-25 %): -1.000 lower prices (moving)"


def test_at_one_days_prices_no_price_changes(tmp_path: Path, book: Book) -> None:
    """Both millions at the price of the 20th cost 3: nothing changed, so nothing is said."""
    same = {"model_served": "moving", "input": MILLION}

    found = _asked(tmp_path, book, [same], [same], prices_at=datetime(2026, 11, 20, tzinfo=UTC))

    assert _parts(found) == {}
    assert found.sentences == ()


def test_a_price_that_changes_amid_a_period_is_an_average(tmp_path: Path, book: Book) -> None:
    """A week of calls at 4 and 3, then two at 3: 7 become 6, and of the average of 3.50 it is all price."""
    same = {"model_served": "moving", "input": MILLION}
    later = {**same, "ts": datetime(2026, 11, 15, 1, tzinfo=UTC)}

    found = _asked(tmp_path, book, [same, later], [same, same])

    assert _parts(found) == {"price": Decimal(-1)}


def test_new_and_vanished_models_are_parts_of_their_own(tmp_path: Path, book: Book) -> None:
    """0.20 of small in 2 calls each; one of both moves to large, and `moving` (0.40) gives way to undated (0.10)."""
    small = {"input": HUNDRED}
    gone, new = {**small, "model_served": "moving"}, {**small, "model_served": "undated"}

    found = _asked(tmp_path, book, [small, small, gone], [small, small, new])

    assert _parts(found) == {"new_models": Decimal("0.1"), "vanished_models": Decimal("-0.4")}
    assert found.sentences[1] == (
        "chat: -0.3000 USD (-38 %): -0.4000 models no longer used (moving), +0.1000 new models (undated)"
    )


def test_a_new_flow_is_all_new_and_one_that_is_gone_all_vanished(
    tmp_path: Path, book: Book
) -> None:
    """Search begins with 2 calls for 4 dollars, and chat ends, which cost 2."""
    one = {"input": MILLION}

    found = _asked(tmp_path, book, [one], [{**one, "feature": "search"}] * 2)

    assert _parts(found, "search") == {"new_models": Decimal(4)}
    assert _parts(found, "chat") == {"vanished_models": Decimal(-2)}
    assert found.sentences[1:] == (
        "search: +4.000 USD, new, without a call in 2026-11-09 to 2026-11-15",
        "chat: -2.000 USD, no calls any more",
    )


def test_factors_share_what_they_changed_together(tmp_path: Path, book: Book) -> None:
    """1 call x 1 million x 4 = 4 becomes 2 x 2 million x 3 = 12.

    Volume alone 4, after tokens 8, after the price 3, after both 6: 4/3 + 8/6 + 3/6 + 6/3 = 31/6, and
    tokens alike; the price alone -1, after either -2, after both -4: -1/3 - 2/6 - 2/6 - 4/3 = -7/3.
    31/6 + 31/6 - 14/6 = 8.
    """
    before = {"model_served": "moving", "input": MILLION}
    after = {"model_served": "moving", "input": 2 * MILLION}

    parts = _parts(_asked(tmp_path, book, [before], [after, after]))

    assert set(parts) == {"volume", "tokens_per_request", "price"}
    assert parts["price"] == Decimal("-2.333333333333333333")
    assert {parts["volume"], parts["tokens_per_request"]} == {
        Decimal("5.166666666666666667"), Decimal("5.166666666666666666"),
    }  # fmt: skip


def test_what_has_no_rate_of_its_own_is_unexplained(tmp_path: Path, book: Book) -> None:
    """4 gizmos at 0.25 are 1, which the book prices and no meter counts; the million beside them is volume."""
    found = _asked(
        tmp_path,
        book,
        [{"input": MILLION}],
        [{"input": MILLION}, {"input": MILLION, "other": [{"meter": "gizmo", "quantity": Decimal(4), "unit": "gizmo"}]}],
    )  # fmt: skip

    assert _parts(found) == {"volume": Decimal(2), "unexplained": Decimal(1)}
    assert any(remark.startswith("unexplained is") for remark in found.remarks)


def test_usage_without_a_count_of_requests_is_unexplained(tmp_path: Path, book: Book) -> None:
    """A day's sum of 2 million tokens does not say of how many requests: its 4 dollars may be anything."""
    day = {
        "grain": "bucket", "requests": None, "input": 2 * MILLION,
        "ts": datetime(2026, 11, 18, tzinfo=UTC), "ts_end": datetime(2026, 11, 19, tzinfo=UTC),
    }  # fmt: skip

    found = _asked(tmp_path, book, [{"input": MILLION}], [{"input": MILLION}, day])

    assert _parts(found) == {"unexplained": Decimal(4)}


def test_what_had_no_price_is_unexplained_and_told(tmp_path: Path, book: Book) -> None:
    """`moving` has a price since January 2026: a million cost nothing known in December, 4 in January."""
    before = {"model_served": "moving", "input": MILLION, "ts": datetime(2025, 12, 9, tzinfo=UTC)}
    after = {**before, "ts": datetime(2026, 1, 9, tzinfo=UTC)}

    found = _asked(
        tmp_path, book, [before], [after],
        since=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2026, 2, 1, tzinfo=UTC),
    )  # fmt: skip

    assert _parts(found) == {"unexplained": Decimal(4)}
    assert _rows(found)["chat"]["cost_before"] is None
    assert (
        "before, 100 % of the requests were without a price, and so are in no amount"
        in found.remarks
    )


def test_a_flow_without_any_price_has_no_parts(tmp_path: Path, book: Book) -> None:
    """Nobody knows what `mystery` costs: its counts are told, and no amount is claimed."""
    unknown = {"model_served": "mystery", "input": MILLION}

    found = _asked(tmp_path, book, [unknown], [unknown, unknown])

    row = _rows(found)["chat"]
    assert {row[name] for name in ("cost", "cost_before", "change", "volume", "unexplained")} == {
        None
    }
    assert (row["requests_before"], row["requests"]) == (1, 2)
    assert found.sentences == ()


def test_flows_after_the_limit_are_one_row_and_the_total_is_of_all(
    tmp_path: Path, book: Book
) -> None:
    """A +6, b +4, c -2: of two flows the greatest changes; c stays in the rest and in the total of 8."""

    def of(feature: str, times: int) -> list[dict[str, Any]]:
        return [{"feature": feature, "input": MILLION}] * times

    found = _asked(
        tmp_path, book, [*of("a", 1), *of("b", 1), *of("c", 2)], [*of("a", 4), *of("b", 3), *of("c", 1)],
        limit=2,
    )  # fmt: skip

    assert [row[0] for row in found.rows] == ["a", "b", "(other, 1 more)"]
    assert _parts(found, "(other, 1 more)") == {"volume": Decimal(-2)}
    assert found.total is not None
    assert found.total[1:5] == (Decimal(8), Decimal(16), Decimal(8), Decimal(8))
    assert found.row_count == 3


def test_a_filter_compares_one_release_with_another(tmp_path: Path, book: Book) -> None:
    """In one week release 41 cost 2 and release 42 cost 4: the filter of the same name gives way."""
    of = {
        "41": {"tags": {"release": "41"}, "input": MILLION},
        "42": {"tags": {"release": "42"}, "input": 2 * MILLION},
    }

    found = _asked(
        tmp_path,
        book,
        [],
        [of["41"], of["42"]],
        vs="tag:release=41",
        where=(("tag:release", "42"),),
    )

    assert _parts(found) == {"tokens_per_request": Decimal(2)}
    assert found.title == "What changed the cost against tag:release=41"


def test_a_filter_that_meets_no_call_is_told(tmp_path: Path, book: Book) -> None:
    """There is no release 40: what there is is named, for a mistyped one must not look new."""
    one = {"tags": {"release": "42"}, "input": MILLION}

    found = _asked(tmp_path, book, [], [one], vs="tag:release=40")

    assert found.remarks == (
        "nothing to compare with: no record has tag:release '40': there is '42'",
    )


def test_periods_of_other_lengths_are_told(tmp_path: Path, book: Book) -> None:
    """A week against October is compared, and said to be shorter."""
    found = _asked(tmp_path, book, [], [{"input": MILLION}], vs="2026-10")

    assert "the periods are not of one length: 31 days before, 7 days now" in found.remarks


def test_months_of_other_lengths_are_told_too(tmp_path: Path, book: Book) -> None:
    """A day less is 3 % fewer requests, so that November's 30 days and October's 31 are said."""
    month: dict[str, Any] = {
        "since": datetime(2026, 11, 1, tzinfo=UTC),
        "until": datetime(2026, 12, 1, tzinfo=UTC),
    }

    found = _asked(tmp_path, book, [], [{"input": MILLION}], **month)

    assert "the periods are not of one length: 31 days before, 30 days now" in found.remarks


def test_the_last_seven_days_are_asked_about_where_nothing_is(tmp_path: Path, book: Book) -> None:
    """On the 23rd these are the 16th to the 22nd: one call before, two in them."""
    one = {"input": MILLION}

    found = _asked(tmp_path, book, [one], [one, one], since=None, until=None)

    assert _parts(found) == {"volume": Decimal(2)}


def test_a_ledger_that_ended_before_says_what_it_has(tmp_path: Path, book: Book) -> None:
    """Where the last seven days have nothing, the days of the ledger are told."""
    old = {"input": MILLION, "ts": datetime(2026, 8, 3, tzinfo=UTC)}

    with pytest.raises(
        InputError, match="records from 2026-08-03 to 2026-08-03: name a period with --since"
    ):
        _asked(tmp_path, book, [old], [], since=None, until=None)


def test_flows_may_be_of_several_dimensions(tmp_path: Path, book: Book) -> None:
    """By team and model: the unstated team is none, as in reports."""
    found = _asked(
        tmp_path, book, [{"input": MILLION}], [{"input": 2 * MILLION}], by=("team", "model")
    )

    assert found.rows[0][:5] == (None, "small", Decimal(2), Decimal(4), Decimal(2))
    assert found.sentences[1].startswith("(none), small: +2.000 USD")


@pytest.mark.parametrize("by", ["step", "is_fallback", "user", "tag:env"])
def test_flows_may_be_of_any_dimension(tmp_path: Path, book: Book, by: str) -> None:
    """Numbers, marks and tags name flows as texts: 2 dollars before, 4 now, by volume."""
    one = {"input": MILLION, "step": 3, "is_fallback": True, "user_id": "u", "tags": {"env": "p"}}

    found = _asked(tmp_path, book, [one], [one, one], by=(by,))

    assert [row[1] for row in found.rows] == [Decimal(2)]
    assert _parts(found, str(found.rows[0][0])) == {"volume": Decimal(2)}


def test_parts_that_are_nothing_give_way_first_in_a_narrow_terminal(
    tmp_path: Path, book: Book
) -> None:
    """Only volume changed: it stays, and every other part may be left out."""
    found = _asked(tmp_path, book, [{"input": MILLION}], [{"input": MILLION}] * 2)

    spare = {column.name for column in found.columns if column.spare}
    assert "volume" not in spare
    assert {"price", "cache_share", "requests", "unexplained"} <= spare
