"""Gates read and judged."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.usage import book_of, call, report_of
from tokenomics.gate import Failure, Gate, alone, failures, idle, parse_gates
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import Money


def test_gates_are_read_in_their_order() -> None:
    """Blanks do not matter; a bare amount is in the report's currency."""
    assert parse_gates("unpriced, rejects ,undated,cost>1.50USD, cost > 2,", "EUR") == (
        Gate("unpriced", "unpriced"),
        Gate("rejects", "rejects"),
        Gate("undated", "undated"),
        Gate("cost>1.50USD", "cost", Money(Decimal("1.50"), "USD")),
        Gate("cost > 2", "cost", Money(Decimal(2), "EUR")),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unprised", "unknown gate 'unprised': did you mean 'unpriced'"),
        ("unpriced>1", "unknown gate 'unpriced>1': did you mean 'unpriced'"),
        ("cst>+5%", r"unknown gate 'cst>\+5%': did you mean 'cost>\+5%'"),
        ("cost>lots", r"gate 'cost>lots': write an amount, cost>100USD, or a change, cost>\+10%"),
        (
            "cost>+lots",
            r"gate 'cost>\+lots': write an amount, cost>100USD, or a change, cost>\+10%",
        ),
        ("cost>-5", "gate 'cost>-5': a limit is no less than nothing"),
        (
            "straddling",
            "supported are unpriced, rejects, undated, overlap, cost>AMOUNT, cost_per_request>AMOUNT",
        ),
        ("cost>10%", r"a change in percent has a sign, cost>\+10%"),
        ("cost_per_task>+1USD", r"write the change of a unit cost in percent, \+10%"),
        ("cost", "supported are"),
    ],
)
def test_other_gates_are_refused(text: str, message: str) -> None:
    """The message names the nearest gate or all there are."""
    with pytest.raises(ConfigError, match=message):
        parse_gates(text)


def test_a_sign_makes_a_gate_of_a_change() -> None:
    """10 % are 0.1 of what it was; only the whole cost may change by an amount."""
    assert parse_gates("cost_per_task>+12.5%, cost > + 10 %, cost>+5USD") == (
        Gate("cost_per_task>+12.5%", "cost_per_task", share=Decimal("0.125"), change=True),
        Gate("cost > + 10 %", "cost", share=Decimal("0.1"), change=True),
        Gate("cost>+5USD", "cost", Money(Decimal(5), "USD"), change=True),
    )


def test_one_report_has_no_change() -> None:
    """The message names the command that compares."""
    assert alone(parse_gates("cost>1")) == parse_gates("cost>1")
    with pytest.raises(ConfigError, match="ask tokenomics diff BASE HEAD"):
        alone(parse_gates("cost>1,cost>+10%"))


def test_a_unit_cost_is_judged(tmp_path: Path) -> None:
    """Two calls of 1 and 3 million at 2 a million cost 8, so 4 a request; tasks were not asked for."""
    report = report_of(
        book_of(tmp_path),
        [call(model_served="small", input=1_000_000), call(model_served="small", input=3_000_000)],
    )
    (failed,) = failures(parse_gates("cost_per_request>3.99,cost_per_request>4"), report)

    assert failed.sentence == "the cost per request of 4 USD is more than 3.99 USD"
    with pytest.raises(ConfigError, match="a gate on cost_per_task needs a report with --per task"):
        failures(parse_gates("cost_per_task>1"), report)
    assert failures(parse_gates("cost_per_task>1"), report, (), {"cost_per_task": None}) == ()


def test_a_report_fails_each_gate_with_one_sentence(tmp_path: Path) -> None:
    """Only failed gates are named."""
    rows = [
        call(model_served="new", input=1),
        call(model_served="undated", input=1_000_000),
    ]
    report = report_of(book_of(tmp_path), rows)
    gates = parse_gates("unpriced,rejects,undated,cost>1USD,cost>0.99USD")

    assert failures(gates, report) == (
        Failure("unpriced", "1 of 2 requests have no price: acme new"),
        Failure("undated", "1 of 2 requests are priced at undated rates"),
        Failure("cost>0.99USD", "the cost of 1 USD is more than 0.99 USD"),
    )
    rejected = report._replace(coverage=report.coverage._replace(rejects=3))
    assert failures(gates[1:2], rejected) == (Failure("rejects", "3 rows were rejected"),)


def test_a_gate_counts_tokens_where_requests_are_not_stated(tmp_path: Path) -> None:
    """A provider's sum of 7 tokens without a price fails the gate though it states no request."""
    rows = [
        call(grain="bucket", model_served="new", input=7, requests=None),
        call(model_served="small", input=3),
    ]
    report = report_of(book_of(tmp_path), rows)

    (failed,) = failures(parse_gates("unpriced"), report)
    assert failed.sentence == "7 of 10 tokens have no price: acme new"


def test_a_gate_judges_no_other_currency(tmp_path: Path) -> None:
    """Nothing is converted for a gate."""
    report = report_of(book_of(tmp_path), [call(input=1)])

    with pytest.raises(ConfigError, match="a gate in EUR cannot judge a report in USD"):
        failures(parse_gates("cost>1EUR"), report)


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "1 file was not read: f0"),
        (7, "7 files were not read: f0, f1, f2, f3, f4 and 2 more"),
    ],
)
def test_files_that_were_not_read_fail_the_rejects_gate(
    tmp_path: Path, count: int, sentence: str
) -> None:
    """What nobody could read is refused as a row is; the first files are named."""
    report = report_of(book_of(tmp_path), [call(input=1)])
    files = [f"f{number}" for number in range(count)]
    rejected = report._replace(coverage=report.coverage._replace(rejects=3))
    gates = parse_gates("rejects,undated")

    assert failures(gates, report, files) == (Failure("rejects", sentence),)
    assert failures(gates, rejected, files) == (
        Failure("rejects", f"3 rows were rejected; {sentence}"),
    )


def test_a_gate_over_nothing_is_idle(tmp_path: Path) -> None:
    """A gate that passes because there is no record says so; one that fails has its own sentence."""
    book = book_of(tmp_path)
    empty = report_of(book, [])
    gates = parse_gates("cost>1USD,rejects")
    rejected = empty._replace(coverage=empty.coverage._replace(rejects=3))

    assert idle(gates, empty) == (
        "gate 'cost>1USD': no record to judge",
        "gate 'rejects': no record to judge",
    )
    assert idle(gates, rejected) == ("gate 'cost>1USD': no record to judge",)
    assert idle(gates, report_of(book, [call(input=1)])) == ()
