"""What a source is."""

from __future__ import annotations

from tokenomics.sources.contract import Field, field


def test_field_paths() -> None:
    """A field is found at its dotted paths in order, or at its own name."""
    assert field("type") == Field("type", (("type",),))
    assert field("id", "message.id", "data.id") == Field("id", (("message", "id"), ("data", "id")))
