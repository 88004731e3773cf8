"""The terminal's table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tokenomics.costs import CostReport
from tokenomics.report.table import table


def test_the_table_reads_like_this(report: Callable[..., CostReport]) -> None:
    """Title, figures with money that adds up, and what is not known."""
    assert table(report("feature")) == """\
Cost by feature, 2026-11-02 to 2026-11-03 (UTC), USD, list prices

feature         requests      input  cached   output      cost
--------------  --------  ---------  ------  -------  --------
search                 1  1,000,050      50  100,000  2.800025
chat | <b>             1    333,333       0        0  0.666666
"""


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_table_fits_its_width(report: Callable[..., CostReport], width: int) -> None:
    """Names are cut and dispensable figures left out before a line is too long."""
    lines = table(report("feature", "user", "model"), width=width).splitlines()

    assert max(len(line) for line in lines) <= width
    assert "cost" in lines[2] or "cost" in lines[3]
