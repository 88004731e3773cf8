"""Random usage records over the edges of a book's prices, and how often a law is tried on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from support.laws import few
from support.usage import call

CHANGE = datetime(2026, 11, 15, tzinfo=UTC)
LAW = few()

_instants = st.integers(-3, 3).map(lambda hours: CHANGE + timedelta(hours=hours, microseconds=-1))
_counts = st.none() | st.integers(0, 50_000) | st.integers(271_990, 272_010)
_names = st.sampled_from(["a", "b", None])
# The book has a rate for gizmos of one model, and none for gadgets.
_others = st.fixed_dictionaries(
    {
        "meter": st.sampled_from(["gizmo", "gadget"]),
        "quantity": st.decimals(0, 9, places=6),
        "unit": st.just("piece"),
    }
)


@st.composite
def _calls(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(_names)
    return call(
        ts=draw(_instants),
        model_served=draw(st.sampled_from(["small", "large", "moving", "undated", "new", None])),
        service_tier=draw(st.sampled_from([None, "batch"])),
        billing=draw(st.sampled_from(["metered", "metered", "cached", "subscription"])),
        input=draw(_counts),
        cache_read=draw(_counts),
        reasoning=draw(st.none() | st.integers(0, 9)),
        web_search=draw(st.none() | st.decimals(0, 9, places=6)),
        other=draw(st.none() | st.lists(_others, max_size=2)),
        # The same value in two dimensions, one priced by group and one by record.
        feature=name,
        user_id=name,
        team=draw(_names),
    )


LEDGERS = st.lists(_calls(), max_size=8)
