"""What is fuzzed: each way in for other people's bytes, what they are like, and what must hold whatever they are.

A way in may refuse with one of the library's errors, in one line. Anything else that is raised, a
count that does not add up, a hang and memory without end are findings.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import zstandard
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from support.canaries.mapped import MAPPING
from support.house import ROOT
from support.mint import mint
from tokenomics import gate, people
from tokenomics.auditing.envelopes import read, words_of
from tokenomics.books import bundled, load_book
from tokenomics.books.overlay import with_overlay
from tokenomics.config import Config, load
from tokenomics.dimensions import dimension, filterable, of_scope
from tokenomics.engine import connect, duckdb
from tokenomics.imports.files import LISTS, price_list
from tokenomics.intake import claims
from tokenomics.intake.stage import stage
from tokenomics.intake.units import Counts, Unit
from tokenomics.intake.watermarks import plan
from tokenomics.pulling.months import Month
from tokenomics.pulling.pages import fetch_month, fetched
from tokenomics.records.errors import TokenomicsError
from tokenomics.records.kinds import LINEAGE
from tokenomics.records.money import decimal, parse_money, plain
from tokenomics.replaying.routes import route_of
from tokenomics.replaying.wishes import wish_of
from tokenomics.sources import hints
from tokenomics.sources.contract import Hints
from tokenomics.sources.find import find, stat
from tokenomics.sources.registry import formats
from tokenomics.sources.unpack import prepare
from tokenomics.timezones import midnight, month_named, parse_instant, zone
from tokenomics_cli.request import Request, query_of

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
_SAMPLES = ROOT / "tests" / "sources"
# A sample is small, so that many variants of it are tried.
_LONGEST = 8_000
# Kinds of what an ingest says of files.
_OWN = frozenset({"reject", "file"})
_NUMBERS = count()
_HOME = tempfile.TemporaryDirectory(prefix="tokenomics-fuzzed-")


class Target(NamedTuple):
    """A way in: what is done with each text, bytes that it takes, and what is done with many at once.

    Reading rows takes long to begin and then no longer for many files than for one.
    """

    run: Callable[[bytes], Any]
    seeds: Callable[[], list[bytes]]
    together: Callable[[Sequence[Any]], object] | None = None


class Wrong(AssertionError):
    """Something that must hold does not."""


def tried(target: Target, *texts: bytes) -> int:
    """How many of the texts a way in takes, rather than refuse them. Raises what must not be raised."""
    taken = [one for text in texts for one in _taken(target, text)]
    if target.together is not None:
        try:
            target.together([one for one in taken if one is not None])
        except TokenomicsError as error:
            _one_line(error)
    return len(taken)


def _taken(target: Target, text: bytes) -> list[Any]:
    try:
        return [target.run(text)]
    except TokenomicsError as error:
        _one_line(error)
    return []


def _one_line(error: TokenomicsError) -> None:
    if "\n" in str(error).strip():
        raise Wrong(f"more than one line: {error}") from error


def _written(name: str, data: bytes) -> Path:
    path = Path(_HOME.name, name)
    path.write_bytes(data)
    return path


@cache
def _mapping() -> Config:
    return load(_written("tokenomics.toml", MAPPING.replace("**/mapped", "**/*mapped").encode()))


def claimed(name: str, data: bytes) -> Unit | None:
    """Bytes as an ingest has them before it reads any row: None where no source claims them."""
    path = _written(f"{name}-{next(_NUMBERS)}.log", data)
    given = _mapping() if name == "mapped" else Config()
    (found,) = find([path], path.parent)
    sample, source = claims.claim(path, given, Hints())
    if source is None:
        claims.unclaimed(sample)
    if source is None or len(set(sample.header)) < len(sample.header):
        path.unlink()
        return None
    seen = plan(found, stat(path), {}, keyless=not source.keyed, may_tail=False)
    return Unit(source, sample.container, seen)


def recorded(name: str, data: bytes) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """What an ingest would record of bytes, by kind, without where each row comes from."""
    unit = claimed(name, data)
    if unit is None:
        return []
    home = Path(_HOME.name)
    try:
        with connect(allowed=[home], temp_dir=home / "spilled", threads=1) as con:
            tables = stage(con, [unit], spool=home, now=NOW).tables
            return [
                (kind, _rows(con, table))
                for kind, table in sorted(tables.items())
                if kind not in _OWN
            ]
    finally:
        unit.reading.path.unlink()


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    lineage = ", ".join(sorted({each.name for each in LINEAGE} - {"source"}))
    found = con.execute(f"SELECT CAST(COLUMNS(* EXCLUDE ({lineage})) AS VARCHAR) FROM {table}")
    return sorted(found.fetchall(), key=str)


def read_rows(units: Sequence[Unit]) -> Sequence[Counts]:
    """Read files as an ingest does, up to the commit.

    The rows of each add up, and what is counted is what was staged.
    """
    home = Path(_HOME.name)
    try:
        with connect(allowed=[home], temp_dir=home / "spilled", threads=1) as con:
            done = stage(con, units, spool=home, now=NOW)
            staged = {kind: _count(con, table) for kind, table in done.tables.items()}
    finally:
        for unit in units:
            unit.reading.path.unlink()
    if len(done.counts) != len(units):
        raise Wrong(f"{len(units)} files, and counts of {len(done.counts)}")
    for each in done.counts:
        if each.rows != each.recorded + each.skipped + each.rejected or min(each[1:5]) < 0:
            raise Wrong(f"rows do not add up: {each[1:5]}")
    # Of one call and of one line the same is said once.
    records = sum(count for kind, count in staged.items() if kind not in _OWN)
    if records > sum(each.recorded + each.beside for each in done.counts):
        raise Wrong(f"more records than were counted: {staged}")
    rejected = sum(each.rejected for each in done.counts)
    if not bool(rejected) <= staged.get("reject", 0) <= rejected:
        raise Wrong(f"{staged.get('reject', 0)} rejects, counted are {rejected}")
    return done.counts


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"SELECT count(DISTINCT record_id) FROM {table}").fetchone()
    return found[0] if found else 0


def _log_seeds(name: str) -> list[bytes]:
    """The samples of a source, its canaries, and its rows in protobuf or a database where it reads them."""
    files = sorted((_SAMPLES / name).glob("*"))
    texts = [
        p.read_bytes()
        for p in files
        if p.suffix in {".jsonl", ".json", ".csv"} and ".expected" not in p.name
    ]
    module = __import__(f"support.canaries.{name}", fromlist=["logs"])
    texts += [text.encode() for text in module.logs(mint()).values()]
    texts += _others(name)
    return [text for text in texts if len(text) <= _LONGEST] or [texts[0][:_LONGEST]]


def _others(name: str) -> list[bytes]:
    if name == "opencode":
        return [_database()]
    if name.startswith("otel"):
        return [*_protobuf(name)]
    return []


def _database() -> bytes:
    path = Path(_HOME.name, "seed.db")
    path.unlink(missing_ok=True)
    answer = {
        "role": "assistant",
        "modelID": "m",
        "providerID": "openai",
        "tokens": {"input": 5},
        "time": {"created": 1793613600000},
    }
    with closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA page_size = 512")
        con.execute("CREATE TABLE message (id TEXT, session_id TEXT, data TEXT)")
        con.execute("INSERT INTO message VALUES ('m', 's', ?)", (json.dumps(answer),))
        con.commit()
    return path.read_bytes()


_SIGNALS: dict[str, Any] = {
    "otel": ExportTraceServiceRequest, "otel_logs": ExportLogsServiceRequest, "otel_metrics": ExportMetricsServiceRequest,
}  # fmt: skip


def _protobuf(name: str) -> Iterator[bytes]:
    """Requests of the samples as they are sent, and as a collector's file has them."""
    for path in sorted((_SAMPLES / name).glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines()[:4]:
            with suppress(ValueError):
                found = ParseDict(json.loads(line), _SIGNALS[name](), ignore_unknown_fields=True)
                text = found.SerializeToString()
                yield text
                yield len(text).to_bytes(4, "big") + text


def _config(data: bytes) -> None:
    given = load(_written("fuzzed.toml", data))
    query_of(Request(), given, NOW)


def _configs() -> list[bytes]:
    texts = [MAPPING.encode()]
    for page in sorted((ROOT / "docs").rglob("*.md")):
        blocks = page.read_text("utf-8").split("```toml")[1:]
        texts += [block.partition("\n")[2].partition("```")[0].encode() for block in blocks]
    return texts


def _book(data: bytes) -> None:
    load_book(_written("book.toml", data))


def _overlay(data: bytes) -> None:
    with_overlay(bundled(), _written("overlay.toml", data))


def _books() -> list[bytes]:
    found = sorted((ROOT / "pricebooks").glob("*.toml"), key=lambda path: path.stat().st_size)
    return [path.read_bytes()[:_LONGEST] for path in found[:6]]


def _overlays() -> list[bytes]:
    return [
        text
        for text in _configs()
        if any(word in text for word in (b"adjust", b"[[price]]", b"rates"))
    ] or [b'name = "mine"\n']


def _list(name: str, data: bytes) -> None:
    price_list(name, _written("list.json", data))


_LIST_SEEDS: dict[str, Any] = {
    "litellm": {"gpt-4o": {"input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "litellm_provider": "openai", "mode": "chat", "cache_read_input_token_cost": 1.25e-06, "input_cost_per_token_above_200k_tokens": 5e-06}},
    "genai-prices": [{"id": "openai", "name": "OpenAI", "models": [{"id": "gpt-4o", "match": {"equals": "gpt-4o"}, "prices": {"input_mtok": 2.5, "output_mtok": {"base": 10, "tiers": [{"start": 200000, "price": 20}]}}}]}],
    "models.dev": {"openai": {"id": "openai", "models": {"gpt-4o": {"id": "gpt-4o", "cost": {"input": 2.5, "output": 10, "cache_read": 1.25}}}}},
    "openrouter": {"data": [{"id": "openai/gpt-4o", "pricing": {"prompt": "0.0000025", "completion": "0.00001", "request": "0"}}]},
}  # fmt: skip


def _people(data: bytes) -> None:
    path = _written("people.json", data)
    path.chmod(0o600)
    people.load(path)


def _page(data: bytes) -> None:
    """A page as a provider answers it, and what was left of an earlier pull."""
    with tempfile.TemporaryDirectory(dir=_HOME.name) as name:
        folder, text = Path(name), data.decode("utf-8", "replace")
        month = Month(date(2026, 10, 1), date(2026, 11, 1))
        answers = iter([text])
        fetch_month(folder, month, lambda _: next(answers, '{"data": []}'), NOW)
        (folder / ".fetched.json").write_text(text, "utf-8")
        fetched(folder)


_PAGES = [b'{"data": [], "has_more": true, "next_page": "p2"}', b'{"2026-10": "2026-11-01T00:00:00+00:00"}']  # fmt: skip
_REPORT: Any = {
    "schema": "tokenomics/cost.v1", "kind": "cost", "tool_version": "1", "generated_at": "2026-11-15T12:00:00Z", "command": {"name": "whatif", "parameters": {"by": "day", "where": ["a=b"], "design": {"cap": ["output=5"]}, "limit": 3}},
    "ledger": {"path": "l", "version": 4}, "config_digest": "", "pricebooks": [{"name": "a", "digest": "b", "known_at": None}], "rows": [{"cost": "1"}], "totals": {},
}  # fmt: skip


def _verified(data: bytes) -> None:
    words_of(read(_written("report.json", data)))


def _packed(data: bytes) -> None:
    path = _written("fuzzed.jsonl", data)
    prepare(path, len(data), Path(_HOME.name)).path.unlink()
    path.touch()


def _words(data: bytes) -> None:
    """The small languages of options: the first byte chooses one."""
    text = data[1:].decode("utf-8", "replace")
    _WORDS[data[0] % len(_WORDS) if data else 0](text)


def _decimal(text: str) -> None:
    plain(decimal(text))


def _money(text: str) -> None:
    plain(parse_money(text).amount)


def _instant(text: str) -> None:
    midnight(zone("Europe/Berlin"), parse_instant(text, zone("Europe/Berlin")).date())


_WORDS: tuple[Callable[[str], object], ...] = (
    gate.parse_gates, _decimal, _money, dimension, of_scope, filterable, zone, month_named, _instant,
    lambda text: hints.checked(Hints(at=text), "UTC"),
    lambda text: hints.labels_of([text]),
    lambda text: route_of(text, bundled()),
    lambda text: wish_of(["0.9", text]),
    lambda text: wish_of([text]),
    lambda text: query_of(Request(where=(text,), by=text), Config(), NOW),
    lambda text: query_of(Request(since=text, until=text), Config(), NOW),
    lambda text: query_of(Request(prices_at=text), Config(), NOW),
    lambda text: query_of(Request(tz=text, currency=text), Config(), NOW),
)  # fmt: skip
_SAID = (
    "unpriced,rejects", "cost>100USD", "cost_per_task>+10%", "12.5", "1e5", "100 USD", "feature", "tag:env", "2026-11",
    "2026-11-02", "2026-11-02T09:00:00+01:00", "Europe/Berlin", "commit=4b33144", "openai/gpt-4o=>gpt-4o-mini",
    "90%", "max-latency=2s", "only=provider=openai", "team=support", "team!=support", "team=", "event", "logged_at.x",
)  # fmt: skip


def _word_seeds() -> list[bytes]:
    return [bytes([nth]) + said.encode() for nth in range(len(_WORDS)) for said in _SAID]


def _packs() -> list[bytes]:
    text = b'{"a": 1}\n' * 20
    both = zstandard.compress(text) + zstandard.compress(text)
    return [
        gzip.compress(text, mtime=0),
        zstandard.compress(text),
        both,
        text.decode().encode("utf-16"),
    ]


TARGETS: dict[str, Target] = {
    **{
        f"log {name}": Target(partial(claimed, name), partial(_log_seeds, name), read_rows)
        for name in (*(known.name for known in formats()), "mapped")
    },
    "packed text": Target(_packed, _packs),
    "configuration": Target(_config, _configs),
    "pricebook": Target(_book, _books),
    "overlay": Target(_overlay, _overlays),
    **{
        f"price list {name}": Target(
            partial(_list, name),
            partial(lambda seed: [json.dumps(seed).encode()], _LIST_SEEDS[name]),
        )
        for name in LISTS
    },
    "file of people": Target(_people, lambda: [b'{"Ada": "user-aaaaaaaaaa"}']),
    "page of a provider": Target(_page, lambda: _PAGES),
    "report to verify": Target(_verified, lambda: [json.dumps(_REPORT).encode()]),
    "words of options": Target(_words, _word_seeds),
}
