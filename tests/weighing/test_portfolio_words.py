"""Portfolios in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from tokenomics.analysis.intervals import Interval
from tokenomics.costing import CostQuery
from tokenomics.costing.run import no_costs
from tokenomics.weighing.offers import Fixed, Offer, best_of, standing
from tokenomics.weighing.options import Option
from tokenomics.weighing.portfolio_words import Left, Shown, remarks, sentences
from tokenomics.weighing.tasks import Work

WORK = Work(80, 20, 0, 1_000_000, Decimal(8), Decimal(0), Decimal(0), is_priced=True)
# 80 of 100 for 8 dollars, 0.10 each; for 12, 0.15 each; 100 a month on hardware, 1.25 each.
SMALL = Offer(
    "small", "api", Fraction(8), Fraction(0), 100, Fraction("0.8"), Fraction(80),
    is_measured=True, is_evidence=True, judged=100, sure=Interval(Decimal("0.09"), Decimal("0.11")),
)  # fmt: skip
LARGE = SMALL._replace(name="large", tokens=Fraction(12))
OWN = SMALL._replace(
    name="own", tokens=Fraction(0), fixed=Fixed(Fraction(100)), is_sold=False, is_measured=False
)


def _rows(*offers: Offer) -> list[Shown]:
    best = best_of(offers)
    return [Shown(("draft",), WORK, each, best, standing(each, offers), None) for each in offers]


def _remarks(
    *options: Option, rows: Sequence[Shown] | None = None, left: Left | None = None
) -> list[str]:
    report = no_costs(CostQuery(by=("feature",)))._replace(first=datetime(2026, 11, 2, tzinfo=UTC))
    return list(remarks(rows or _rows(SMALL), report, options, ("feature",), left or Left()))


def test_the_cheapest_is_named_and_what_would_change_it() -> None:
    """Large is cheaper from 1.5 x on; at 2 x small's 80 successes are 16, at large's 0.15 they are 12: 4 less.

    With 24 times the tasks 100 a month are 100 / 24 / 80 = 0.052 a success.
    """
    (said,) = sentences(_rows(SMALL, LARGE, OWN), "USD")

    assert said == (
        "draft: small is the cheapest, 0.1000 USD a success; with 24 x the tasks own is, 0.05208 USD;"
        " from 1.5 x its token price on large would be cheaper;"
        " having it is worth 4.000 USD if that price doubled"
    )


def test_one_that_is_alone_is_said_to_be() -> None:
    """Others of which nobody knows how good they are do not compete."""
    (said,) = sentences(_rows(SMALL, LARGE._replace(is_evidence=False)), "USD")

    assert said == "draft: small is the only option that is known, 0.1000 USD a success"


def test_a_change_of_price_may_change_the_first() -> None:
    """At twice the price 0.20 is more than the 0.15 of rules of one's own; at half of it nothing changes."""
    rules = OWN._replace(name="rules", fixed=Fixed(), besides=Fraction(12))
    (said,) = sentences(_rows(SMALL, rules), "USD")

    assert "; at twice the price rules is, 0.1500 USD;" in said


def test_nothing_known_is_no_sentence() -> None:
    """Nor is a class with one option alone."""
    assert list(sentences(_rows(SMALL._replace(is_evidence=False)), "USD")) == []
    assert list(sentences(_rows(SMALL), "USD")) == []


def test_where_a_rate_is_from() -> None:
    """Measured, of too few, stated, or not known."""
    few = SMALL._replace(judged=29)
    rows = _rows(SMALL, few, OWN, OWN._replace(rate=None))

    assert [row.known for row in rows] == ["measured", "small sample", "assumed", "no evidence"]


def test_what_is_assumed_is_remarked() -> None:
    """A stated rate with its source, tokens, people's time, what is paid a month, and dimensions."""
    own = Option(
        "own", "local", {"team": "a"}, monthly=Fraction(100), rate=Fraction("0.8"), source="a pilot"
    )
    said = _remarks(own, Option("small", "api", {}, model="small"))

    assert "own: 80 % is your assumption: a pilot" in said
    assert "own: without a capacity what is paid a month is taken to serve any volume" in said
    assert "what is paid a month is borne by each class of tasks alone" in said
    assert "[[option]] is told by team, and the rows are not: name it in --by" in said
    assert any("another model counts, thinks and answers otherwise" in each for each in said)


def test_without_options_it_is_told_how_to_have_some() -> None:
    """And where nothing was judged, what is missing."""
    assert any("--model names others of the book" in each for each in _remarks())
    unjudged = _rows(SMALL._replace(judged=0, is_evidence=False, rate=None))
    assert any("no task was judged" in each for each in _remarks(rows=unjudged))


def test_what_is_left_out_is_remarked() -> None:
    """Overheads of everybody by name, and people's minutes without a price."""
    said = _remarks(left=Left({"office", "hosting"}, Decimal(120)))

    assert (
        "overheads of no single model are in no figure, for no option saves them: hosting, office"
        in said
    )
    assert (
        "120 minutes of review and rework have no price and are in no figure: [labour] hourly"
        in said
    )
