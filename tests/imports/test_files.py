"""Tests of files.py."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.imports import price_list
from tokenomics.imports.record import Kind
from tokenomics.records.errors import InputError

MAP = '{"m": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": %s}}'
DATA = """
import datetime
from decimal import Decimal

from .types import *

providers: list[Provider] = [
    Provider(
        id='acme',
        models=[
            ModelInfo(
                id='m',
                match=ClauseOr(or_=[ClauseEquals(equals='m-1'), ClauseStartsWith(starts_with='m')]),
                prices=[
                    ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('0.135'))),
                    ConditionalPrice(
                        constraint=TimeOfDateConstraint(
                            start_time=datetime.time(0, 30, tzinfo=datetime.UTC),
                            end_time=datetime.time(16, tzinfo=datetime.UTC),
                        ),
                        prices=ModelPrice(input_mtok=Decimal('0.27')),
                    ),
                    ConditionalPrice(
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 9, 1)),
                        prices=ModelPrice(input_mtok=Decimal('0.1')),
                    ),
                ],
                price_variants=[PriceVariant(when={'processing': 'batch'}, prices=ModelPrice())],
            )
        ],
    )
]
"""


def _file(folder: Path, text: str, name: str = "list.json") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def _installed(folder: Path, package: str, files: dict[str, str]) -> None:
    """A package as installers leave it, whose import fails."""
    about = folder / f"{package}-1.2.3.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Name: {package}\nVersion: 1.2.3\n", "utf-8")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        (path.parent / "__init__.py").write_text("raise RuntimeError", "utf-8")


@pytest.mark.parametrize("number", ["1.1249e-07", "0.0005666666666666667", "3E-7"])
def test_a_number_keeps_its_digits(number: str, tmp_path: Path) -> None:
    """A price is what the file says, not what a float makes of it."""
    reading = price_list("litellm", _file(tmp_path, MAP % number))

    assert reading.title == "LiteLLM, list.json"
    assert reading.offers[0].periods[0].prices == {Kind("input"): Decimal(number)}


def test_the_list_of_a_package_is_read_without_importing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package is found by what installers write of it, and its version is told."""
    name = "litellm/model_prices_and_context_window_backup.json"
    _installed(tmp_path, "litellm", {name: MAP % "1"})
    monkeypatch.syspath_prepend(tmp_path)

    assert price_list("litellm").title == "LiteLLM 1.2.3"
    assert "litellm" not in sys.modules


def test_data_that_is_code_is_read_without_running_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """genai-prices keeps its data as Python: dates, hours, names and variants come of it."""
    _installed(tmp_path, "genai_prices", {"genai_prices/data.py": DATA})
    monkeypatch.syspath_prepend(tmp_path)
    reading = price_list("genai-prices")
    first, second = reading.offers[0].periods

    assert reading.title == "genai-prices 1.2.3"
    assert [offer.model for offer in reading.offers] == ["m", "m-1"]
    assert first.prices[Kind("input")] == Decimal("0.000000135")
    assert first.prices[Kind("input", hours="UTC 00:30-16:00")] == Decimal("0.00000027")
    assert second.prices[Kind("input", "batch")] == Decimal("0.0000001")
    assert "genai_prices" not in sys.modules


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("litellm", "LiteLLM is not installed here: name a file, model_prices"),
        ("openrouter", "OpenRouter has no package here: name a file, what openrouter.ai"),
        ("lite-llm", "unknown price list 'lite-llm': did you mean 'litellm'?"),
    ],
)
def test_a_list_that_is_not_there_says_where_it_is(
    name: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file can be named instead."""
    monkeypatch.setattr(sys, "path", [])

    with pytest.raises(InputError) as caught:
        price_list(name)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{", "list.json"),
        ("[1]", "list.json"),
        ('{"m": 1}', "list.json"),
        ("x = 1", "list.py"),
        ("x: int = 1 +", "list.py"),
    ],
)
def test_a_file_that_is_no_list_is_an_error(text: str, name: str, tmp_path: Path) -> None:
    """It is one line that names the file."""
    with pytest.raises(InputError, match=name):
        price_list("litellm", _file(tmp_path, text, name))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(InputError, match=r"nowhere\.json: cannot be read"):
        price_list("litellm", tmp_path / "nowhere.json")
