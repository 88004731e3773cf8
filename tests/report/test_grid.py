"""A report as a grid of texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from support.usage import T0, call
from tokenomics.costing import CostReport, Coverage
from tokenomics.costing.answer import Besides
from tokenomics.costing.coverage import Effect, Tokens
from tokenomics.report.drawing import lines
from tokenomics.report.grid import coverage_line, footnotes, grid, title

Report = Callable[..., CostReport]

COVER = Coverage(
    requests=1_000,
    unpriced=0,
    estimated=0,
    partial=0,
    undated=0,
    assumed=0,
    straddling=0,
    undated_cost=Decimal(0),
    rejects=0,
    sources={},
    tokens=Tokens(
        total=5_000, unpriced=0, estimated=0, partial=0, undated=0, assumed=0, uncounted=0
    ),
)


def test_figures_are_sums_of_meters(report: Report) -> None:
    """Input is everything sent, cached its part that was read from a cache, output all of it."""
    row = call(
        input=1, cache_read=10, cache_read_audio=100, cache_write_5m=1_000,
        output=20_000, reasoning=300_000, output_audio=1,
    )  # fmt: skip
    shown = grid(report("model", rows=[row]))

    assert shown.names == 1
    assert shown.head == ("model", "requests", "all input", "cached", "all output", "cost")
    # 1 + 10 + 100 + 1000 sent, 10 + 100 cached, 20000 + 300000 + 1 generated
    assert shown.body[0][:5] == ("small", "1", "1,111", "110", "320,001")
    assert shown.total[0] == "total"
    assert shown.total[1:] == shown.body[0][1:]


def test_shown_money_adds_up(report: Report) -> None:
    """Three times 0.33334 are 1.00002: shown to three decimals one row takes what is left over."""
    rows = [call(input=166_670, feature=feature) for feature in "abc"]
    shown = grid(report("feature", rows=rows))

    assert shown.total[-1] == "1.000"
    assert [row[-1] for row in shown.body] == ["0.334", "0.333", "0.333"]


def test_shown_revenue_adds_up(report: Report) -> None:
    """Three times 0.33334 are 1.00002: what is brought in is rounded as costs are."""
    each = Decimal("0.33334")
    asked = report("user", rows=[call(input=1, user_id=str(user)) for user in range(3)])
    shown = asked._replace(
        query=asked.query._replace(per="revenue"),
        rows=tuple(row._replace(revenue=each) for row in asked.rows),
        totals=asked.totals._replace(revenue=3 * each),
    )
    drawn = grid(shown)

    assert [row[2] for row in (*drawn.body, drawn.total)] == ["0.334", "0.333", "0.333", "1.000"]


def test_shown_overheads_add_up(report: Report) -> None:
    """Three times 0.33334 of overheads likewise."""
    each = Besides(Decimal("0.33334"))
    asked = report("user", rows=[call(input=1, user_id=str(user)) for user in range(3)])
    shown = asked._replace(
        query=asked.query._replace(per="success"),
        rows=tuple(row._replace(besides=each) for row in asked.rows),
        totals=asked.totals._replace(besides=Besides(3 * each.overheads)),
    )
    drawn = grid(shown)
    place = drawn.head.index("overhead")

    assert [row[place] for row in (*drawn.body, drawn.total)] == [
        "0.334",
        "0.333",
        "0.333",
        "1.000",
    ]


def test_a_day_is_never_cut(report: Report) -> None:
    """However narrow the terminal is; other names are."""
    drawn = lines(grid(report("day", "feature")), 20)

    assert any(line.startswith("2026-11-03") for line in drawn)


def test_a_plus_marks_a_part_and_a_word_the_whole(report: Report) -> None:
    """1 million x 2 per million with a gap is 2+; without any price it is unpriced."""
    rows = [call(input=1_000_000, citation=1), call(model_served="new", input=1)]
    shown = grid(report("model", rows=rows))

    assert [(row[0], row[-1]) for row in shown.body] == [("small", "2.000+"), ("new", "unpriced")]
    assert shown.total[-1] == "2.000+"
    assert grid(report("model", rows=rows[1:])).total[-1] == "unpriced"


@pytest.mark.parametrize(
    ("second", "cost"), [({"input": 500_000}, "1.000"), ({"model_served": "new"}, "unpriced")]
)
def test_what_a_limit_cuts_off_is_the_last_row(
    report: Report, second: dict[str, object], cost: str
) -> None:
    """The rest is one row with its cost; nothing priced is no zero."""
    rows = [
        call(input=2_000_000, feature="a", user_id="u"),
        call(**{"input": 1, "feature": "b", **second}),
    ]
    shown = grid(report("feature", "user", rows=rows, limit=1))

    assert shown.names == 2
    assert [(row[:2], row[-1]) for row in shown.body] == [
        (("a", "u"), "4.000"),
        (("(other, 1 more)", ""), cost),
    ]


def test_without_dimensions_there_is_only_the_total(report: Report) -> None:
    """A nameless column holds the word total."""
    shown = grid(report(rows=[call(input=1_000_000)]))

    assert (shown.names, shown.body) == (1, ())
    assert shown.head[0] == ""
    assert shown.total == ("total", "1", "1,000,000", "0", "0", "2.000")


@pytest.mark.parametrize(
    ("per", "head", "cells"),
    [
        ("user", ("users", "cost", "per user"), ("2", "3.000", "1.500")),
        ("session", ("sessions", "cost", "per session"), ("0", "3.000", "")),
        ("request", ("cost", "per request"), ("3.000", "1.000")),
    ],
)
def test_unit_costs_are_the_last_column(
    report: Report, per: str, head: tuple[str, ...], cells: tuple[str, ...]
) -> None:
    """3 dollars over 2 users or 3 requests; over no session there is none."""
    rows = [call(input=500_000, user_id=user) for user in ("u", "u", "v")]
    shown = grid(report("model", rows=rows, per=per))

    assert shown.head[-len(head) :] == head
    assert shown.body[0][-len(cells) :] == cells
    assert shown.total[-len(cells) :] == cells


def test_unit_costs_say_what_they_leave_out(report: Report) -> None:
    """A plus marks a unit cost that lacks meters, and a note the share that is nobody's."""
    rows = [
        call(input=500_000, user_id="u"),
        call(model_served="new", input=1, user_id="u"),
        call(input=500_000),
    ]
    asked = report("feature", rows=rows, per="user")

    assert grid(asked).total[-3:] == ("1", "2.000+", "1.000+")
    assert footnotes(asked)[1].startswith("50 % of the cost is of calls that state no user")
    assert grid(report("feature", rows=rows, per="request")).total[-1] == "0.6667+"


def test_names_move_no_cursor(report: Report) -> None:
    """Escapes are visible and what is missing has a word."""
    rows = [call(input=2, feature="\x1b[2J"), call(input=1)]

    assert [row[0] for row in grid(report("feature", rows=rows)).body] == ["\\x1b[2J", "(none)"]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "Cost by model, 2026-11-02 to 2026-11-03 (UTC), USD, list prices"),
        (
            {"until": datetime(2026, 11, 3, tzinfo=UTC)},
            "Cost by model, 2026-11-02 (UTC), USD, list prices",
        ),
        (
            {
                "since": datetime(2026, 11, 1, tzinfo=UTC),
                "until": datetime(2026, 12, 1, tzinfo=UTC),
            },
            "Cost by model, 2026-11-01 to 2026-11-30 (UTC), USD, list prices",
        ),
        (
            {"tz": "Pacific/Auckland", "where": (("user", "u1"),)},
            "Cost by model, 2026-11-02 (Pacific/Auckland), USD, list prices",
        ),
        ({"rows": []}, "Cost by model, no records (UTC), USD, list prices"),
    ],
)
def test_the_title_says_what_was_asked(
    report: Report, options: dict[str, object], text: str
) -> None:
    """The period asked for, its last day included, or that of the records found, in the zone's days."""
    rows = [call(input=1, user_id="u1"), call(input=1, ts=T0.replace(day=3, hour=11))]

    assert title(report("model", **{"rows": rows, **options}), "list prices") == text


def test_the_title_names_cost_basis_and_no_dimensions(report: Report) -> None:
    """Without dimensions it is the cost."""
    assert title(report(rows=[call(input=1)]), "contract prices") == (
        "Cost, 2026-11-02 (UTC), USD, contract prices"
    )


def test_a_whole_report_has_one_footnote(report: Report) -> None:
    """Where everything has a price, only the coverage is told."""
    assert footnotes(report(rows=[call(input=1)])) == [
        "of 1 request: 0 % unpriced, 0 % estimated, 0 % undated rates; 0 rows rejected"
    ]


def test_what_has_no_price_is_listed(report: Report) -> None:
    """Meters, requests and near names of each model."""
    rows = [
        call(model_served="smol", input=1_234, web_search=Decimal("0.5")),
        call(citation=1, requests=2),
    ]

    assert footnotes(report(rows=rows))[:-1] == [
        "a cost with + leaves out meters that have no price",
        "unpriced: acme small: 1 citation in 2 requests; the book has no rate for these meters",
        "unpriced: acme smol: 1,234 input, 0.5 web_search in 1 request; the book does not know the name; nearest: small",
    ]


@pytest.mark.parametrize(
    ("count", "last"),
    [(5, "unpriced: acme zz4: 1 input in 1 request; the book does not know the name"), (6, "unpriced: 1 more model"), (7, "unpriced: 2 more models")],
)  # fmt: skip
def test_a_long_list_is_cut(report: Report, count: int, last: str) -> None:
    """Five models are named, the others counted."""
    rows = [call(model_served=f"zz{number}", input=1) for number in range(count)]
    notes = footnotes(report(rows=rows))

    assert notes[-2] == last
    assert len(notes) == min(count, 6) + 2


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({"unpriced": 500}, "50 % unpriced, 0 % estimated, 0 % undated rates; 0 rows rejected"),
        # estimated and partial counts are both no reports: 100 + 150 of 1000
        (
            {"estimated": 100, "partial": 150},
            "0 % unpriced, 25 % estimated, 0 % undated rates; 0 rows rejected",
        ),
        (
            {"undated": 10, "rejects": 1},
            "0 % unpriced, 0 % estimated, 1 % undated rates; 1 row rejected",
        ),
        (
            {"assumed": 1_000, "straddling": 20, "rejects": 2_000},
            (
                "0 % unpriced, 0 % estimated, 0 % undated rates, 100 % assumed rates,"
                " 2 % straddling; 2,000 rows rejected"
            ),
        ),
    ],
)
def test_coverage_is_shares_of_requests(known: dict[str, int], line: str) -> None:
    """What is rare is named only where there is any."""
    assert coverage_line(COVER._replace(**known)) == f"of 1,000 requests: {line}"


def test_what_has_no_number_of_requests_is_told_in_tokens() -> None:
    """A provider that sums up tokens alone is not covered by a share of requests: 500 of 5,000."""
    tokens = COVER.tokens._replace(uncounted=10, unpriced=500)

    line = coverage_line(COVER._replace(tokens=tokens))

    assert line.startswith("of 5,000 tokens: 10 % unpriced, 0 % estimated")


def test_the_share_of_estimates_is_said(report: Report) -> None:
    """1 of 4 dollars rests on estimated tokens; those without a price are counted all the same."""
    rows = [
        call(input=500_000, token_basis="estimated"),
        call(input=1_500_000),
        call(input=7, model_served="new", token_basis="estimated"),
    ]

    assert "estimated: 500,007 tokens in 2 requests, 1.000 USD (25 % of the cost)" in footnotes(
        report("model", rows=rows)
    )
    assert not any(
        note.startswith("estimated") for note in footnotes(report("model", rows=rows[1:2]))
    )


def test_what_quantities_make_of_prices_is_said(report: Report) -> None:
    """What was taken off, and what could be of calls without an account; a price as listed is not."""
    effect = Effect("acme", "free", "month", Decimal(20), Decimal(70), Decimal("1.5"))
    plain = effect._replace(cost=Decimal(70), unallocated=Decimal(0))
    asked = report()
    told = [
        footnotes(asked._replace(coverage=asked.coverage._replace(graduated=(found,))))
        for found in (effect, plain)
    ]

    assert [note for note in told[0] if note.startswith("free: ")] == [
        "free: 20.00 instead of 70.00 USD, by what is known of each month",
        "free: up to 1.50 USD less if the calls that state no billed account (--scope) had one",
    ]
    assert not [note for note in told[1] if note.startswith("free: ")]
