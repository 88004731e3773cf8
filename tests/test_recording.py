"""An engine that remembers what it was asked."""

from __future__ import annotations

from tokenomics.engine import connect, fill
from tokenomics.recording import Asked, Filled, Recorder, Step


def test_every_step_is_kept_in_order() -> None:
    """Statements with their values, tables with their rows; the answers are those of the engine behind."""
    steps = list[Step]()
    with Recorder(connect(), steps) as engine:
        fill(engine, "t", {"a": "BIGINT"}, iter([(1,), (2,)]))
        found = engine.execute("SELECT sum(a) FROM t WHERE a > $least", {"least": 1}).fetchall()
        engine.execute("DROP TABLE t")

    assert found == [(2,)]
    assert steps == [
        Filled("t", {"a": "BIGINT"}, [(1,), (2,)]),
        Asked("SELECT sum(a) FROM t WHERE a > $least", {"least": 1}),
        Asked("DROP TABLE t", {}),
    ]
