"""Tests of prices_import.py."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from support.command import Done, command

MAP = {
    "acme/m": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
    "acme/free": {"input_cost_per_token": 0, "output_cost_per_token": 0},
    "acme/painter": {"mode": "image_generation", "output_cost_per_pixel": 1e-8},
    "gpt-4-0613": {"litellm_provider": "openai", "input_cost_per_token": 4e-5},
}


def _list(folder: Path, **more: Mapping[str, object]) -> None:
    entries = {**MAP, **more}
    models = {k: {"litellm_provider": "acme", "mode": "chat", **v} for k, v in entries.items()}
    (folder / "map.json").write_text(json.dumps(models), "utf-8")


def _import(folder: Path, *more: str) -> Done:
    return command("prices", "import", "litellm", "map.json", *more, cwd=folder)


def test_an_import_shows_what_it_would_change(tmp_path: Path) -> None:
    """Counts, what is held back and why, and what the bundled book says otherwise."""
    _list(tmp_path)
    done = _import(tmp_path, "--now", "2026-11-26")

    assert (
        done.out
        == """LiteLLM, map.json, into litellm.toml

           models  which are
new             2  not in the book; 1 the bundled book knows
changed         0  other prices than the book's
unchanged       0
held back       1  not believed: --accept MODEL takes one
gone            0  in the book, no more in the list: their last prices stay
unpriced        1  in the list without a price

Held back
model      why
acme/free  input costs nothing; output costs nothing

Other prices than the bundled book's
model              meter  old  new  change %
openai/gpt-4-0613  input   30   40      33.3

New models that the bundled book does not know
model   input  output
acme/m      1       2

Prices that no meter is for
the list's             models  for example
output_cost_per_pixel       1  acme/painter
"""
    )
    assert done.err == "nothing was written: --write appends this to litellm.toml\n"
    assert not (tmp_path / "litellm.toml").exists()


def test_an_import_is_kept_and_priced_with(tmp_path: Path) -> None:
    """The book that was written is a pricebook; a second import changes no byte."""
    _list(tmp_path)
    written = _import(tmp_path, "--write", "--into", "lists/mine.toml")
    book = (tmp_path / "lists" / "mine.toml").read_bytes()
    again = _import(tmp_path, "--write", "--into", "lists/mine.toml")
    shown = command("prices", "show", "acme/m", "--pricebook", "lists/mine.toml", cwd=tmp_path)

    assert "lists/mine.toml: 2 entries appended" in written.err
    assert again.err == "lists/mine.toml: nothing is new, nothing was written\n"
    assert (tmp_path / "lists" / "mine.toml").read_bytes() == book
    assert "1 USD" in shown.out


def test_a_changed_price_is_shown_with_its_percent(tmp_path: Path) -> None:
    """1 to 1.5 is 50 %, and the new price is from the day of the second import."""
    _list(tmp_path)
    _import(tmp_path, "--write", "--now", "2026-11-01")
    _list(tmp_path, **{"acme/m": {"input_cost_per_token": 1.5e-6}})
    done = _import(tmp_path, "--write", "--now", "2026-11-26", "--format", "json")
    changed, removed = (one for one in json.loads(done.out) if one["model"] == "m")

    assert (changed["what"], changed["old"], changed["new"]) == ("changed", "1", "1.5")
    assert (changed["change %"], changed["from"]) == ("50", "2026-11-26")
    assert (removed["what"], removed["meter"], removed["new"]) == ("removed", "output", None)
    assert "from = 2026-11-26\nknown_at = 2026-11-26" in (tmp_path / "litellm.toml").read_text()


def test_a_doubtful_model_is_taken_when_it_is_named(tmp_path: Path) -> None:
    """The entry says why it was doubted."""
    _list(tmp_path)
    _import(tmp_path, "--write", "--accept", "free")

    assert "Taken although: input costs nothing" in (tmp_path / "litellm.toml").read_text("utf-8")


def test_programs_get_everything(tmp_path: Path) -> None:
    """Every price and every model that there is something to say of is a row."""
    _list(tmp_path)
    rows = list(csv.DictReader(io.StringIO(_import(tmp_path, "--format", "csv").out)))

    assert [(row["what"], row["model"], row["meter"]) for row in rows] == [
        ("new", "m", "input"),
        ("new", "m", "output"),
        ("new", "gpt-4-0613", "input"),
        ("held back", "free", ""),
        ("beside", "gpt-4-0613", "input"),
        ("no meter", "acme/painter", ""),
    ]


def test_an_unknown_list_is_one_line(tmp_path: Path) -> None:
    """With the nearest one."""
    done = command("prices", "import", "lightllm", cwd=tmp_path)

    assert done.code == 2
    assert done.err.startswith("error: unknown price list 'lightllm': did you mean 'litellm'")
