"""A report recomputed from what it states of itself, and why it comes to something else where it does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tokenomics.auditing.envelopes import (
    Difference,
    Envelope,
    differences,
    figures,
    read,
    words_of,
)
from tokenomics.config import load, people_of

# What asks the question in a process of its own, as whoever asked it first.
_RUN = "from tokenomics_cli.app import main; main()"
_OURS = "TOKENOMICS_"


class Ran(NamedTuple):
    """What a command wrote on each stream."""

    out: str
    err: str


# The words of a command line, run.
Run = Callable[[Sequence[str]], Ran]


class Verified(NamedTuple):
    """What became of a report that was recomputed.

    `same` is whether every figure is the one that it states, `differences` are those that are not.
    `notes` say what it was made with otherwise and which changes nothing; `reasons` why it differs,
    the likeliest first.
    """

    same: bool
    differences: tuple[Difference, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]


def in_a_process(words: Sequence[str]) -> Ran:
    """Run a command in a process of its own, which the environment tells nothing of ours."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith(_OURS)}
    done = subprocess.run(  # noqa: S603 - our own command, in words of its own
        [sys.executable, "-c", _RUN, *words],
        env=environment, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return Ran(done.stdout, done.stderr)


def verified(
    path: Path | str,
    *,
    ledger: Path | None = None,
    config: Path | None = None,
    run: Run = in_a_process,
) -> Verified:
    """Ask the question of a report in JSON anew, of the ledger's version and at the instant that it states.

    `ledger` is where the ledger lies now, `config` the configuration. Where other prices are known
    by now, it is asked for those that were known then. Raises InputError for a file that is no
    report.
    """
    stated = read(path)
    now, error = _asked(run, words_of(stated, ledger=ledger, config=config))
    if now is None:
        return Verified(False, (), (_why_not(stated, error),), ())
    notes = _made_otherwise(stated, now)
    found = _found(stated, now)
    if not found:
        return Verified(True, (), (), notes)
    for day in _days(stated, now):
        then, _ = _asked(run, words_of(stated, ledger=ledger, config=config, known=day))
        if then is not None and not _found(stated, then):
            return Verified(True, (), (), (*notes, f"at prices as they were known on {day}"))
    return Verified(False, found, tuple(_reasons(stated, now, ledger, config)), ())


def _asked(run: Run, words: Sequence[str]) -> tuple[Envelope | None, str]:
    """The answer, or the last line of what was said instead."""
    done = run(words)
    try:
        return json.loads(done.out), ""
    except ValueError:
        return None, (done.err.strip().splitlines() or ["it said nothing"])[-1]


def _found(stated: Envelope, now: Envelope) -> tuple[Difference, ...]:
    return tuple(differences(figures(stated), figures(now)))


def _why_not(stated: Envelope, error: str) -> str:
    said = error.removeprefix("error: ")
    if "-" in (stated["command"]["parameters"].get("paths") or ()):
        return "it was read from standard input, which is gone"
    return f"it cannot be asked anew: {said}"


def _made_otherwise(stated: Envelope, now: Envelope) -> tuple[str, ...]:
    """What a report was made with that is otherwise by now."""
    tools, digests = ([each[name] for each in (stated, now)] for name in ("tool_version", "config_digest"))  # fmt: skip
    said: list[str] = []
    if tools[0] != tools[1]:
        said.append(f"it was made by version {tools[0]}, this is {tools[1]}")
    if digests[0] != digests[1]:
        said.append("the configuration is not the one that it was made with")
    if books := _other_books(stated, now):
        said.append(f"other prices are known by now: {', '.join(books)}")
    return tuple(said)


def _other_books(stated: Envelope, now: Envelope) -> list[str]:
    """The names of price books that are new, gone, or not what they were."""
    one, other = ({book["name"]: book for book in each["pricebooks"]} for each in (stated, now))
    return [name for name in dict.fromkeys((*one, *other)) if one.get(name) != other.get(name)]


def _days(stated: Envelope, now: Envelope) -> list[str]:
    """The days as of which prices may be those of the report: what its books knew last, and its own."""
    if not _other_books(stated, now) or stated["command"]["parameters"].get("prices_known"):
        return []
    known = [book["known_at"][:10] for book in stated["pricebooks"] if book["known_at"]]
    return list(dict.fromkeys([*sorted(known)[-1:], stated["generated_at"][:10]]))


def _reasons(
    stated: Envelope, now: Envelope, ledger: Path | None, config: Path | None
) -> Iterator[str]:
    yield from _made_otherwise(stated, now)
    if stated["ledger"]["version"] is None and stated["command"]["parameters"].get("paths"):
        yield "it was read straight from files, which may have changed, and its pseudonyms are drawn anew each time"  # fmt: skip
    yield from _of_people(stated, ledger, config)
    for side in ("base", "head"):
        said = stated.get(side)
        if isinstance(said, dict) and said.get("kind") in {"ledger", "logs"}:
            yield f"{said.get('name')} is read as it is now"


def _of_people(stated: Envelope, ledger: Path | None, config: Path | None) -> Iterator[str]:
    """That a filter may have named somebody whom the file of people no longer knows, or knows otherwise."""
    where = ledger or stated["ledger"]["path"]
    if where is None:
        return
    loaded = load(config)
    people = people_of(loaded, Path(where))
    asked = [text for text in stated["command"]["parameters"].get("where") or () if "user" in text]
    ruled = [rule for rule in loaded.attribute if "user_id" in rule.when or "user" in rule.when]
    if not (asked or ruled):
        return
    made = datetime.fromisoformat(stated["generated_at"])
    if not people.is_file():
        yield f"{people} is gone: nobody is found by name"
    elif datetime.fromtimestamp(people.stat().st_mtime, UTC) > made:
        yield f"{people} has changed since: people may be forgotten, or new"
