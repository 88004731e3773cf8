"""No canary of a log that is to be dropped or replaced turns up anywhere: not in the ledger, not on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from support.canaries.mapped import MAPPING
from support.command import command
from support.ledgers import select
from support.mint import Mint, mint
from tokenomics.people import load, people_file
from tokenomics.sources.contract import Format
from tokenomics.sources.registry import formats

FORMS = ("table", "json", "csv", "markdown", "parquet")
BY = "source,user,team,feature,project,customer,session,api_key,environment,task,model,tag:owner,tag:user.email,tag:user"
CANARIES = Path(__file__).parent / "support" / "canaries"
NAMES = sorted(path.stem for path in CANARIES.glob("*.py"))


class Seen(NamedTuple):
    """Where canaries could turn up: what commands wrote, and what lies on the disk."""

    mint: Mint
    ledger: Path
    said: Mapping[str, str]
    files: Mapping[str, str]


def _looked_at(name: str, home: Path) -> Seen:
    """All that is left of a format's logs when they were ingested and everything was asked about them."""
    given = mint()
    logs, ledger = _written(given, name, home / "logs"), home / "ledger"
    (home / "tokenomics.toml").write_text(MAPPING if name == "mapped" else "")
    said = dict(_asked(home, logs, ledger))
    files = {str(path): _content(path) for path in home.rglob("*") if _is_ours(path, logs, ledger)}
    return Seen(given, ledger, said, files)


def _written(given: Mint, name: str, folder: Path) -> Path:
    folder.mkdir()
    for file, text in import_module(f"support.canaries.{name}").logs(given).items():
        (folder / file).write_text(text, "utf-8")
    return folder


def _asked(home: Path, logs: Path, ledger: Path) -> Iterator[tuple[str, str]]:
    """What each command says, on both streams."""
    cache = {"XDG_CACHE_HOME": str(home / "cache")}

    def said(*words: str | Path) -> str:
        done = command(*words, cwd=home, env=cache)
        return f"{done.out}\n{done.err}"

    yield "ingest", said("ingest", logs, "--ledger", ledger, "-v")
    yield "strict", said("ingest", logs, "--ledger", home / "strict", "--strict", "-v")
    yield "direct", said("report", logs)
    for form in FORMS:
        output = ("--output", home / f"report.{form}") if form == "parquet" else ()
        yield form, said("report", "--ledger", ledger, "--by", BY, "--format", form, *output)
    for (record,) in select(ledger, "lower(hex(record_id))", rest="LIMIT 3"):
        yield f"explain {record}", said("explain", record, "--ledger", ledger, "--format", "json")
    for words in (("doctor",), ("ledger", "info"), ("ledger", "history"), ("ledger", "rejects")):
        yield " ".join(words), said(*words, "--ledger", ledger, "--format", "json")


def _is_ours(path: Path, logs: Path, ledger: Path) -> bool:
    """Whether a file was written by the commands and may be read by whoever reads the ledger."""
    return path.is_file() and path.parent != logs and path != people_file(ledger)


def _content(path: Path) -> str:
    """A file's bytes, and where it is a Parquet file all its values."""
    text = path.read_bytes().decode("latin-1")
    if path.suffix != ".parquet":
        return text
    found = duckdb.read_parquet(str(path)).project("CAST(COLUMNS(*) AS VARCHAR)").fetchall()
    return f"{text}\n{found}"


def _spilled(words: list[str], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(word, place) for word in words for place, text in texts.items() if word in text]


@pytest.mark.parametrize("known", formats(), ids=lambda known: known.name)
def test_every_format_has_its_canaries(known: Format) -> None:
    """A format that needs no configuration has logs full of canaries (support/mint.py says how), a person a field of people."""
    assert known.name in NAMES

    given = mint()
    import_module(f"support.canaries.{known.name}").logs(given)
    people = [field for field in known.fields if field.privacy == "pseudonymise"]
    assert len(given.people) >= len(people)
    assert given.dropped
    assert given.keeps


@pytest.mark.parametrize("name", NAMES)
def test_only_what_is_kept_turns_up(name: str, tmp_path: Path) -> None:
    """Dropped words are nowhere, people only in their own file, and what is kept is found by the same search."""
    seen = _looked_at(name, tmp_path)
    places = {**seen.said, **seen.files}
    stored = "\n".join(text for path, text in seen.files.items() if path.endswith(".parquet"))

    assert _spilled([*seen.mint.dropped, *seen.mint.people], places) == []
    assert [word for word in seen.mint.keeps if word not in stored] == []
    # A report is of calls: one of bills alone has nothing to show.
    calls, charges = (select(seen.ledger, "count(*)", kind)[0][0] for kind in ("usage", "charge"))
    assert not calls or any(word in seen.said["json"] for word in seen.mint.keeps)
    assert sorted(load(people_file(seen.ledger))) == sorted(seen.mint.people)
    assert select(seen.ledger, "count(*)", "reject") > [(0,)]
    assert calls + charges > 0
