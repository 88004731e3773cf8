"""Gates on changes judged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.analysis.intervals import Interval
from tokenomics.comparing.verdicts import Change, Outcome, judged
from tokenomics.gate import parse_gates
from tokenomics.records.errors import ConfigError


def _judged(gate: str, change: Change, least: int = 30) -> tuple[Outcome, str]:
    (parsed,) = parse_gates(gate)
    verdict = judged(parsed, {parsed.name: change}, "USD", least)
    return verdict.outcome, verdict.sentence


def _per_task(share: str, low: str | None, high: str | None, size: int = 40) -> Change:
    after = Decimal(1) + Decimal(share)
    ends = Interval(*(None if end is None else Decimal(end) for end in (low, high)))
    return Change(Decimal(1), after, Decimal(share), ends, (size, size), "tasks")


def test_what_lies_above_with_its_whole_interval_fails() -> None:
    """A quarter more, surely 12 % at least, is more than 10 %."""
    assert _judged("cost_per_task>+10%", _per_task("0.25", "0.12", "0.39")) == (
        "failed",
        "the cost per task rose by 25 % (95 %: +12 to +39 %), 1.000 → 1.250 USD: more than 10 %",
    )


def test_what_may_be_noise_fails_nothing() -> None:
    """The limit lies in the interval, on its end too."""
    outcome, sentence = _judged("cost_per_task>+10%", _per_task("0.25", "0.1", "0.39"))

    assert outcome == "within noise"
    assert sentence.endswith("more than 10 %, but that is within noise")


def test_what_is_not_above_passes() -> None:
    """A limit that is met exactly is not exceeded, and what fell never is."""
    assert _judged("cost_per_task>+10%", _per_task("0.1", "0.05", "0.2")) == ("passed", "")
    assert _judged("cost_per_task>+0%", _per_task("-0.5", "-0.6", "-0.4")) == ("passed", "")


def test_few_are_not_judged() -> None:
    """7 tasks say little, one less; the option says how many are enough."""
    change = _per_task("2", "1", "3", size=7)

    assert _judged("cost_per_task>+10%", change) == (
        "not judged",
        "7 tasks in the base: too few to judge, --min-sample is 30",
    )
    assert _judged("cost_per_task>+10%", change, least=7)[0] == "failed"
    assert _judged("cost_per_task>+10%", change._replace(sizes=(1, 9)))[1].startswith("1 task in")


def test_points_alone_are_judged_as_they_are() -> None:
    """A JSON report has nothing to draw."""
    outcome, sentence = _judged(
        "cost_per_task>+10%", _per_task("0.25", "0", "0")._replace(interval=None)
    )

    assert outcome == "failed"
    assert "95 %" not in sentence


def test_the_whole_cost_is_a_fact() -> None:
    """It has no interval; 100 to 112 are 12 more, and 12 %."""
    change = Change(Decimal(100), Decimal(112), Decimal("0.12"))

    assert _judged("cost>+10%", change)[0] == "failed"
    assert _judged("cost>+12%", change)[0] == "passed"
    assert _judged("cost>+12USD", change)[0] == "passed"
    assert _judged("cost>+11.5USD", change) == (
        "failed", "the cost rose by 12.00 USD, 100.00 → 112.00 USD: more than 11.5 USD",
    )  # fmt: skip


def test_success_that_ended_is_no_pass() -> None:
    """A success has no price where there is none; a side without any before has nothing to compare."""
    gone = Change(Decimal(1), None, None, Interval(None, None), (40, 40), "closed tasks")
    new = gone._replace(before=None, after=Decimal(1))

    assert _judged("cost_per_success>+10%", gone)[0] == "failed"
    assert _judged("cost_per_success>+10%", new) == (
        "not judged", "the base has no cost per success to compare",
    )  # fmt: skip


def test_nothing_has_no_percent() -> None:
    """What cost nothing before cannot rise by a share; by an amount it can."""
    change = Change(Decimal(0), Decimal(3), None)

    assert _judged("cost>+10%", change)[0] == "not judged"
    assert _judged("cost>+2USD", change)[0] == "failed"


def test_a_gate_has_the_currency_of_the_comparison() -> None:
    """Nothing is converted for a gate."""
    with pytest.raises(ConfigError, match="a gate in EUR cannot judge a report in USD"):
        _judged("cost>+5EUR", Change(Decimal(1), Decimal(2), Decimal(1)))
