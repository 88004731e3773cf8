"""One call explained: each meter, its quantity, the rate, where the rate comes from, the amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics import pricing, rate_keys
from tokenomics.books import Book, Call, Quote, Rate, agreed, quote
from tokenomics.books.graduated import is_about
from tokenomics.costing import CostQuery
from tokenomics.costing.volumes import NOTHING, Volumes, charged, lacks_account, volumes_at
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, engine_of, usage_of
from tokenomics.overlap import Authority, counted
from tokenomics.queries import sql
from tokenomics.records import meters
from tokenomics.records.columns import Column
from tokenomics.records.errors import InputError
from tokenomics.records.exchange import NO_RATES, Exchange
from tokenomics.records.kinds import UNBILLED, USAGE
from tokenomics.records.money import EXACT, ZERO, total
from tokenomics.timezones import from_micros

_HEX = re.compile(r"[0-9a-f]{4,32}")


class Line(NamedTuple):
    """One meter of a call.

    `rate` is the price of one unit and None where there is none; `found` is the book's entry
    behind it, None where the call is not billed. `via` are the meters by which the rate was
    found, empty where it is the meter's own; `assumed` marks a guess.
    """

    meter: str
    unit: str
    quantity: Decimal | int
    rate: Decimal | None
    amount: Decimal | None
    found: Rate | None
    via: tuple[str, ...]
    assumed: bool


class Explanation(NamedTuple):
    """What one call cost and why.

    `fields` are the record's columns that hold anything, apart from its meters. `total` is
    the priced part, None where nothing could be priced. `notes` say in sentences how the record
    counts where other records state the same usage. `at_most` is what the call can have cost at
    most where its counts are partial, None where they are whole or nothing bounds them.
    """

    fields: Mapping[str, Any]
    call: Call
    quote: Quote
    lines: tuple[Line, ...]
    total: Decimal | None
    currency: str
    notes: tuple[str, ...] = ()
    at_most: Decimal | None = None

    @property
    def unpriced(self) -> tuple[str, ...]:
        """The meters without a rate."""
        return tuple(line.meter for line in self.lines if line.rate is None)


def explain(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    record: str,
    *,
    currency: str = "USD",
    exchange: Exchange = NO_RATES,
    authority: Sequence[Authority] = (),
    prices_at: datetime | None = None,
) -> Explanation:
    """Explain the call with this record id (or its first hex digits), request or response id.

    A call that several sources state is explained as reports count it, once. Raises InputError
    where no record has the id, or where it names more than one call.
    """
    stored, used, _ = usage_of(ledger)
    columns = [column for column in USAGE.columns if column.name in used]
    with engine_of(ledger) as con:
        once = counted(con, stored, used, book, authority=authority)
        stated = _found(con, stored, columns, record)
        standing = _found(con, once.relation, columns, record)
        row = _only(standing or stated, record)
        query = CostQuery(currency=currency, prices_at=prices_at, exchange=exchange)
        volumes = volumes_at(con, once, book, query, from_micros(row["ts"]))
    if is_rest := bool(standing) and _is_rest(row, stated):
        row = {**row, "reported_cost": None}  # it is the whole's
    told = explain_row(
        row, book, currency=currency, exchange=exchange, prices_at=prices_at, volumes=volumes
    )
    notes = _notes(row, stated, is_counted=bool(standing), is_rest=is_rest)
    return told._replace(notes=(*told.notes, *notes))


def _only(rows: Sequence[_Row], record: str) -> _Row:
    if not rows:
        raise InputError(f"no record has the id {record!r}: give a record, request or response id")
    if len(rows) > 1:
        ids = ", ".join(row["record_id"] for row in rows[:5])
        raise InputError(f"{record!r} names more than one record: {ids}")
    return rows[0]


_Row = dict[str, Any]


def _found(con: Engine, source: str, columns: Sequence[Column], record: str) -> list[_Row]:
    rows = con.execute(*_search(source, columns, record)).fetchall()
    return [dict(zip((column.name for column in columns), row, strict=True)) for row in rows]


def _is_rest(row: _Row, stated: Sequence[_Row]) -> bool:
    """Whether a record is what is left of a provider's sum beside logs."""
    whole = [other for other in stated if other["record_id"] == row["record_id"]]
    return row["grain"] == "bucket" and bool(whole) and _quantities(whole[0]) != _quantities(row)


def _notes(
    row: _Row, stated: Sequence[_Row], *, is_counted: bool, is_rest: bool
) -> tuple[str, ...]:
    """How a record counts, in sentences; none where nothing else states its usage."""
    if not is_counted:
        return ("not counted: other records state its usage; `tokenomics doctor` says which",)
    others = [other for other in stated if other["record_id"] != row["record_id"]]
    names = ", ".join(f"{other['record_id']} of {other['source']}" for other in others)
    notes = [f"counted once: {names} states the same call"] if names else []
    if is_rest:
        notes.append("a provider's sum: what logs state of it is taken off, this is the rest")
    return tuple(notes)


def _search(source: str, columns: Sequence[Column], record: str) -> tuple[str, dict[str, str]]:
    names = {column.name for column in columns}
    tests = [f"records.{name} = $id" for name in ("request_id", "response_id") if name in names]
    values = {"id": record} if tests else {}
    if _HEX.fullmatch(record.lower()):
        tests.append("lower(hex(records.record_id)) LIKE $prefix")
        values["prefix"] = f"{record.lower()}%"
    text = sql(
        "record",
        columns=", ".join(f"{_read_sql(column)} AS {column.name}" for column in columns),
        relation=source,
        conditions=" OR ".join(tests) or "false",
    )
    return text, values


def _read_sql(column: Column) -> str:
    name = f"records.{column.name}"
    if column.dtype == "instant":
        return f"epoch_us({name})"
    if column.dtype == "digests":
        return f"array_length({name})"
    return f"lower(hex({name}))" if column.dtype == "id" else name


def explain_row(
    row: Mapping[str, Any],
    book: Book,
    *,
    currency: str = "USD",
    exchange: Exchange = NO_RATES,
    prices_at: datetime | None = None,
    volumes: Volumes = NOTHING,
) -> Explanation:
    """Explain a usage record given as column -> value, instants as microseconds since 1970.

    With `prices_at` it is charged the prices of that instant. `volumes` are the quantities of its
    periods, for prices that depend on them.
    """
    call = _call(row)
    answers = [quote(book, each) for each in _questions(row, call, book, prices_at)]
    answer = agreed(answers)
    pricing.check_currency(answer, currency, prices_at or call.at, exchange)
    if answer != answers[0] and row["billing"] not in UNBILLED and _states(row, currency):
        return _as_stated(row, call, answer, currency)
    billable = row["billing"] not in UNBILLED
    priced_at = prices_at or call.at
    answer = _by_quantity(row, answer, volumes, priced_at) if billable else answer
    lines = tuple(
        line
        for meter, unit, quantity in _quantities(row)
        if (line := _line(answer, meter, unit, quantity, billable=billable)) is not None
    )
    amounts = [line.amount for line in lines]
    priced = not lines or any(amount is not None for amount in amounts)
    is_partial = row.get("token_basis") == "partial"
    return Explanation(
        fields=_fields(row),
        call=call,
        quote=answer,
        lines=lines,
        total=total(amounts) if priced else None,
        currency=currency,
        notes=tuple(_unallocated(row, lines, volumes, priced_at)),
        at_most=_at_most(row, answer, lines, amounts, currency) if is_partial else None,
    )


def _states(row: Mapping[str, Any], currency: str) -> bool:
    stated = row.get("reported_cost"), row.get("reported_currency")
    return row["grain"] == "bucket" and stated[0] is not None and stated[1] == currency


def _as_stated(row: Mapping[str, Any], call: Call, answer: Quote, currency: str) -> Explanation:
    """A sum over a change of price costs what its source says; no meter has a price of its own."""
    lines = tuple(
        Line(meter, unit, quantity, ZERO, ZERO, None, (), assumed=False)
        for meter, unit, quantity in _quantities(row)
    )
    note = "the sum reaches over a change of price: it costs what its source says"
    return Explanation(_fields(row), call, answer, lines, row["reported_cost"], currency, (note,))


def _by_quantity(
    row: Mapping[str, Any], answer: Quote, volumes: Volumes, priced_at: datetime
) -> Quote:
    """The answer at the rates of the account's quantities."""
    at, account = from_micros(row["ts"]), row.get("scope_id")
    for entry, used in zip(volumes.entries, volumes.used, strict=True):
        answer = charged(entry, answer, used, account=account, at=at, priced_at=priced_at)
    return answer


def _unallocated(
    row: Mapping[str, Any], lines: Sequence[Line], volumes: Volumes, priced_at: datetime
) -> Iterator[str]:
    """A sentence for each price by quantity that the call has no account for."""
    rates = [line.found for line in lines if line.found is not None]
    for entry in volumes.entries:
        touched = any(is_about(entry, rate, priced_at) for rate in rates)
        if touched and lacks_account(entry, row.get("scope_id")):
            yield f"{entry.name}: no billed account is stated, so the rate stands in full"


def _at_most(
    row: Mapping[str, Any],
    answer: Quote,
    lines: Sequence[Line],
    amounts: Sequence[Decimal | None],
    currency: str,
) -> Decimal | None:
    """All tokens at the dearest of their rates, and all that is no token as it is priced.

    What was cached may stand beside the input too, so it is taken twice. Where no count says what was
    cached, only what the source says of the cost can bound it. None without tokens, rates or a bound.
    """
    tokens = sum(Decimal(line.quantity) for line in lines if line.unit == "token")
    tokens += sum(Decimal(line.quantity) for line in lines if line.meter.startswith("cache_"))
    rates = [found.rate.rate for name, found in answer.rates.items() if meters.is_token(name)]
    if not tokens or not rates:
        return None
    rest = [a for a, line in zip(amounts, lines, strict=True) if line.unit != "token"]
    found = EXACT.add(EXACT.multiply(tokens, max(rates)), total(rest))
    stated = row.get("reported_cost") if row.get("reported_currency") == currency else None
    says_cached = row.get("cache_read") is not None
    if says_cached or any(line.meter == "unexplained_tokens" for line in lines):
        return found if stated is None else max(found, stated)
    return stated if stated is not None and stated > total(amounts) else None


def _call(row: Mapping[str, Any]) -> Call:
    stated = rate_keys.stated_context(row.get("context_tier"))
    counted = sum(row.get(name) or 0 for name in meters.IN_CONTEXT)
    context = counted if row["grain"] == "request" else 0
    return Call(
        provider=row["provider"],
        model=row.get("model_served") or row.get("model_requested") or "",
        service_tier=row.get("service_tier"),
        region=row.get("region"),
        variant=row.get("variant"),
        context_tokens=context if stated is None else stated,
        at=from_micros(row["ts"]),
    )


def _questions(
    row: Mapping[str, Any], call: Call, book: Book, prices_at: datetime | None
) -> tuple[Call, ...]:
    """The questions to the book: one for a call, one for each side of a change in a bucket."""
    last = (
        from_micros(row["ts_end"] - 1) if row["grain"] == "bucket" and row.get("ts_end") else None
    )
    calls = rate_keys.calls_over(book, call, max(last or call.at, call.at))
    if prices_at is None:
        return calls
    return tuple(dict.fromkeys(each._replace(at=prices_at) for each in calls))


def _quantities(row: Mapping[str, Any]) -> list[tuple[str, str, Decimal | int]]:
    known = [(meter.name, meter.unit, row.get(meter.name)) for meter in meters.METERS]
    others = [
        (item["meter"], item["unit"] or "", item["quantity"]) for item in row.get("other") or ()
    ]
    return [(name, unit, quantity) for name, unit, quantity in (*known, *others) if quantity]


def _line(
    answer: Quote, meter: str, unit: str, quantity: Decimal | int, *, billable: bool
) -> Line | None:
    """One meter priced; None for a fee that the book does not charge."""
    if not billable:
        return Line(meter, unit, quantity, ZERO, ZERO, None, (), assumed=False)
    found = answer.rates.get(meter)
    if found is None:
        known = meters.BY_NAME.get(meter)
        free = known is not None and known.fee
        return None if free else Line(meter, unit, quantity, None, None, None, (), assumed=False)
    rate = found.rate.rate
    amount = EXACT.multiply(Decimal(quantity), rate)
    return Line(meter, unit, quantity, rate, amount, found.rate, found.via, found.assumed)


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    skipped = {*meters.NAMES, "other"}
    return {
        name: _field(name, row[name])
        for name in row
        if name not in skipped and row[name] is not None
    }


def _field(name: str, value: Any) -> Any:
    return from_micros(value) if USAGE.column(name).dtype == "instant" else value
