"""What usage would have cost under a design."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.quantities import book_with
from support.tasks import LATER, Rows
from support.usage import call
from support.worlds import M, column, figures, ledger_of, replayed, whole
from tokenomics.analysis.listing import Value
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.rules import DEFAULT
from tokenomics.records.errors import ConfigError
from tokenomics.replaying.design import KINDS
from tokenomics.replaying.replay import replay

TO_SMALL = "model=large -> small"


def test_a_design_of_nothing_changes_nothing(tmp_path: Path, book: Book) -> None:
    """2 of input stay 2, and there is no step to show."""
    found = replayed(tmp_path, book, [call(input=M)], {})

    assert (found.rows, whole(found)) == ((), (Decimal(2), Decimal(2), Decimal(0)))


def test_an_identity_saves_nothing(tmp_path: Path, book: Book) -> None:
    """A call routed to the model that it had costs what it did, and none is changed."""
    found = replayed(tmp_path, book, [call(input=M, output=M)], {"route": ["all -> small"]})

    assert figures(found) == [(0, Decimal(10), Decimal(10), Decimal(0))]


def test_savings_of_steps_sum_to_that_of_the_design(tmp_path: Path, book: Book) -> None:
    """0.1 M at 5 are 0.5, as `small` 0.2, in November 0.2: 0.3 + 0 = 0.5 - 0.2."""
    rows = [call(input=M // 10, model_served="large")]
    design = {"reprice": ["at=2026-11-01"], "route": [TO_SMALL]}
    found = replayed(tmp_path, book, rows, design)

    assert [row[0] for row in found.rows] == [f"route {TO_SMALL}", "reprice at=2026-11-01"]
    assert figures(found) == [
        (1, Decimal("0.5"), Decimal("0.2"), Decimal("0.3")),
        (1, Decimal("0.2"), Decimal("0.2"), Decimal(0)),
    ]
    assert whole(found) == (Decimal("0.5"), Decimal("0.2"), Decimal("0.3"))


def test_groups_are_those_of_the_calls_as_they_were(tmp_path: Path, book: Book) -> None:
    """By model the saving stays with `large`, and groups sum to the whole: 0.3 + 0."""
    rows = [call(input=M // 10, model_served="large"), call(input=M)]
    found = replayed(tmp_path, book, rows, {"route": [TO_SMALL]}, "model")

    assert [row[1] for row in found.rows] == ["large", "small"]
    assert figures(found) == [
        (1, Decimal("0.5"), Decimal("0.2"), Decimal("0.3")),
        (0, Decimal(2), Decimal(2), Decimal(0)),
    ]


def test_calls_that_are_not_asked_for_stay_as_they_are(tmp_path: Path, book: Book) -> None:
    """Of two calls at 0.5 the filter asks for one: 0.5 - 0.2."""
    rows = [call(input=M // 10, model_served="large", team=team) for team in ("a", "b")]
    found = replayed(tmp_path, book, rows, {"route": [TO_SMALL]}, where=(("team", "a"),))

    assert figures(found) == [(1, Decimal("0.5"), Decimal("0.2"), Decimal("0.3"))]


def test_a_call_that_would_have_no_price_is_in_no_figure(tmp_path: Path, book: Book) -> None:
    """`undated` has no price for searches: that call is told, and of the other 0.5 - 0.1 is left."""
    rows = [
        call(input=M // 10, model_served="large"),
        call(input=M, web_search=1),
    ]
    found = replayed(tmp_path, book, rows, {"route": ["all -> undated"]})

    assert whole(found) == (Decimal("0.5"), Decimal("0.1"), Decimal("0.4"))
    assert any(
        text.startswith("1 call of acme small would have no price") for text in found.remarks
    )


def test_an_unknown_kind_of_step_names_the_nearest(tmp_path: Path, book: Book) -> None:
    """`rout` is none: did you mean `route`."""
    with pytest.raises(ConfigError, match="did you mean 'route'"):
        replayed(tmp_path, book, [call(input=M)], {"rout": ["all -> small"]})


def _sum(values: list[Value]) -> Decimal:
    return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))


DESIGNS = st.fixed_dictionaries(
    {},
    optional={
        "route": st.lists(
            st.sampled_from(["team=a -> large", "all -> small", "input<9 -> undated"]), min_size=1
        ),
        "cap": st.lists(st.sampled_from(["output=7", "input=5", "team=b -> output=3"]), min_size=1),
        "defer": st.just(["24h"]),
        "reprice": st.just(["at=2026-11-16"]),
    },
)
CALLS = st.lists(
    st.builds(
        call,
        input=st.integers(0, 20),
        output=st.integers(0, 20),
        team=st.sampled_from(["a", "b", None]),
        model_served=st.sampled_from(["small", "large", "moving"]),
    ),
    min_size=1,
    max_size=6,
)


@few(13)
@given(rows=CALLS, design=DESIGNS)
def test_steps_and_groups_sum_to_the_whole(
    tmp_path_factory: pytest.TempPathFactory, book: Book, rows: Rows, design: dict[str, list[str]]
) -> None:
    """What a step leaves the next one starts from; rows by team sum to those without groups."""
    ledger = ledger_of(tmp_path_factory.mktemp("law"), rows)
    plain, by_team = (
        replay(design, ledger, book, CostQuery(by=by), Asked((DEFAULT,), LATER))
        for by in ((), ("team",))
    )
    cost, then, saving = (column(plain, name) for name in ("cost", "cost_then", "saving"))

    assert cost[1:] == then[:-1]
    assert whole(plain) == whole(by_team)
    assert _sum(saving) == whole(plain)[2] == _sum(column(by_team, "saving"))


@few(13)
@given(rows=CALLS, design=DESIGNS)
def test_a_design_costs_what_its_steps_do_one_after_another(
    tmp_path_factory: pytest.TempPathFactory, book: Book, rows: Rows, design: dict[str, list[str]]
) -> None:
    """Each shorter design ends where the next step of the longer one begins."""
    ledger = ledger_of(tmp_path_factory.mktemp("law"), rows)

    def then(of: dict[str, list[str]]) -> Value:
        return whole(replay(of, ledger, book, CostQuery(), Asked((DEFAULT,), LATER)))[1]

    kinds = [kind for kind in KINDS if kind in design]
    shorter = [{kind: design[kind] for kind in kinds[:number]} for number in range(len(kinds))]
    found = replay(design, ledger, book, CostQuery(), Asked((DEFAULT,), LATER))

    assert {then(each) for each in shorter} <= {whole(found)[0], *column(found, "cost_then")}


def test_where_nothing_has_a_price_nothing_is_the_same(tmp_path: Path, book: Book) -> None:
    """A model that the book does not know costs neither less nor as much under a cap."""
    rows = [call(input=M, model_served="nobody")]
    found = replayed(tmp_path, book, rows, {"cap": ["input=5"]})

    assert found.sentences[0] == (
        "No call that costs anything has a price at every step: what this design saves is not known."
    )


def test_what_is_asked_again_at_a_price_by_quantity_is_told(tmp_path: Path) -> None:
    """5,000 searches a month are free: those that `large` is asked again count by themselves."""
    rows = [call(web_search=8000, scope_id="a")]
    design = {"route": ["all -> small then 50% large"]}
    found = replayed(tmp_path, book_with(tmp_path), rows, design)

    assert any(text.startswith("prices by quantity:") for text in found.remarks)
