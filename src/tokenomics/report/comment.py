"""A comparison as a comment below a change of code: one headline, old to new, and the rest folded away.

What names are made of is text there: no mention, no link, no markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from tokenomics.comparing.difference import Diff
from tokenomics.comparing.verdicts import Verdict
from tokenomics.records.errors import ConfigError
from tokenomics.records.escape import escaped, silent
from tokenomics.records.words import NONE, amount, many, visible
from tokenomics.report.diff import NO_CHANGE, beside, headline, title, unpriced
from tokenomics.report.diff_grid import groups, measures
from tokenomics.report.drawing import Grid

_NOTHING = f"{NO_CHANGE.capitalize()} of AI cost"
# A comment has an end: what is below so many rows is counted.
_ROWS = 50
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TICKS = re.compile(r"`+")
_BAR = "\N{BOX DRAWINGS LIGHT VERTICAL}"


def marker(name: str | None = None) -> str:
    """The hidden first line by which a comment is found again; `name` tells several of a page apart.

    Raises ConfigError where the name is more than letters, digits, dots, dashes and underscores.
    """
    if name is None:
        return "<!-- tokenomics:diff -->"
    if not _ID.fullmatch(name):
        raise ConfigError(
            f"--comment-id {name!r}: letters, digits, dots, dashes and underscores make a name"
        )
    return f"<!-- tokenomics:diff {name} -->"


def markdown(diff: Diff, *, prices: str = "list prices", name: str | None = None) -> str:
    """The comparison as a comment; where nothing changed and no gate failed it is one line."""
    if diff.is_same and all(of.outcome != "failed" for of in diff.gates):
        return "\n".join([marker(name), f"{_NOTHING}: {_all(diff)}", ""])
    return "\n".join([
        marker(name), f"**{quiet(_first(diff))}**", "",
        *_table(measures(diff)), "",
        *_list("Without a price, in no amount and never zero", list(unpriced(diff))),
        *_list("Gates", list(_verdicts(diff.gates))),
        *_folded(diff),
        *_details("Coverage", [f"- {quiet(note)}" for note in (title(diff, prices), *beside(diff))]),
    ])  # fmt: skip


def is_no_change(text: str) -> bool:
    """Whether a comment says that nothing changed, which is worth no new one."""
    return text.partition("\n")[2].startswith(_NOTHING)


def quiet(text: str) -> str:
    """A text that is shown as it is, and calls or links nobody."""
    return escaped(text).replace("\\#", "#")


def code(text: str) -> str:
    """A name as code, in which nothing has a meaning; a bar would end the cell of a table."""
    if text == NONE:
        return text
    plain = text.replace("|", _BAR)
    longest = max((len(ticks) for ticks in _TICKS.findall(plain)), default=0)
    fence, pad = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{pad}{plain}{pad}{fence}" if plain.strip() else '" "'


def _all(diff: Diff) -> str:
    cost = diff.amount("cost")
    currency = diff.listing.report.query.currency
    priced = "no price" if cost is None else amount(cost, currency)
    return f"{many(diff.head.requests, 'request')}, {priced}"


def _first(diff: Diff) -> str:
    text = headline(diff)
    text = f"{text[0].upper()}{text[1:]}"
    told = [f"gate {of.outcome}: {of.gate}" for of in diff.gates if of.outcome != "passed"]
    return ", ".join([text, *told])


def _verdicts(gates: Sequence[Verdict]) -> Iterator[str]:
    for verdict in gates:
        yield f"{verdict.gate} {verdict.outcome}{f': {verdict.sentence}' if verdict.sentence else ''}"


def _list(head: str, lines: Sequence[str]) -> list[str]:
    return [f"{head}:", "", *(f"- {quiet(line)}" for line in lines), ""] if lines else []


def _folded(diff: Diff) -> list[str]:
    """The groups, the first of them, dearest changes first."""
    found = groups(diff, _ROWS)
    if not found.body:
        return []
    count = diff.listing.row_count
    by = ", ".join(found.head[: found.names])
    more = count - len(found.body)
    rest = ["", f"{many(more, 'more row')} not shown"] if more > 0 else []
    return _details(f"By {by}", [*_table(found), *rest])


def _details(summary: str, lines: Sequence[str]) -> list[str]:
    return [
        "<details>",
        f"<summary>{silent(html.escape(visible(summary)))}</summary>",
        "",
        *lines,
        "",
        "</details>",
        "",
    ]


def _table(shown: Grid) -> list[str]:
    """A grid as a Markdown table, its names as code where they come from logs."""
    rule = ["---" if i < shown.names else "---:" for i in range(len(shown.head))]
    is_named = any(shown.head[: shown.names])
    rows = [
        [
            *(code(cell) if is_named else escaped(cell) for cell in row[: shown.names]),
            *map(escaped, row[shown.names :]),
        ]
        for row in shown.body
    ]
    heads = [quiet(head) for head in shown.head]
    return [f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows)]
