"""Which records count where several sources state the same usage."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.overlaps import counted_report, counted_rows
from support.usage import T0, call
from tokenomics.overlap import Authority, Overlap

NOON = T0.replace(hour=0)


def gateway(name: str, **columns: Any) -> dict[str, Any]:
    """A call as a gateway logs it."""
    return call(source="litellm", stated_by="gateway", response_id=name, **columns)


def span(name: str | None, **columns: Any) -> dict[str, Any]:
    """A call as telemetry states it."""
    return call(source="otel", stated_by="telemetry", response_id=name, **columns)


def total(**columns: Any) -> dict[str, Any]:
    """A provider's sum of a day."""
    return call(
        source="acme_usage", stated_by="provider", grain="bucket", series="1d: model", ts=NOON,
        ts_end=NOON + timedelta(days=1), **columns,
    )  # fmt: skip


def test_one_source_is_taken_as_it_is(tmp_path: Path) -> None:
    """Without a second source nothing is compared and nothing is said."""
    rows = [gateway("a", input=1), gateway("a", input=1)]

    assert counted_rows(tmp_path, rows, "input") == ([(1,), (1,)], ())


def test_one_response_id_is_one_call(tmp_path: Path) -> None:
    """The more trusted record's counts stand, and attributes come from both."""
    rows = [
        gateway("a", input=100, output=7, feature="chat"),
        span("a", input=90, output=7, session_id="s1", feature="other"),
        gateway("b", input=5),
    ]
    found, overlaps = counted_rows(
        tmp_path, rows, "response_id, input, feature, session_id, source"
    )

    assert found == [("a", 100, "chat", "s1", "litellm"), ("b", 5, None, None, "litellm")]
    assert overlaps == (Overlap("acme", ("litellm", "otel"), "response id", 1, certain=True),)


def test_billing_that_is_unknown_says_nothing(tmp_path: Path) -> None:
    """A record that knows how a call is billed tells the one that does not."""
    rows = [gateway("a", billing="unknown", input=1), span("a", billing="cached", input=1)]

    assert counted_rows(tmp_path, rows, "billing")[0] == [("cached",)]


def test_calls_that_look_alike_are_one_where_most_do(tmp_path: Path) -> None:
    """Of two sources without common ids, calls of equal model, tokens and time are counted once."""
    rows: list[dict[str, Any]] = []
    for n in range(4):
        at = T0 + timedelta(minutes=10 * n)
        rows += [gateway(f"r{n}", input=1000 + n, output=10, ts=at)]
        rows += [
            span(None, input=1000 + n, output=10, ts=at + timedelta(seconds=3), session_id="s")
        ]
    rows += [gateway("alone", input=9)]
    found, overlaps = counted_rows(tmp_path, rows, "input, session_id")

    assert found == [(9, None), (1000, "s"), (1001, "s"), (1002, "s"), (1003, "s")]
    assert overlaps == (Overlap("acme", ("litellm", "otel"), "counts", 4, certain=False),)


def test_calls_that_differ_are_all_counted(tmp_path: Path) -> None:
    """Two sources of one provider that never state the same call are added without a word."""
    rows = [gateway("a", input=1000), span(None, input=777), span(None, input=1000, ts=T0 + timedelta(hours=1))]  # fmt: skip

    assert counted_rows(tmp_path, rows, "sum(input)") == ([(2777,)], ())


def test_a_few_calls_that_look_alike_are_named(tmp_path: Path) -> None:
    """Where some calls look alike by chance or not, all are counted and the doubt is said."""
    rows = [gateway(f"g{n}", input=100 + n) for n in range(5)]
    rows += [span(None, input=100)] + [span(None, input=500 + n) for n in range(4)]
    found, overlaps = counted_rows(tmp_path, rows, "count(*)")

    assert found == [(10,)]
    assert [(o.how, o.calls, o.certain) for o in overlaps] == [("unclear", 1, False)]


def test_a_record_that_sums_up_others_is_left_out(tmp_path: Path) -> None:
    """A span that another span of its trace names as its parent is no call of its own."""
    rows = [
        span(None, request_id="outer", trace_id="t", input=30),
        span(None, request_id="inner", parent_id="outer", trace_id="t", input=30),
        span(None, request_id="outer", trace_id="u", input=4),
    ]
    found, overlaps = counted_rows(tmp_path, rows, "request_id, trace_id, input")

    assert found == [("inner", "t", 30), ("outer", "u", 4)]
    assert overlaps == (Overlap("acme", ("otel",), "rollup", 1, certain=True),)


def test_logs_stand_before_sums_and_the_rest_is_unlogged(tmp_path: Path) -> None:
    """Of a provider's sum only what no log states is left: 1000 - 970 input, 50 - 40 output."""
    rows = [
        gateway("a", input=900, reasoning=30, output=5),
        gateway("b", input=70, output=5),
        total(input=1000, output=50, requests=3),
    ]
    found, overlaps = counted_rows(tmp_path, rows, "grain, unlogged, requests, input, output")

    assert found == [
        ("bucket", True, 1, 30, 10),
        ("request", False, 1, 70, 5),
        ("request", False, 1, 900, 5),
    ]
    assert overlaps == (Overlap("acme", ("acme_usage",), "requests", 1, certain=True),)


def test_answers_from_a_gateways_cache_hide_nothing(tmp_path: Path) -> None:
    """The provider never saw them: of its 1000 a log of 970 leaves 30, whatever the cache answered."""
    rows = [
        gateway("a", input=970),
        gateway("b", input=970, billing="cached"),
        total(input=1000, requests=2),
    ]
    found, _ = counted_rows(tmp_path, rows, "grain, requests, input")

    assert found == [("bucket", 1, 30), ("request", 1, 970), ("request", 1, 970)]


def test_a_report_says_what_is_unlogged(tmp_path: Path) -> None:
    """The total is the provider's, and coverage tells the part that no log explains.

    At 2 and 8 per million: 1000 x 2 + 50 x 8 = 2400 millionths, of them 30 x 2 + 10 x 8 = 140.
    """
    rows = [gateway("a", input=970, output=40), total(input=1000, output=50, requests=2)]
    report = counted_report(tmp_path, rows, "source")

    assert report.totals.cost == Decimal("0.0024")
    assert (report.coverage.unlogged, report.coverage.unlogged_cost) == (1, Decimal("0.00014"))


def test_what_no_log_can_state_stays_of_a_sum(tmp_path: Path) -> None:
    """Logs that state every token leave the quantities that have no meter."""
    stored = [{"meter": "storage", "quantity": Decimal(3), "unit": "byte"}]
    rows = [gateway("a", input=10), total(input=10, requests=1, other=stored)]
    found, _ = counted_rows(tmp_path, rows, "input, other, unlogged")

    assert found == [(10, None, False), (None, stored, True)]


def test_sums_of_days_without_logs_stand(tmp_path: Path) -> None:
    """A provider's sum of a day for which there are no logs is counted whole, and is not unlogged."""
    before = total(input=500)
    before |= {"ts": NOON - timedelta(days=2), "ts_end": NOON - timedelta(days=1)}
    rows = [gateway("a", input=100), before, total(input=100)]

    found, _ = counted_rows(tmp_path, rows, "grain, unlogged, input")

    assert found == [("bucket", False, 500), ("request", False, 100)]


def test_a_dated_name_is_its_model(tmp_path: Path) -> None:
    """Logs and sums may name a model with and without its date."""
    rows = [gateway("a", input=60), total(input=100, model_served="small-2026-01-05")]

    assert counted_rows(tmp_path, rows, "grain, input")[0] == [("bucket", 40), ("request", 60)]


def test_a_sum_without_a_model_is_about_all(tmp_path: Path) -> None:
    """A sum that names no model is compared with the logs of every model."""
    rows = [
        gateway("a", input=60),
        gateway("b", input=30, model_served="large"),
        total(input=100, model_served=None),
    ]

    assert counted_rows(tmp_path, rows, "grain, input")[0] == [
        ("bucket", 10), ("request", 30), ("request", 60),
    ]  # fmt: skip


def test_of_two_series_the_fuller_one_counts(tmp_path: Path) -> None:
    """Two groupings of one export are the same usage; that they differ is said."""
    rows = [
        total(input=100), total(input=60) | {"series": "1d: project"},
        total(input=30) | {"series": "1d: project"},
    ]  # fmt: skip
    found, overlaps = counted_rows(tmp_path, rows, "series, input")

    assert found == [("1d: model", 100)]
    assert overlaps == (
        Overlap("acme", ("acme_usage (1d: model)", "acme_usage (1d: project)"), "series", 2, certain=False),
    )  # fmt: skip


def test_accounts_do_not_overlap(tmp_path: Path) -> None:
    """Sums of two accounts are two usages."""
    rows = [total(input=100, scope_id="a"), total(input=60, scope_id="b")]

    assert counted_rows(tmp_path, rows, "sum(input)") == ([(160,)], ())


def test_the_authority_is_believed(tmp_path: Path) -> None:
    """On the days of the source that the configuration names no other is counted."""
    rows = [
        gateway("a", input=900),
        gateway("b", input=5, ts=T0 + timedelta(days=3)),
        total(input=1000),
    ]
    found, overlaps = counted_rows(tmp_path, rows, "input", [Authority("acme", "acme_usage")])

    assert found == [(5,), (1000,)]
    assert overlaps == (Overlap("acme", ("litellm",), "authority", 1, certain=True),)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_of_sources_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    """The same records in any order count the same."""
    rows = [
        gateway("a", input=900, feature="x"), span("a", input=900, session_id="s"),
        total(input=1000), total(input=999) | {"series": "1h: model"},
    ]  # fmt: skip
    found, _ = counted_rows(tmp_path, [rows[i] for i in order], "grain, input, feature, session_id")

    assert found == [("bucket", 100, None, None), ("request", 900, "x", "s")]


def proxy(series: str, **columns: Any) -> dict[str, Any]:
    """A gateway's sum of a day."""
    return total(**columns) | {"source": "proxy", "stated_by": "gateway", "series": series}


def test_answers_of_a_cache_are_in_a_gateways_sum(tmp_path: Path) -> None:
    """100 - 60 - 30 from its cache leave 10; of a provider's sum the cache's answers take nothing."""
    logs = [gateway("a", input=60), gateway("b", input=30, billing="cached")]
    for name, of_day, left in (
        ("gateway", proxy("1d: user", input=100), 10),
        ("provider", total(input=100), 40),
    ):
        (tmp_path / name).mkdir()
        found, _ = counted_rows(
            tmp_path / name, [*logs, of_day], "sum(input) FILTER (WHERE unlogged)"
        )
        assert found == [(left,)]


def test_groupings_of_a_gateway_are_one_usage(tmp_path: Path) -> None:
    """A day by user and by team is counted by whatever has more of it."""
    rows = [
        proxy("1d: user_id", input=60),
        proxy("1d: user_id", input=40),
        proxy("1d: team_id", input=90),
    ]
    found, overlaps = counted_rows(tmp_path, rows, "series, input")

    assert found == [("1d: user_id", 40), ("1d: user_id", 60)]
    assert [(told.how, told.calls) for told in overlaps] == [("series", 1)]


def test_money_alone_is_left_out_beside_calls(tmp_path: Path) -> None:
    """A gateway's report of money and tokens of no kind repeats what is logged, of whatever provider."""
    tokens = [{"meter": "unexplained_tokens", "quantity": Decimal(9), "unit": "token"}]
    report = proxy("1d: team", other=tokens, provider="else", requests=None)
    found, overlaps = counted_rows(tmp_path, [gateway("a", input=5), report], "input, other")

    assert found == [(5, None)]
    assert overlaps == (Overlap("else", ("proxy",), "rollup", 1, certain=True),)
    assert counted_rows(tmp_path, [report], "other")[0] == [(tokens,)]


def minute(**columns: Any) -> dict[str, Any]:
    """A sum of a minute that telemetry states of the service `bot`."""
    return call(
        source="metrics", stated_by="telemetry", grain="bucket", series="service", project="bot",
        ts_end=T0 + timedelta(minutes=1), requests=None, **columns,
    )  # fmt: skip


def test_telemetrys_sums_are_compared_with_the_calls_of_their_service(tmp_path: Path) -> None:
    """Of 100 the service's logs of that day state 30, also where a tag names the service; others' logs take nothing."""
    rows = [
        minute(input=100),
        span("a", input=10, project="bot", ts=T0 + timedelta(hours=3)),
        span("b", input=20, project="shop", tags={"service": "bot"}),
        span("c", input=40, project="other"),
        span("d", input=80, project="bot", ts=T0 + timedelta(days=2)),
    ]
    found, overlaps = counted_rows(tmp_path, rows, "source, sum(input) OVER (PARTITION BY source)")

    assert sorted({*found}) == [("metrics", 70), ("otel", 150)]
    assert overlaps == (Overlap("acme", ("metrics",), "requests", 1, certain=True),)


def test_telemetrys_sums_alone_are_counted_as_they_are(tmp_path: Path) -> None:
    """Logs of other services say nothing of them, and nothing is said of that."""
    rows = [minute(input=100), span("c", input=40, project="other")]

    assert counted_rows(tmp_path, rows, "sum(input)") == ([(140,)], ())


def test_sums_of_a_session_are_compared_with_its_calls_whenever(tmp_path: Path) -> None:
    """A session's sum without a service, and one that names nothing, lose what logs state: 100 - 30, 50 - 30."""
    session = {**minute(input=100), "series": "session", "session_id": "s", "project": None}
    nothing = {**minute(input=50, model_served="large"), "series": None, "project": None}
    rows = [
        session,
        nothing,
        span("a", input=30, session_id="s", ts=T0 + timedelta(days=1)),
        span("b", input=30, model_served="large"),
        span("c", input=60, session_id="t"),
    ]
    found, _ = counted_rows(tmp_path, rows, "grain, input")

    assert found == [
        ("bucket", 20),
        ("bucket", 70),
        ("request", 30),
        ("request", 30),
        ("request", 60),
    ]
