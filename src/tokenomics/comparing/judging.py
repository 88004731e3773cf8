"""The gates of a comparison: those on changes, and those that any report of the head would have to pass."""

from __future__ import annotations

from collections.abc import Sequence

from tokenomics.comparing.difference import Diff
from tokenomics.comparing.group import COUNTS, UNITS
from tokenomics.comparing.verdicts import MIN_SAMPLE, Change, Verdict, judged
from tokenomics.gate import Gate, failures


def with_gates(
    diff: Diff, gates: Sequence[Gate], least: int = MIN_SAMPLE, unread: Sequence[str] = ()
) -> Diff:
    """The comparison with its gates judged, in their order; `unread` are files of the head that were not read.

    Changes of unit costs are judged from `least` units a side on. Raises ConfigError where a gate is in
    another currency.
    """
    changes, currency = changes_of(diff), diff.listing.report.query.currency
    found = [
        _with_gaps(judged(gate, changes, currency, least), diff)
        if gate.change
        else _of_head(gate, diff, unread)
        for gate in gates
    ]
    return diff._replace(gates=tuple(found))


def _with_gaps(verdict: Verdict, diff: Diff) -> Verdict:
    """The verdict; one that a gate passes says where that rests on priced usage alone."""
    if verdict.outcome != "passed" or diff.is_priced:
        return verdict
    return verdict._replace(
        sentence="not all usage has a price, and what has none counts as nothing"
    )


def changes_of(diff: Diff) -> dict[str, Change]:
    """What gates judge, by their names."""
    whole = {
        "cost": Change(diff.amount("cost_before"), diff.amount("cost"), diff.amount("cost_change"))
    }
    # A side without a single call, as one of a mistyped label, did not cost nothing: it says nothing.
    if not diff.base.requests:
        whole["cost"] = whole["cost"]._replace(before=None)
    if not diff.head.requests:
        whole["cost"] = whole["cost"]._replace(after=None)
    for unit in UNITS:
        name = f"cost_per_{unit}"
        whole[name] = Change(
            diff.amount(f"{name}_before"),
            diff.amount(name),
            diff.amount(f"{name}_change"),
            diff.interval(unit) if unit in diff.drawn else None,
            diff.sizes[unit],
            "closed tasks" if unit == "success" else COUNTS[unit],
        )
    return whole


def _of_head(gate: Gate, diff: Diff, unread: Sequence[str]) -> Verdict:
    costs = {f"cost_per_{unit}": diff.amount(f"cost_per_{unit}") for unit in UNITS}
    report = diff.listing.report
    found = failures((gate,), report, unread, costs)
    if found:
        return Verdict(gate.text, "failed", found[0].sentence)
    if report.first is None:
        return Verdict(gate.text, "not judged", "the head has no record to judge")
    return Verdict(gate.text, "passed")
