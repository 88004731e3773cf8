"""The features' calls."""

from __future__ import annotations

from itertools import groupby

import pytest

from tokenomics.demo.calls import LITELLM, Call
from tokenomics.demo.company import FEATURES, SONNET, World, features, world
from tokenomics.demo.facts import CUT, IN_CONTEXT
from tokenomics.demo.traffic import edge_calls, feature_calls, gateway_log_calls


@pytest.fixture(scope="module")
def company() -> World:
    """A company large enough to meet every incident."""
    return world(seed=5, size=0.2)


@pytest.fixture(scope="module")
def logged(company: World) -> list[Call]:
    """What its gateway saw."""
    return list(gateway_log_calls(company))


def test_all_calls_lie_in_the_month(company: World, logged: list[Call]) -> None:
    """No session runs out of the month."""
    assert all(company.start <= call.ts < company.end for call in logged)


def test_weeks_come_in_order(logged: list[Call]) -> None:
    """A writer that opens a file a week opens each once."""
    weeks = [week for week, _ in groupby(logged, key=lambda call: (call.ts.day - 1) // 7)]

    assert weeks == [0, 1, 2, 3, 4]


def test_request_ids_name_one_call(logged: list[Call]) -> None:
    """A failure and its second try are two requests."""
    assert len({call.request_id for call in logged}) == len(logged)


def test_incidents_happen(logged: list[Call]) -> None:
    """Failures state nothing, hits state no cache, fallbacks name what they replace."""
    failures = [call for call in logged if call.status == "failure"]
    hits = [call for call in logged if call.from_cache]

    assert failures
    assert all(not call.meters and call.error for call in failures)
    assert hits
    assert all(set(call.meters) == {"input", "output"} for call in hits)
    assert any(call.fallback_from for call in logged)
    assert any(call.retries and call.status == "success" for call in logged)


def test_a_failure_is_tried_again(logged: list[Call]) -> None:
    """Every failure has a success in its session, later."""
    for failure in (call for call in logged if call.status == "failure"):
        later = [
            call
            for call in logged
            if call.session == failure.session
            and call.status == "success"
            and call.ts >= failure.ts
        ]
        assert later


def test_one_agent_runs_away(logged: list[Call]) -> None:
    """One session of one day has many times the calls of any other."""
    sessions = sorted(
        (len(list(calls)), session)
        for session, calls in groupby(
            sorted(logged, key=lambda call: call.session), key=lambda call: call.session
        )
    )
    runaway = [call for call in logged if call.session == sessions[-1][1]]

    assert sessions[-1][0] > 5 * sessions[-2][0]
    assert {call.ts.day for call in runaway} == {13}
    assert max(call.meters.get("cache_read", 0) for call in runaway if call.meters) > 100_000


def test_sonnet_stays_below_its_long_context(logged: list[Call]) -> None:
    """Its tier from 200,001 tokens on is not in the truth's prices."""
    contexts = [
        sum(call.meters.get(meter, 0) for meter in IN_CONTEXT)
        for call in logged
        if call.model == SONNET.name
    ]

    assert max(contexts) <= 200_000


def test_edges_stand_on_both_sides(company: World) -> None:
    """The contracts' edge calls meet the price change and the long context exactly."""
    contracts = next(feature for feature in FEATURES if feature.name == "contract-review")
    edges = [
        (call.ts >= CUT, sum(call.meters.get(meter, 0) for meter in IN_CONTEXT))
        for call in edge_calls(company, contracts)
    ]

    assert edges == [(False, 272_000), (False, 272_001), (True, 272_000), (True, 272_001)]


def test_features_do_not_disturb_each_other(company: World) -> None:
    """A feature's calls are the same whether others are generated beside it or not."""
    alone = list(feature_calls(company, [FEATURES[0]]))
    beside = feature_calls(company, features(LITELLM))

    assert sorted(alone) == sorted(call for call in beside if call.feature == FEATURES[0].name)


def test_verdicts_follow_the_last_call(company: World) -> None:
    """A session is judged after its end, once or twice, and never at all for some."""
    calls = list(feature_calls(company, [FEATURES[0]]))
    counts = {len(call.verdicts) for call in calls}

    assert counts == {0, 1, 2}
    assert all(verdict.at > call.ts for call in calls for verdict in call.verdicts)
    assert all(
        call.verdicts[0].outcome == "failure" and call.verdicts[1].outcome == "success"
        for call in calls
        if len(call.verdicts) == 2
    )
