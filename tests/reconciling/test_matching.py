"""Both sides at the finest grain that both tell."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from support.budgeting import at
from tokenomics.reconciling.lines import Line
from tokenomics.reconciling.matching import Matched, matched
from tokenomics.reconciling.sides import Amount, Group, Way
from tokenomics.reconciling.usage import Metered

F = Fraction
DAY = date(2026, 11, 2)
IN, SEARCH = Way("input"), Way("web_search")


def _line(meter: str | None = "input", model: str | None = "large", **more: Any) -> Line:
    """A line of a day that charges 20 for 10 units."""
    first: datetime = more.pop("first", at("2026-11-02"))
    line = Line(
        first, first + timedelta(days=1), "acme", "API", model, meter, None, "usage", 1,
        Decimal(10), Decimal(20), None,
    )  # fmt: skip
    return line._replace(**more)


def _used(meter: str = "input", tier: str = "standard", **more: Any) -> Metered:
    group = Group(more.get("at", DAY), more.get("provider", "acme"), more.get("model", "large"))
    return Metered(group, Way(meter, tier), Amount(F(10), F(20)))


def _matched(lines: list[Line], *used: Metered) -> Matched:
    return matched(lines, used, "UTC")


def test_a_bill_by_day_model_and_meter_is_compared_so() -> None:
    """One group with input on both sides."""
    found = _matched([_line()], _used())
    group = Group(DAY, "acme", "large")

    assert found.billed == found.used == {group: {IN: Amount(F(10), F(20))}}


def test_a_meter_that_is_billed_without_a_model_is_compared_without() -> None:
    """Searches of every model are one; input stays by model."""
    lines = [_line(), _line("web_search", None)]
    found = _matched(lines, _used(), _used("web_search"), _used("web_search", model="small"))

    assert found.used == {
        Group(DAY, "acme", "large"): {IN: Amount(F(10), F(20))},
        Group(DAY, "acme", None): {SEARCH: Amount(F(20), F(40))},
    }


def test_a_bill_without_models_is_compared_with_all_usage_of_the_day() -> None:
    """Costs alone: all models of the provider are one group."""
    found = _matched([_line(None, None)], _used(), _used("output", model="small"))

    assert list(found.used) == list(found.billed) == [Group(DAY, "acme", None)]


def test_tools_are_used_too() -> None:
    """A line of a tool with a meter is beside the usage of that meter."""
    found = _matched([_line(), _line("web_search", None, kind="tool")], _used("web_search"))

    assert found.used == {Group(DAY, "acme", None): {SEARCH: Amount(F(10), F(20))}}
    assert found.besides == {}


def test_a_cost_beside_named_models_is_a_group_of_its_own() -> None:
    """A line without model and meter says nothing of the usage of models."""
    found = _matched([_line(), _line(None, None)], _used())

    assert set(found.billed) == {Group(DAY, "acme", "large"), Group(DAY, "acme", None)}
    assert set(found.used) == {Group(DAY, "acme", "large")}


def test_a_bill_by_the_month_is_compared_by_the_month() -> None:
    """A line of thirty days: usage of any day of the month is beside it."""
    month = _line(first=at("2026-11-01"), last=at("2026-12-01"))
    found = _matched([month], _used(), _used(at=date(2026, 11, 30)))

    assert found.telling["acme"].by_month
    assert list(found.used) == [Group(date(2026, 11, 1), "acme", "large")]


def test_tiers_are_compared_where_the_bill_tells_them() -> None:
    """Without a word of tiers batch usage is beside the line of its meter."""
    batch = Way("input", "batch")
    group = Group(DAY, "acme", "large")

    assert list(_matched([_line()], _used(tier="batch")).used[group]) == [IN]
    assert list(_matched([_line(tier="batch")], _used(tier="batch")).used[group]) == [batch]


def test_credits_and_taxes_are_beside_usage() -> None:
    """A credit of a day is no usage, and does not stretch what the bill reaches over."""
    credit = _line(None, None, kind="credit", billed=Decimal(-5), first=at("2026-11-30"))
    found = _matched([_line(), credit], _used(at=date(2026, 11, 30)))

    assert dict(found.besides) == {(Group(date(2026, 11, 30), "acme", None), "credit"): Decimal(-5)}
    assert (found.telling["acme"].first, found.telling["acme"].last) == (DAY, DAY)
    assert (found.used, found.elsewhere) == ({}, {"acme": F(20)})


def test_usage_of_a_provider_without_a_bill_is_told_apart() -> None:
    """It costs 20, and is compared with nothing."""
    found = _matched([_line()], _used(provider="other"))

    assert (found.used, found.elsewhere) == ({}, {"other": F(20)})


def test_a_clouds_other_services_are_foreign() -> None:
    """Machines name no model; of a provider of whom no line does all is compared."""
    machines = _line(None, None, service="Machines")

    assert _matched([_line(), machines]).foreign == [machines]
    assert _matched([machines]).foreign == []


def test_days_that_begin_at_another_hour_are_said() -> None:
    """A bill whose days begin at 16:00 UTC asked in UTC."""
    assert _matched([_line(first=at("2026-11-01T16:00"))]).telling["acme"].is_shifted
    assert not _matched([_line()]).telling["acme"].is_shifted


def test_a_bill_of_capacity_alone_reaches_over_its_days() -> None:
    """Usage of its day is compared with it, of all models as it names none; usage of another day is not."""
    found = _matched([_line(kind="commitment", model=None)], _used(), _used(at=date(2026, 11, 9)))

    assert list(found.used) == [Group(DAY, "acme", None)]
    assert found.elsewhere == {"acme": 20}


def test_what_a_clouds_service_of_models_credits_is_of_its_bill() -> None:
    """Though its models are sold under services of their own, and no line of its name says a model."""
    credit = _line(None, None, service="Amazon Bedrock", kind="credit", billed=Decimal(-1))
    found = _matched([_line(service="Claude (Amazon Bedrock Edition)"), credit])

    assert (found.foreign, found.besides) == ([], {(Group(DAY, "acme", None), "credit"): -1})
