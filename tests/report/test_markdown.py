"""The Markdown report."""

from __future__ import annotations

from collections.abc import Callable

from tokenomics.costing import CostReport
from tokenomics.report.markdown import markdown

TEXT = r"""**Cost by feature, 2026-11-02 to 2026-11-03 (UTC), USD, list prices**

| feature | requests | all input | cached | all output | cost |
| --- | ---: | ---: | ---: | ---: | ---: |
| search | 1 | 1,000,050 | 50 | 100,000 | 2.800 |
| chat \| &lt;b&gt; | 1 | 333,333 | 0 | 0 | 0.667 |
| \\x1b\[31mred | 1 | 1 | 0 | 0 | 0.000+ |
| =cmd() | 1 | 7 | 0 | 0 | unpriced |
| **total** | **4** | **1,333,391** | **50** | **100,000** | **3.467+** |

a cost with + leaves out meters that have no price

unpriced: acme new: 7 input in 1 request; the book does not know the name

unpriced: acme undated: 1.5 web\_search in 1 request; the book has no rate for these meters

of 4 requests: 50 % unpriced, 0 % estimated, 25 % undated rates; 0 rows rejected
"""


def test_the_markdown_reads_like_this(report: Callable[..., CostReport]) -> None:
    """The figures of the terminal, escaped for Markdown and HTML."""
    assert markdown(report("feature")) == TEXT


def test_nothing_is_said_in_words(report: Callable[..., CostReport]) -> None:
    """A report without any record is no table of zeros."""
    text = markdown(report("model", rows=[]))

    assert text.split("\n\n")[1] == "no records"
    assert "|" not in text
