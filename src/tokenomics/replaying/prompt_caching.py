"""Prompts that a provider's cache would have held, for so long as one buys: told by blocks of prefixes.

A call states digests of the blocks that its prompt begins with. What it would have read are the leading
blocks that calls of the same account and model used before, none longer ago than the cache keeps it;
what else its blocks name it would have
written. Nothing is claimed of calls that state no blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from tokenomics.analysis.caching import savings
from tokenomics.analysis.stakes import BILLED, BY_TOKEN, ONE_CALL, Base, Finding
from tokenomics.books import Call, quote
from tokenomics.queries import literal, sql
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.meters import METERS
from tokenomics.records.money import total
from tokenomics.replaying import cache_words as words
from tokenomics.replaying.cache_words import Replayed
from tokenomics.replaying.question import Question
from tokenomics.replaying.world import Changed, Part, Step, World, costs_in, everywhere, otherwise
from tokenomics.timezones import from_micros


class Life(NamedTuple):
    """How long a cache keeps what is used: `meter` counts what is written to it, where that is billed.

    Without a `span` nothing is ever forgotten, and nothing is billed for writing.
    """

    name: str
    span: timedelta | None
    meter: str | None


LIVES: Mapping[str, Life] = {
    life.name: life
    for life in (
        Life("5m", timedelta(minutes=5), "cache_write_5m"),
        Life("1h", timedelta(hours=1), "cache_write_1h"),
        Life("infinite", None, None),
    )
}
NONE = "none"
_SHORTEST = min(
    (each for each in LIVES.values() if each.span), key=lambda each: each.span or timedelta.max
)

# What the text of a prompt is counted by: as it is, read from a cache, or written to one.
_CACHED = ("cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "cache_write_12h")
_TEXT = ("input", *_CACHED)
# Of prompts with other parts nobody says in which blocks these lie.
_OTHER_INPUT = tuple(m.name for m in METERS if m.in_context and m.modality != "text")

# Provider, model and service tier of a call.
_Served = tuple[str, str | None, str | None]


def steps(_: Question, texts: Sequence[str]) -> list[Step]:
    """A step a text: `5m`, `1h`, `infinite` or `none`. Raises ConfigError for another one."""
    return [_step(number, text.strip()) for number, text in enumerate(texts)]


def _step(number: int, text: str) -> Step:
    if text == NONE:
        return Step("cache none", _uncached)
    if text not in LIVES:
        raise ConfigError(unknown("life of a cache", text, (*LIVES, NONE)))
    return Step(f"cache {text}", partial(_cached, f"tokenomics_cache_{number}", LIVES[text]))


def _uncached(world: World) -> Changed:
    """All that calls read from and wrote to caches as plain input."""

    def change(base: Base) -> Base:
        found = savings(base)
        return otherwise(base, *([found] if found else []))

    return Changed(everywhere(world, change))


def _cached(table: str, life: Life, world: World) -> Changed:
    """The calls of the first part as a cache would have held them; what is asked again stays."""
    base = world.first
    remarks = [*words.about_states(_states(base)), *words.about_shares(len(world.parts) - 1)]
    sold = _sold(base, life)
    bound = tuple(_bound(base, life, sold, f"{table}_most"))
    if not {"prefix_digests", "block_tokens"} <= base.used:
        return Changed(_untouched(world), bound, tuple(remarks))
    _tabulate(base, life, sold, table)
    found = _sums(base, table)
    then = otherwise(base, _as_replayed(base, table))
    cost, plain = _costs(then, otherwise(base, _as_plain(base, table)))
    changed = World((Part(then), *_untouched(world).parts[1:]))
    return Changed(
        changed,
        sentences=(
            *words.about_cache(life.name, found, cost, plain, base.query.currency),
            *bound,
        ),
        remarks=(*remarks, *words.about_sellers(life.name, found), words.CACHES),
    )


def _untouched(world: World) -> World:
    """The calls as they are, none of them changed by this step."""
    return everywhere(world, otherwise)


def _states(base: Base) -> dict[str, int]:
    """How many of the calls asked for are in which state: whether what their prompts begin with is known."""
    state = " ".join(
        f"WHEN {condition} THEN '{name}'"
        for name, condition in (
            ("flat", f"NOT ({BY_TOKEN})"),
            ("sums", f"NOT ({ONE_CALL})"),
            ("nothing", f"{base.total(_TEXT)} = 0"),
            ("blockless", f"{base.column('prefix_digests')} IS NULL"),
            ("sizeless", f"{base.column('block_tokens')} IS NULL"),
            ("failed", f"NOT ({base.succeeded})"),
            ("mixed", f"{base.total(_OTHER_INPUT)} > 0"),
        )
    )
    calls = base.calls({"state": f"CASE {state} ELSE 'known' END"}, f"calls.asked AND {BILLED}")
    return dict(base.con.execute(sql("cache_kinds", calls=calls)).fetchall())


def _sold(base: Base, life: Life) -> dict[_Served, str | None]:
    """What counts as written of each model and tier, by its prices: `input` where writing costs nothing.

    It is None where no such cache is sold. Prices are those of the last call.
    """
    columns = {
        "provider": "calls.provider",
        "ts": "calls.ts",
        "service_tier": base.column("service_tier"),
    }
    calls = base.calls({**columns, "model": base.model}, "true")
    found: dict[_Served, str | None] = {}
    for *served, last in base.con.execute(sql("cache_sellers", calls=calls)).fetchall():
        provider, model, tier = served
        at = base.query.prices_at or from_micros(last)
        call = Call(provider, model or "", tier, None, None, 0, at)
        found[provider, model, tier] = _written(base, call, life)
    return found


def _written(base: Base, call: Call, life: Life) -> str | None:
    rates = quote(base.book, call).rates
    if "cache_read" not in rates:
        return None
    if life.meter is None:
        return "input"
    if life.meter in rates:
        return life.meter
    if any(other.meter in rates for other in LIVES.values()):
        return None
    # Caches of no stated life: some cost to write, others work by themselves.
    own = rates.get("cache_write")
    return "cache_write" if own is not None and not own.via else "input"


def _tabulate(base: Base, life: Life, sold: Mapping[_Served, str | None], table: str) -> None:
    """Write the table of replayed calls. Filters do not hide who writes, so all calls are looked at."""
    names = ("record_id", "asked", "ts", "prefix_digests", "block_tokens")
    columns = {
        **{name: f"calls.{name}" for name in names},
        **{name: base.column(name) for name in ("scope_id", "source_file", "source_line")},
        "seller": _seller(base, sold),
        "text_tokens": base.total(_TEXT),
        "writes": _writes(base, sold),
    }
    known = (
        f"{BY_TOKEN} AND {base.succeeded} AND {base.total(_TEXT)} > 0"
        f" AND {base.total(_OTHER_INPUT)} = 0"
        " AND calls.prefix_digests IS NOT NULL AND calls.block_tokens IS NOT NULL"
    )
    account = "blocks.seller" + (", blocks.scope_id" if "scope_id" in base.used else "")
    calls = base.calls(columns, known)
    text = sql("cache_replay", calls=calls, account=account, forgotten=_forgotten(life))
    base.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {text}")


def _writes(base: Base, sold: Mapping[_Served, str | None]) -> str:
    """SQL of what counts as written of a call."""
    whens = " ".join(
        f"WHEN {_is(base, provider, model)} AND {_equals(base.column('service_tier'), tier)} THEN '{meter}'"
        for (provider, model, tier), meter in sorted(sold.items(), key=str)
        if meter is not None
    )
    return f"CASE {whens} END" if whens else "CAST(NULL AS VARCHAR)"


def _seller(base: Base, sold: Mapping[_Served, str | None]) -> str:
    """SQL of a number of a call's provider and model: many are quicker told apart than by their names."""
    models = sorted({(provider, model) for provider, model, _ in sold}, key=str)
    whens = " ".join(f"WHEN {_is(base, *each)} THEN {number}" for number, each in enumerate(models))
    return f"CASE {whens} END" if whens else "0"


def _is(base: Base, provider: str, model: str | None) -> str:
    return f"{_equals('calls.provider', provider)} AND {_equals(base.model, model)}"


def _equals(column: str, value: str | None) -> str:
    return f"{column} IS NULL" if value is None else f"{column} = {literal(value)}"


def _forgotten(life: Life) -> str:
    return (
        "false" if life.span is None else f"uses.used_at - uses.used_before > {_micros(life.span)}"
    )


def _micros(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _bound(base: Base, life: Life, sold: Mapping[_Served, str | None], table: str) -> Iterator[str]:
    """The most that another life could save of calls that state caches and no blocks; writes a table.

    With a life no longer than any that is sold a call reads no more than it did, with a longer one no
    more than it had in the cache; and in both no more than a call before it had. What every call may
    have warmed counts, failed and flat ones too.
    """
    if (
        life.span is None
        or life.meter is None
        or life.meter not in sold.values()
        or not base.used & set(_CACHED)
    ):
        return
    digests, size = base.column("prefix_digests"), base.column("block_tokens")
    could = (
        f"{BY_TOKEN} AND {base.succeeded} AND ({digests} IS NULL OR {size} IS NULL)"
        f" AND {base.total(_OTHER_INPUT)} = 0"
    )
    columns = {
        **{name: f"calls.{name}" for name in ("record_id", "asked", "ts", "provider")},
        "scope_id": base.column("scope_id"),
        "model": base.model,
        "text_tokens": base.total(_TEXT),
        "cached_tokens": base.total(_CACHED),
        "most": base.total(_CACHED[:1] if life is _SHORTEST else _CACHED),
        "elsewhere": base.total([name for name in _CACHED[1:] if name != life.meter]),
        "writes": f"CASE WHEN {could} THEN {_writes(base, sold)} END",
    }
    calls = base.calls(columns, f"{ONE_CALL} AND {base.total(_CACHED)} > 0")
    text = sql("cache_bound", calls=calls, life=str(_micros(life.span)), meter=literal(life.meter))
    base.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {text}")
    stated = base._replace(relation=table).calls(
        {"record_id": "calls.record_id"}, "calls.asked AND calls.elsewhere > 0"
    )
    number = int(base.con.execute(sql("number_of", calls=stated)).fetchall()[0][0])
    if number:
        least, cost = _costs(otherwise(base, _as_replayed(base, table)), otherwise(base))
        yield words.about_bound(life.name, number, least, cost, base.query.currency)


def _sums(base: Base, table: str) -> dict[str | None, Replayed]:
    rows = base.con.execute(sql("cache_sums", found=table)).fetchall()
    return {writes: Replayed(*map(int, sums)) for writes, *sums in rows}


def _as_replayed(base: Base, table: str) -> Finding:
    """Calls with what they read and write, in place of what they say that they did."""
    written = {name: f"CASE WHEN replayed.writes = '{name}' THEN replayed.covered - replayed.cached ELSE 0 END" for name in _TEXT}  # fmt: skip
    plain = f"replayed.text_tokens - replayed.covered + {written.pop('input')}"
    return _finding(base, table, {**written, "cache_read": "replayed.cached", "input": plain})


def _as_plain(base: Base, table: str) -> Finding:
    """The same calls without any cache."""
    nothing = dict.fromkeys(_CACHED, "0")
    return _finding(base, table, {**nothing, "input": "replayed.text_tokens"})


def _finding(base: Base, table: str, changed: Mapping[str, str]) -> Finding:
    # A meter that nothing is counted by stays out of it: fewer columns are quicker priced.
    kept = {name: text for name, text in changed.items() if name in base.used or text != "0"}
    return Finding(
        "replayed.writes IS NOT NULL",
        {name: f"CAST({text} AS BIGINT)" for name, text in kept.items()},
        f"LEFT JOIN {table} AS replayed ON replayed.record_id = calls.record_id",
    )


def _costs(first: Base, second: Base) -> tuple[Decimal, Decimal]:
    """What the calls cost under two designs, those that have a price under both."""
    one, other = (costs_in(World((Part(base),))) for base in (first, second))
    sound = [key for key, cell in one.items() if cell.is_priced and other[key].is_priced]
    return total(one[key].cost for key in sound), total(other[key].cost for key in sound)
