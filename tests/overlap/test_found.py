from __future__ import annotations

from typing import get_args

import pytest

from tokenomics.overlap.found import How, Overlap, sentence


@pytest.mark.parametrize("how", get_args(How))
def test_every_rule_has_its_sentence(how: How) -> None:
    """A sentence names the provider, the sources and the number."""
    told = sentence(Overlap("acme", ("one", "two"), how, 1200, certain=True))

    assert told.startswith("acme: one and two")
    assert "1,200 records" in told
