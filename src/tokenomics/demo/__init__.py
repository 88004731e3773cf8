"""A believable company's month of logs, generated from a seed, and the truth about it.

The truth is summed from the calls before any log is written, with a small price table of its
own: it imports neither prices nor pricing nor costs, and so can judge them.
"""

from __future__ import annotations

from tokenomics.demo.forms import FORMS
from tokenomics.demo.generate import write_claude_logs, write_company, write_logs
from tokenomics.demo.truth import Group, Judged, SourceRows, Truth, Unpriced, document

__all__ = [
    "FORMS",
    "Group",
    "Judged",
    "SourceRows",
    "Truth",
    "Unpriced",
    "document",
    "write_claude_logs",
    "write_company",
    "write_logs",
]
