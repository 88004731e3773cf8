"""Logs beside the prices of the cost tests, and commands asked about both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.command import command
from support.usage import PRICES


def priced(folder: Path, calls: str) -> Path:
    """The folder, with calls.csv and prices.toml in it."""
    (folder / "calls.csv").write_text(calls, "utf-8")
    (folder / "prices.toml").write_text(PRICES, "utf-8")
    return folder


def text(name: str, folder: Path, *options: str) -> str:
    """What a command prints of the calls at these prices; it must succeed."""
    done = command(name, "calls.csv", "--pricebook", "prices.toml", *options, cwd=folder)
    assert done.code == 0, done.err
    return done.out


def document(name: str, folder: Path, *options: str) -> dict[str, Any]:
    """The same as JSON."""
    return json.loads(text(name, folder, "--format", "json", *options))
