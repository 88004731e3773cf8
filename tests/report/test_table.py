"""The terminal's table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.usage import call
from tokenomics.costing import CostReport
from tokenomics.report.table import table

PLAIN = r"""Cost by feature, 2026-11-02 to 2026-11-03 (UTC), USD, list prices

feature      requests  all input  cached  all output      cost
-----------  --------  ---------  ------  ----------  --------
search              1  1,000,050      50     100,000     2.800
chat | <b>          1    333,333       0           0     0.667
\x1b[31mred         1          1       0           0    0.000+
=cmd()              1          7       0           0  unpriced
-----------  --------  ---------  ------  ----------  --------
total               4  1,333,391      50     100,000    3.467+

a cost with + leaves out meters that have no price
unpriced: acme new: 7 input in 1 request; the book does not know the name
unpriced: acme undated: 1.5 web_search in 1 request; the book has no rate for
  these meters
of 4 requests: 50 % unpriced, 0 % estimated, 25 % undated rates; 0 rows rejected
"""

LIMITED = r"""Cost by feature, user, 2026-11-02 to 2026-11-03 (UTC), USD, contract prices

feature          user  requests  all input  all output    cost  per request
---------------  ----  --------  ---------  ----------  ------  -----------
search           u1           1  1,000,050     100,000   2.800        2.800
(other, 3 more)               3    333,341           0  0.667+
---------------  ----  --------  ---------  ----------  ------  -----------
total                         4  1,333,391     100,000  3.467+      0.8667+

not shown for want of room: cached
a cost with + leaves out meters that have no price
unpriced: acme new: 7 input in 1 request; the book does not know the name
unpriced: acme undated: 1.5 web_search in 1 request; the book has no rate for
  these meters
of 4 requests: 50 % unpriced, 0 % estimated, 25 % undated rates; 0 rows rejected
"""


def test_the_table_reads_like_this(report: Callable[..., CostReport]) -> None:
    """Money adds up, what is missing is marked, and the last line says what is not known."""
    assert table(report("feature")) == PLAIN


def test_a_limit_and_unit_costs_read_like_this(report: Callable[..., CostReport]) -> None:
    """What is cut off is one row; unit costs have decimals of their own."""
    limited = report("feature", "user", limit=1, per="request")

    assert table(limited, prices="contract prices") == LIMITED


@pytest.mark.parametrize("width", [60, 70, 80, 120])
def test_a_table_fits_its_width(report: Callable[..., CostReport], width: int) -> None:
    """Names are cut and dispensable figures left out before a line is too long."""
    lines = table(report("feature", "user", "model"), width=width).splitlines()

    assert max(len(line) for line in lines) <= width
    assert any(line.endswith("cost") for line in lines)


def test_long_names_are_cut_with_an_ellipsis(report: Callable[..., CostReport]) -> None:
    """No name pushes the figures off the screen."""
    rows = [call(input=1, feature="f" * 100)]
    lines = table(report("feature", rows=rows), width=60).splitlines()

    assert max(len(line) for line in lines) == 60
    assert any(line.startswith("fff") and "f…  " in line for line in lines)


def test_an_empty_report_says_so(report: Callable[..., CostReport]) -> None:
    """Nothing read, nothing spent, nothing unknown."""
    text = table(report("model", rows=[]))

    assert text.startswith("Cost by model, no records (UTC), USD")
    assert text.endswith(
        "\n\nno records\n\nof 0 requests: 0 % unpriced, 0 % estimated, 0 % undated rates; 0 rows rejected\n"
    )
