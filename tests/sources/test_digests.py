"""Digests as sources state them."""

from __future__ import annotations

import pytest

from support.draft import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[0, 17]", [b"0", b"17"]),
        ('["a b", "c"]', [b"a b", b"c"]),
        ("a; b;c", [b"a", b"b", b"c"]),
        ("a", [b"a"]),
        ("[a", None),
        ("[1, null]", None),
        ("a;;b", None),
        ("[]", None),
        ("", None),
        (None, None),
    ],
)
def test_digests(text: str | None, expected: list[bytes] | None) -> None:
    """A list of digests is JSON or parted by semicolons, and none of them is empty."""
    assert value("as_digests(?)", text) == expected
