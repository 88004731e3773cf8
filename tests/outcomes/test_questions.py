"""Who answers which question."""

from __future__ import annotations

from tokenomics.costing import CostQuery
from tokenomics.outcomes.layers import layers
from tokenomics.outcomes.questions import answering
from tokenomics.outcomes.revenue import margins
from tokenomics.outcomes.successes import successes


def test_only_questions_about_more_than_calls_are_answered_here() -> None:
    """Tasks, layers and revenue; calls, users and sessions are of `costs`."""
    assert answering(CostQuery(by=("layer",))) is layers
    assert answering(CostQuery(per="task")) is answering(CostQuery(per="success")) is successes
    assert answering(CostQuery(per="revenue")) is margins
    assert {answering(CostQuery(per=per)) for per in (None, "request", "user", "session")} == {None}
