"""The gates of a comparison as JUnit's XML, which systems of continuous integration read: a test case a gate."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from tokenomics.comparing.difference import Diff
from tokenomics.comparing.verdicts import Verdict
from tokenomics.records.words import visible

_SUITE = "tokenomics diff"


def to_junit(diff: Diff) -> str:
    """The XML: a gate that fails has its sentence, one that is not judged is skipped."""
    outcomes = [verdict.outcome for verdict in diff.gates]
    counts = (
        f'tests="{len(outcomes)}" failures="{outcomes.count("failed")}" errors="0"'
        f' skipped="{outcomes.count("not judged")}"'
    )
    cases = [_case(verdict) for verdict in diff.gates]
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {counts}>",
        f"  <testsuite name={quoteattr(_SUITE)} {counts}>",
        *cases,
        "  </testsuite>",
        "</testsuites>",
        "",
    ])  # fmt: skip


def _case(verdict: Verdict) -> str:
    head = f'    <testcase classname={quoteattr(_SUITE)} name={quoteattr(visible(verdict.gate))} time="0"'
    inside = _inside(verdict)
    return f"{head}>{inside}</testcase>" if inside else f"{head}/>"


def _inside(verdict: Verdict) -> str:
    sentence = visible(verdict.sentence)
    if verdict.outcome == "failed":
        return f"<failure message={quoteattr(sentence)}>{escape(sentence)}</failure>"
    if verdict.outcome == "not judged":
        return f"<skipped message={quoteattr(sentence)}/>"
    return f"<system-out>{escape(sentence)}</system-out>" if sentence else ""
