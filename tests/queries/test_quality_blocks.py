"""queries/quality_blocks.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import rows_of

_TASKS = """SELECT 'a' AS d0, range AS task, CAST(range % 3 AS DECIMAL(38,18)) AS cost, 1.5 AS minutes,
    1 - range % 2 AS successes FROM range({number})"""


def _blocks(number: int, most: int) -> list[tuple[object, ...]]:
    return rows_of(
        "quality_blocks", {"t": _TASKS.format(number=number)},
        dimensions="d0, ", partition="PARTITION BY d0", most=str(most), tasks="t",
    )  # fmt: skip


def test_few_tasks_are_blocks_of_one() -> None:
    """Tasks 0, 1, 2 cost 0, 1 and 2, the first and the last succeed."""
    assert sorted(_blocks(3, most=3)) == [
        ("a", Decimal(0), Decimal("1.5"), 1),
        ("a", Decimal(1), Decimal("1.5"), 0),
        ("a", Decimal(2), Decimal("1.5"), 1),
    ]


def test_many_tasks_are_in_256_blocks_which_sum_to_the_same() -> None:
    """5,000 tasks cost 1,666 x 3 + 0 + 1 = 4,999, half of them succeed, 7,500 minutes."""
    blocks = _blocks(5_000, most=256)
    sums = [sum(column) for column in zip(*(row[1:] for row in blocks), strict=True)]  # pyright: ignore[reportArgumentType]

    assert len(blocks) == 256
    assert sums == [4_999, 7_500, 2_500]


def test_blocks_do_not_follow_the_cost() -> None:
    """Dear and cheap tasks are mixed: 5,000 / 256 = 20 tasks a block of 1 each, and no block of 0 or 40."""
    costs = [int(row[1]) for row in _blocks(5_000, most=256)]  # pyright: ignore[reportArgumentType]

    assert min(costs) > 0
    assert max(costs) < 50
