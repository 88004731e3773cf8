"""queries/failure_modes.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

_ROW = "'{mode}' AS mode, {error} AS error, {requests} AS requests, {cost} AS cost, {known} AS is_known"
_REST = """0 AS unpriced, 0 AS free, NULL::INT AS attempts_stated, 0 AS retries, 0 AS retry_cost,
    NULL::BOOLEAN AS is_retry_known, 2 AS fallbacks_stated, 1 AS fallbacks, 3 AS fallback_cost,
    true AS is_fallback_known, NULL::INT AS unlisted, 0 AS flowless"""


def _row(mode: str, error: str, requests: int, cost: int, *, known: bool = True) -> str:
    head = _ROW.format(mode=mode, error=error, requests=requests, cost=cost, known=known)
    return f"SELECT {head}, {_REST}"


def test_failure_modes() -> None:
    """Two groups' timeouts of 1 + 2 dollars together, before 2 of what states no error; unknown stays unknown."""
    parts = [
        _row("failed", "'timeout'", 1, 1), _row("failed", "'timeout'", 3, 2),
        _row("failed", "NULL", 1, 2, known=False),
    ]  # fmt: skip
    rows = rows_of("failure_modes", {"r": " UNION ALL ".join(parts)}, rows="r")

    assert [row[:5] for row in rows] == [
        ("failed", "timeout", 4, 3, True),
        ("failed", None, 1, 2, False),
    ]
    assert rows[0][7:] == (None, 0, 0, None, 4, 2, 6, True, None, 0)
