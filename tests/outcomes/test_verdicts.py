"""Conditions as the engine applies them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from support.ledger_rows import stage
from support.usage import T0, call, usage_rows
from tokenomics.costing.scope import scope_of
from tokenomics.engine import connect
from tokenomics.outcomes.rules import SuccessRule, condition
from tokenomics.outcomes.verdicts import VERDICTS, hear, judge, put_together, values


def _verdict(when: str, *judged: tuple[str, str | None, float | None]) -> str:
    """What becomes of one task of which (name, label, value) are said, a month later."""
    with connect() as con:
        used = usage_rows(con, [call(task_id="t", input=1)])
        scope = scope_of("usage", used)
        rows = [
            {
                "record_id": bytes([index]) * 16, "merge_rank": "a", "source": "test", "ts": T0,
                "observed_at": T0, "target_kind": "task", "target_id": "t",
                "name": name, "label": label, "value": value,
            }
            for index, (name, label, value) in enumerate(judged)
        ]  # fmt: skip
        outcomes = stage(con, "outcome", rows)
        put_together(con, scope, "task_id", {})
        assert hear(con, scope, "task_id", outcomes) == 0
        assert values(con, outcomes, "name") == {name for name, _, _ in judged}
        rule = SuccessRule({}, condition(when), timedelta(days=1), "bounds")
        judge(con, [rule], {}, columns=(), now=T0 + timedelta(days=30))
        (row,) = con.execute(f"SELECT verdict FROM {VERDICTS}").fetchall()
    return str(row[0])


@pytest.mark.parametrize(
    ("when", "judged", "verdict"),
    [
        ("ok = true", [("ok", "Yes", None)], "success"),
        ("ok = true", [("ok", None, 1.0)], "success"),
        ("ok = true", [("ok", None, 0.0)], "failure"),
        ("ok = true", [("ok", "perhaps", None)], "unknown"),
        ("ok != true", [("ok", "no", None)], "success"),
        ("score >= 0.8", [("score", None, 0.8)], "success"),
        ("score > 0.8", [("score", "0.8", None)], "failure"),
        ("score < 3", [("score", "many", None)], "unknown"),
        ("grade = 'A plus'", [("grade", "a PLUS", None)], "success"),
        ("grade != A", [("grade", "unknown", None)], "unknown"),
        ("ok = true and score > 1", [("ok", "yes", None)], "unknown"),
        ("ok = true and score > 1", [("ok", "no", None)], "failure"),
        ("ok = true or score > 1", [("ok", "no", None), ("score", None, 2.0)], "success"),
        ('grade = "it\'s; DROP"', [("grade", "it's; drop", None)], "success"),
    ],
)
def test_a_condition_holds_fails_or_is_not_judged(
    when: str, judged: list[tuple[str, str | None, float | None]], verdict: str
) -> None:
    """What was not said, or says nothing of the kind, decides nothing by itself."""
    assert _verdict(when, *judged) == verdict
