"""Logs full of canaries ingested and asked about in every form, and all that is left of them, to be searched.

Run this file to write docs/method/canaries.md: what was planted, how much was searched, what was found.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import duckdb

from support.canaries.mapped import MAPPING
from support.command import command
from support.ledgers import select
from support.mail_server import Inbox, serving
from support.mint import Mint, mint, numbers_in
from tokenomics.people import key_file, people_file

FORMS = ("table", "json", "csv", "markdown", "parquet")
BY = "source,user,team,feature,project,customer,session,api_key,environment,task,model,tag:owner,tag:user.email,tag:user"
CANARIES = Path(__file__).parent / "canaries"
NAMES = sorted(path.stem for path in CANARIES.glob("*.py"))
PAGE = Path(__file__).parents[2] / "docs" / "method" / "canaries.md"

_WATCH = """
[alert]
channels = ["mail"]
[channel.mail]
type = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
from = "finops@example.com"
to = ["ops@example.com"]
[channel.summary]
type = "github-summary"
[[budget]]
name = "all"
amount = "0.000001 USD"
period = "month"
channels = ["mail"]
alert = {{ actual = [100] }}
"""
# Questions beside the report, each of which shows groups or single calls in its own way.
_LISTINGS = (
    ("agents",), ("failures", "--by", "user,session"), ("waste",), ("anomalies",), ("quality",),
    ("drivers", "--by", "user"), ("indicators",), ("budget",), ("forecast",), ("reconcile",),
    ("diff", "2026-10", "2026-11"), ("whatif", "--reprice", "at=2026-11-02"),
)  # fmt: skip


class Seen(NamedTuple):
    """Where canaries could turn up: what commands wrote, what mails said, and what lies on the disk."""

    mints: Mapping[str, Mint]
    ledger: Path
    said: Mapping[str, str]
    files: Mapping[str, str]

    @property
    def places(self) -> dict[str, str]:
        """All of it."""
        return {**self.said, **self.files}

    @property
    def people(self) -> list[str]:
        """The names that were planted for pseudonyms to replace."""
        return [word for given in self.mints.values() for word in given.people]

    @property
    def planted(self) -> list[str]:
        """All words that nobody may find."""
        return [word for given in self.mints.values() for word in given.dropped] + self.people


def looked_at(names: Sequence[str], home: Path, *, thorough: bool = False) -> Seen:
    """All that is left of formats' logs when they were ingested into one ledger and asked about; `thorough`: by every command."""
    given, inbox = _written(names, home / "logs"), Inbox()
    logs, ledger = home / "logs", home / "ledger"
    with serving(inbox) as port:
        text = (MAPPING if "mapped" in names else "") + _WATCH.format(port=port)
        (home / "tokenomics.toml").write_text(text, "utf-8")
        said = dict(_asked(home, logs, ledger, thorough=thorough))
    for nth, mail in enumerate(inbox.mails):
        said[f"mail {nth}"] = mail.as_string()
        said |= {f"mail {nth}.{n}": part.get_content() for n, part in enumerate(mail.walk()) if part.get_content_maintype() == "text"}  # fmt: skip
    return Seen(given, ledger, said, _left(home, logs, ledger))


def not_ingested(name: str, home: Path) -> Seen:
    """All that is left of a format's logs that were refused for their refused rows, and asked about without a ledger."""
    given, logs, ledger = _written([name], home / "logs"), home / "logs", home / "strict"
    (home / "tokenomics.toml").write_text(MAPPING if name == "mapped" else "", "utf-8")
    said = {
        "strict": _says(home, "ingest", logs, "--ledger", ledger, "--strict", "-v"),
        "direct": _says(home, "report", logs, "--by", BY, "--format", "json"),
    }
    return Seen(given, ledger, said, _left(home, logs, ledger))


def spilled(words: Iterable[str], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The minted words that turn up, and where.

    Each has a number of its own, so a text is read once for numbers and then only for words that have one of them.
    """
    numbered: dict[str, list[str]] = {}
    for word in words:
        numbered.setdefault(numbers_in(word).pop(), []).append(word)
    return [
        (word, place)
        for place, text in texts.items()
        for number in sorted(numbers_in(text) & numbered.keys())
        for word in numbered[number]
        if word in text
    ]


def _written(names: Iterable[str], folder: Path) -> dict[str, Mint]:
    """The logs of each format in a folder of its own; what was minted for them."""
    numbers, given = mint().numbers, dict[str, Mint]()
    for name in names:
        given[name] = mint()._replace(numbers=numbers)
        (folder / name).mkdir(parents=True)
        for file, text in import_module(f"support.canaries.{name}").logs(given[name]).items():
            (folder / name / file).write_text(text, "utf-8")
    return given


def _says(home: Path, *words: str | Path) -> str:
    """What a command says, on both streams."""
    done = command(*words, cwd=home, env={"XDG_CACHE_HOME": str(home / "cache"), "NO_PROXY": "*"})
    return f"{done.out}\n{done.err}"


def _asked(home: Path, logs: Path, ledger: Path, *, thorough: bool) -> Iterator[tuple[str, str]]:
    """What each command says, on both streams."""
    said = partial(_says, home)
    yield "ingest", said("ingest", logs, "--ledger", ledger, "-v")
    if thorough:
        yield "strict", said("ingest", logs, "--ledger", home / "strict", "--strict", "-v")
        yield "direct", said("report", logs)
    for form in FORMS:
        output = ("--output", home / f"report.{form}") if form == "parquet" else ()
        yield form, said("report", "--ledger", ledger, "--by", BY, "--format", form, *output)
    for ending in ("csv", "parquet") if thorough else ("csv",):
        yield f"focus {ending}", said("export", "focus", "--ledger", ledger, "--by", "user,team", "--output", home / f"focus.{ending}")  # fmt: skip
    for words in _LISTINGS if thorough else ():
        yield " ".join(words), said(*words, "--ledger", ledger, "--format", "json")
    if thorough:
        yield "html", said("report", "--ledger", ledger, "--format", "html", "--output", home / "page.html")  # fmt: skip
        yield "statements", said("chargeback", "--by", "user", "--ledger", ledger, "--statements", home / "statements")  # fmt: skip
    yield "alert", said("alert", "--ledger", ledger, "-v")
    yield "notices", said("alert", "history", "--ledger", ledger, "--format", "json")
    each = f"QUALIFY row_number() OVER (PARTITION BY source ORDER BY record_id) <= {3 if thorough else 1}"
    for (record,) in select(ledger, "lower(hex(record_id))", rest=each):
        yield f"explain {record}", said("explain", record, "--ledger", ledger, "--format", "json")
    looks = (("doctor",), ("ledger", "info"), ("ledger", "history"), ("ledger", "rejects"), ("ledger", "verify"))  # fmt: skip
    for words in looks:
        yield " ".join(words), said(*words, "--ledger", ledger, "--format", "json")
    yield "verified", said("verify", home / "tokenomics.toml")


def _left(home: Path, logs: Path, ledger: Path) -> dict[str, str]:
    """Each file that the commands wrote and that whoever reads the ledger may read."""
    people = people_file(ledger)
    closed = {people, key_file(people)}
    files = (path for path in home.rglob("*") if path.is_file() and logs not in path.parents)
    return {str(path): _content(path) for path in files if path not in closed}


def _content(path: Path) -> str:
    """A file's bytes, and where it is a Parquet file all its values."""
    text = path.read_bytes().decode("latin-1")
    if path.suffix != ".parquet":
        return text
    found = duckdb.read_parquet(str(path)).project("CAST(COLUMNS(*) AS VARCHAR)").fetchall()
    return f"{text}\n{found}"


def _row(name: str) -> tuple[int, int, int, int]:
    """Canaries planted, places and bytes searched, canaries found, of one format."""
    with tempfile.TemporaryDirectory() as folder:
        seen = looked_at([name], Path(folder), thorough=True)
        found = len({word for word, _ in spilled(seen.planted, seen.places)})
        return len(seen.planted), len(seen.places), sum(map(len, seen.places.values())), found


def page(rows: Mapping[str, tuple[int, int, int, int]]) -> str:
    """The table of a search as a page of the documentation."""
    lines = [f"| {name} | {planted} | {places} | {round(size, -3):,} | {found} |" for name, (planted, places, size, found) in rows.items()]  # fmt: skip
    sums = [sum(row[nth] for row in rows.values()) for nth in range(4)]
    total = f"| **all** | {sums[0]:,} | {sums[1]:,} | {round(sums[2], -3):,} | {sums[3]} |"
    return "\n".join((
        "# Canaries", "",
        ("Logs of every format were filled with words that nobody else writes: prompts, answers, addresses, keys and names of people, "
        "one for every field that is dropped or replaced by a pseudonym. They were ingested, and everything was asked about them: reports "
        "in every form, the page, FOCUS, statements, listings, alerts by mail, explanations, refused rows, errors. Then all of it was searched for them, "
        "standard output and error, mails, and every file that was written, Parquet files value by value, caches among them; the file of people and "
        "the key of digests alone were left out, where names belong. A test does the same with each change, and proves that the search finds what is kept."), "",
        "`make canaries` writes this page anew.", "",
        "| format | planted | places searched | bytes searched | found |", "|---|---:|---:|---:|---:|",
        *lines, total, "",
    ))  # fmt: skip


if __name__ == "__main__":
    PAGE.write_text(page({name: _row(name) for name in NAMES}), "utf-8")
