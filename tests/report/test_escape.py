"""Tests of escape.py."""

from __future__ import annotations

import pytest

from tokenomics.report.escape import escaped, safe


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe."""
    assert safe(text) == f"'{text}"
    assert safe(f"a{text}") == f"a{text}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("<script>", "&lt;script&gt;"),
        ("[x](y)", r"\[x\](y)"),
        ("`*_~#", r"\`\*\_\~\#"),
    ],
)
def test_nothing_is_markup(text: str, shown: str) -> None:
    """A name is shown as it is written."""
    assert escaped(text) == shown
