"""The developers' sessions."""

from __future__ import annotations

from itertools import groupby

import pytest

from tokenomics.demo.agents import agent_sessions, long_session
from tokenomics.demo.calls import Call
from tokenomics.demo.company import HAIKU, SONNET, World, dice, world
from tokenomics.demo.facts import IN_CONTEXT


@pytest.fixture(scope="module")
def company() -> World:
    """A company with some dozens of sessions."""
    return world(seed=5, size=0.3)


@pytest.fixture(scope="module")
def sessions(company: World) -> list[list[Call]]:
    """The month's sessions."""
    return list(agent_sessions(company))


def test_a_session_is_its_main_line_then_its_agents(sessions: list[list[Call]]) -> None:
    """Calls of one thread stand together, the main line's first."""
    for session in sessions:
        threads = [agent for agent, _ in groupby(session, key=lambda call: call.agent)]

        assert threads[0] is None
        assert len(set(threads)) == len(threads)
        assert {call.session for call in session} == {session[0].session}
    assert any(call.agent for session in sessions for call in session)


def test_sub_agents_use_the_small_model(sessions: list[list[Call]]) -> None:
    """What a sub-agent does, it does with the cheapest model."""
    models = {call.model for session in sessions for call in session if call.agent}

    assert models == {HAIKU.name}


def test_a_thread_reads_what_it_wrote(sessions: list[list[Call]]) -> None:
    """The first call of a thread reads nothing from the cache, the second all of the first."""
    main = [call for call in sessions[0] if call.agent is None]
    first, second = main[0].meters, main[1].meters
    wrote = sum(first.get(name, 0) for name in ("cache_write_5m", "cache_write_1h"))

    assert "cache_read" not in first
    assert second["cache_read"] == wrote + first["output"]


def test_times_have_milliseconds_and_lie_in_the_month(
    company: World, sessions: list[list[Call]]
) -> None:
    """The logs write milliseconds, so the truth must know no more."""
    for session in sessions:
        assert all(company.start <= call.ts < company.end for call in session)
        assert all(call.ts.microsecond % 1000 == 0 for call in session)


def test_all_meters_occur(sessions: list[list[Call]]) -> None:
    """Both lifetimes of a cache write and web searches are there, and no zero."""
    stated = {meter for session in sessions for call in session for meter in call.meters}

    assert stated == {
        "input",
        "cache_read",
        "cache_write_5m",
        "cache_write_1h",
        "output",
        "web_search",
    }
    assert all(q > 0 for session in sessions for call in session for q in call.meters.values())


def test_sonnet_stays_below_its_long_context(company: World) -> None:
    """Even a long session compacts before the tier that the truth's prices leave out."""
    rng = dice(company, "test")
    contexts = [
        sum(call.meters.get(meter, 0) for meter in IN_CONTEXT)
        for _ in range(20)
        for call in long_session(company, rng)
        if call.model == SONNET.name
    ]

    assert 150_000 < max(contexts) <= 200_000
