"""What formats can tell of a call."""

from __future__ import annotations

from datetime import UTC, datetime

from tokenomics.demo.calls import Call
from tokenomics.demo.forms.form import (
    by_session,
    end,
    of_an_agent,
    tags,
    thinking,
    unsplit,
    with_meters,
)

METERS = {"input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 400}
CALL = Call(
    datetime(2026, 8, 3, 9, tzinfo=UTC), "litellm", "anthropic", "claude-sonnet-4-5-20250929", METERS, "r", "s",
    latency_ms=1_500, user="ada", team="support", feature="search", project="shop",
)  # fmt: skip


def test_what_was_cached_is_inside_or_left_out() -> None:
    """Anthropic's input is what was fresh, 500; of others all that was sent, 500 + 10,000 + 2,000."""
    other = CALL._replace(provider="openai")

    assert unsplit(CALL).meters == {"input": 500, "output": 400}
    assert unsplit(other).meters == {"input": 12_500, "output": 400}


def test_zeros_are_no_meters() -> None:
    """A meter that was not used is not there."""
    assert with_meters(CALL, input=0, output=1).meters == {"output": 1}


def test_a_part_of_the_output_was_thought() -> None:
    """A third of 400 is 133, and 267 are left."""
    assert thinking(CALL, 3).meters == {**METERS, "output": 267, "reasoning": 133}


def test_an_agent_knows_a_folder_and_nobody() -> None:
    """The folder is named after the feature; what was not answered is not logged."""
    told = of_an_agent(CALL)

    assert told is not None
    assert (told.project, told.user, told.feature) == ("search", None, None)
    assert of_an_agent(CALL._replace(error="Timeout")) is None
    assert of_an_agent(CALL._replace(from_cache=True)) is None


def test_tags_name_what_is_known() -> None:
    """More comes first, what is unknown is not there."""
    assert list(tags(CALL, _user="ada", other=None)) == ["_user", "feature", "team"]


def test_an_answer_takes_its_time() -> None:
    """One second and a half."""
    assert end(CALL) == datetime(2026, 8, 3, 9, 0, 1, 500_000, tzinfo=UTC)


def test_sessions_keep_their_order() -> None:
    """Two sessions whose calls alternate."""
    calls = [CALL._replace(session=s, request_id=str(n)) for n, s in enumerate("abab")]

    assert {s: [c.request_id for c in mine] for s, mine in by_session(calls).items()} == {
        "a": ["0", "2"], "b": ["1", "3"],
    }  # fmt: skip
