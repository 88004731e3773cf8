"""What was measured, as a table of the page about speed, and some of it in the README."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from measure import Line, shown

_ROOT = Path(__file__).parents[2]
_PAGE, _README = _ROOT / "docs" / "method" / "speed.md", _ROOT / "README.md"
_HEAD = "| work | against | here | there | ratio | goal | besides | measured |\n|---|---|---:|---:|---:|---|---|---|\n"
_ROW = re.compile(r"^(\| [^|]+ \| [^|]+ \|).*\|$\n", re.MULTILINE)


def write(line: Line, day: date) -> None:
    """Write a line into the page, and into the README where that has one of the same work and peer."""
    for path, adds in ((_PAGE, True), (_README, False)):
        path.write_text(written(path.read_text("utf-8"), line, day, adds=adds), "utf-8")


def written(page: str, line: Line, day: date, *, adds: bool) -> str:
    """A page with this line in the place of the one of the same work and peer, or after the others if it `adds`."""
    before, head, rest = page.partition(_HEAD)
    if not head:
        raise ValueError("the page has no table of what was measured")
    table = "".join(_rows(rest))
    rows = {match[1]: match[0] for match in _ROW.finditer(table)}
    row = _row(line, day)
    key = _ROW.fullmatch(row)[1]  # pyright: ignore[reportOptionalSubscript]
    if adds or key in rows:
        rows[key] = row
    return before + head + "".join(rows.values()) + rest.removeprefix(table)


def _rows(text: str) -> Iterable[str]:
    for line in text.splitlines(keepends=True):
        if not line.startswith("|"):
            return
        yield line


def _row(line: Line, day: date) -> str:
    found = line.paired
    figures = ("", "", "not measured") if found is None else (
        shown(found.ours), shown(found.peer), f"{found.ratio:.3g} ({found.least:.3g} to {found.most:.3g})",
    )  # fmt: skip
    cells = (line.work, line.against, *figures, line.goal, line.note, day.isoformat())
    return f"| {' | '.join(cells)} |\n".replace("|  |", "| |").replace("|  |", "| |")
