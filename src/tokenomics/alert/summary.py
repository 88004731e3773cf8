"""A message at the end of the summary that GitHub shows of a job."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tokenomics.alert.message import Message, Table, figures, label, readable, when
from tokenomics.alert.outside import secret
from tokenomics.records.errors import DeliveryError
from tokenomics.records.escape import escaped

VARIABLE = "GITHUB_STEP_SUMMARY"


def to_summary(message: Message, environment: Mapping[str, str]) -> None:
    """Append the message to the file that GitHub Actions names.

    Raises ConfigError outside of GitHub Actions, DeliveryError where the file cannot be written.
    """
    path = Path(secret(environment, VARIABLE))
    try:
        with path.open("a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(markdown(message))
    except OSError as error:
        raise DeliveryError(f"{VARIABLE}: {path}: {error.strerror}") from None


def markdown(message: Message) -> str:
    """The message as Markdown in which no name is markup."""
    said = readable(message)
    facts = [when(said), *([said.period] if said.period else [])]
    parts = [
        f"### {escaped(f'{label(said)}: {said.headline}')}",
        *map(escaped, said.paragraphs),
        *(part for table in said.tables for part in _table(table)),
        escaped(" · ".join(facts)),
    ]
    return "\n\n".join(parts) + "\n\n"


def _table(table: Table) -> list[str]:
    rule = ["---:" if number else "---" for number in figures(table)]
    head = table.columns or ("",) * len(rule)
    rows = [head, rule, *table.rows]
    drawn = [_row([escaped(cell) for cell in row] if row is not rule else rule) for row in rows]
    return [*([f"**{escaped(table.title)}**"] if table.title else []), "\n".join(drawn)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
