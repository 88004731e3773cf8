"""Prompts estimated one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.prompts import asked, prices
from tokenomics.estimating.files import Prompt
from tokenomics.estimating.run import estimated, place
from tokenomics.records.errors import InputError, PriceError


def test_a_model_is_that_of_all_or_of_each_request(tmp_path: Path) -> None:
    """Named for all it wins over what a request names; the unknown model of a request has no price."""
    prompts = [Prompt("a", None, asked(model="new")), Prompt("b", 2, asked(model="acme/small"))]
    own = estimated(prompts, prices(tmp_path))
    small = estimated(prompts, prices(tmp_path), model="acme/small")

    assert [each.estimate.unpriced is None for each in own] == [False, True]
    assert [each.estimate.model for each in small] == ["small", "small"]


def test_without_a_model_the_prompt_is_named(tmp_path: Path) -> None:
    """With its line; a model that is named and unknown is an error at once."""
    with pytest.raises(InputError, match="a:3: no model is named: say it with --model"):
        estimated([Prompt("a", 3, asked())], prices(tmp_path))
    with pytest.raises(PriceError, match="unknown model 'smal'"):
        estimated([Prompt("a", None, asked())], prices(tmp_path), model="smal")
    assert place(Prompt("a", None, asked())) == "a"
