"""The names under which unit costs and what they divide by are written."""

from __future__ import annotations

_COUNTS = {"user": "users", "session": "sessions"}


def count_name(per: str | None) -> str | None:
    """The column of the number of users or sessions; None for requests, which every row has."""
    return _COUNTS.get(per) if per else None


def share_name(per: str | None) -> str | None:
    """The column of what the calls cost that state a user or session; None as in `count_name`."""
    return f"cost_with_{per}" if count_name(per) else None


def unit_name(per: str | None) -> str | None:
    """The column of the cost of one request, user or session."""
    return f"cost_per_{per}" if per else None
