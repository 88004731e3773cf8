"""Which model holds a quality cheapest, from what is measured."""

from __future__ import annotations

from decimal import Decimal

from support.usage import T0
from tokenomics.books import Book
from tokenomics.replaying.choosing import Chosen, Known, Load, chosen
from tokenomics.replaying.evidence import Evidence, Work
from tokenomics.replaying.holding import Tally
from tokenomics.replaying.wishes import Wish, wish_of

GOOD, FEW, BAD = Tally(290, 300), Tally(199, 199), Tally(200, 300)
LOAD = Load("chat", 1, 10, {"input": 1_000_000}, T0)


def _work(model: str, feature: str = "chat", band: int = 1) -> Work:
    return Work(feature, "acme", model, band)


def _chosen(
    book: Book,
    tallies: dict[Work, Tally],
    *constraints: str,
    load: Load = LOAD,
    known: Known = Known({}, {}),  # noqa: B008
) -> Chosen:
    wish: Wish = wish_of(["0.9", *constraints])
    return chosen(Evidence(tallies, book, ("task_id",), T0), load, wish, known)


def _model(found: Chosen) -> str | None:
    return found.to and found.to.model


def test_the_cheapest_that_holds_is_chosen(book: Book) -> None:
    """A million of input is 1 as `undated`, 2 as `small`, 5 as `large`; 290 of 300 are 0.939 or more."""
    found = _chosen(book, {_work(name): GOOD for name in ("large", "small", "undated")})

    assert found.to is not None
    assert (found.to.model, found.to.cost, found.passed) == ("undated", Decimal(1), [])


def test_too_few_or_too_bad_is_not_chosen(book: Book) -> None:
    """199 of 199 are too few, 200 of 300 too bad: `large` remains."""
    found = _chosen(
        book, {_work("undated"): FEW, _work("small"): BAD, _work("large"): GOOD}
    )  # fmt: skip

    assert _model(found) == "large"


def test_another_feature_or_size_proves_nothing(book: Book) -> None:
    """There is no best of none."""
    found = _chosen(book, {_work("small", "other"): GOOD, _work("small", band=2): GOOD})

    assert (found.to, found.passed, found.best) == (None, [], None)


def test_where_none_holds_the_nearest_is_told(book: Book) -> None:
    """199 of 199 from 0.981 on are nearer than 200 of 300."""
    found = _chosen(book, {_work("small"): FEW, _work("large"): BAD})

    assert (found.to, found.best) == (None, (_work("small"), FEW))


def test_a_cheaper_model_that_fails_a_constraint_is_told_with_why(book: Book) -> None:
    """`small` takes 900 ms, of `undated` nobody knows."""
    tallies = {_work(name): GOOD for name in ("large", "small", "undated")}
    known = Known({_work("small"): 900, _work("large"): 800}, {})
    found = _chosen(book, tallies, "max-latency=800ms", known=known)

    assert _model(found) == "large"
    assert [(each.model, each.reason) for each in found.passed] == [
        ("undated", "is of unknown latency"),
        ("small", "takes 900 ms (p95)"),
    ]


def test_only_what_is_named_is_chosen(book: Book) -> None:
    """Either of two models, and no provider but acme."""
    tallies = {_work(name): GOOD for name in ("large", "small", "undated")}

    assert _model(_chosen(book, tallies, "only=model=large", "only=model=SMALL")) == "small"
    assert _model(_chosen(book, tallies, "only=provider=acme")) == "undated"
    assert _model(_chosen(book, tallies, "only=provider=zeta")) is None


def test_a_region_is_one_in_which_the_model_has_served(book: Book) -> None:
    """`small` served in `eu`; `undated` would be cheaper, and never did."""
    tallies = {_work(name): GOOD for name in ("small", "undated")}
    known = Known({}, {("acme", "small"): frozenset({"eu"})})
    found = _chosen(book, tallies, "only=region=us", "only=region=eu", known=known)

    assert found.to is not None
    assert (found.to.model, found.to.region) == ("small", "eu")
    assert found.passed[0].reason == "served no call in region us or eu"


def test_what_has_no_price_is_not_chosen(book: Book) -> None:
    """`undated` has no price for searches, which are a cent with `small`."""
    load = LOAD._replace(meters={"input": 1_000_000, "web_search": 1})
    found = _chosen(book, {_work("small"): GOOD, _work("undated"): GOOD}, load=load)

    assert found.to is not None
    assert (found.to.model, found.to.cost) == ("small", Decimal("2.01"))


def test_tokens_of_caches_are_input_where_there_is_no_price_for_them(book: Book) -> None:
    """A million read from a cache is 1 as `undated`, half as `small`."""
    load = LOAD._replace(meters={"cache_read": 1_000_000})
    found = _chosen(book, {_work("small"): GOOD, _work("undated"): GOOD}, load=load)

    assert found.to is not None
    assert (found.to.model, found.to.cost) == ("small", Decimal("0.5"))
