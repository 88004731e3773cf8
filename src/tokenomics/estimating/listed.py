"""Estimates as a listing: a row a file, a request or a model, with the costs of all behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.analysis.listing import Column, Listing, Value, limited
from tokenomics.costing import CostQuery, CostReport, CostRow, Coverage, Unpriced
from tokenomics.costing.coverage import Tokens
from tokenomics.estimating.estimate import Estimate, Prices
from tokenomics.estimating.run import Estimated
from tokenomics.estimating.sums import Sum, summed
from tokenomics.estimating.words import answers, counting, limits
from tokenomics.records.money import ZERO, total
from tokenomics.records.words import amount, many, percent

KIND, TITLE = "estimate", "Estimate of prompts"
By = Literal["file", "request", "model"]
# What stands for the models of requests that name several.
_OWN = "as asked for"
# The characters that names should have.
_READABLE = 24
COLUMNS: tuple[Column, ...] = (
    Column("file", "name", "File of the prompts, as seen from the working folder; null where the row is of all files."),
    Column("request", "name", "Which request of the file: its line in JSON Lines, its place in a list, from 1; null where the row is of the whole file."),
    Column("model", "name", "Provider and model by the names of the book; null where the requests name several."),
    Column("counted", "mark", "How tokens are counted: exact (the model's own encoding), ratio (another one times a ratio) or bytes; the least sure of all.", spare=True),
    Column("requests", "count", "How many requests.", spare=True),
    Column("unpriced", "count", "Requests that lack a price, which are in the cost as far as they have one.", spare=True),
    Column("input_tokens", "count", "Tokens that are sent.", "input"),
    Column("input_tokens_high", "count", "The most that they can be.", spare=True),
    Column("output_tokens", "count", "Tokens of the answers, thoughts included, where the user or the request says how many; null where neither does.", "output"),
    Column("output_tokens_high", "count", "The most that they can be: the same, else the model's own cap; null where that is not known.", spare=True),
    Column("input_cost", "part", "Cost of what is sent.", "input cost", spare=True),
    Column("output_cost", "part", "Cost of the answers; null where nobody says how long they are.", "output cost", spare=True),
    Column("cost", "part", "Both, as far as they have a price; null where nothing has one."),
    Column("cost_high", "part", "The most that it can be, at the dearest rates that may apply; null where nobody knows it.", "at most"),
)  # fmt: skip
_NAMES = ("file", "request", "model")
# What data has and tables do without.
_DATA_ONLY = ("input_tokens_high", "output_tokens_high", "unpriced")


class Told(NamedTuple):
    """How estimates are shown: by what, the tokens that the user expects of an answer, how many rows."""

    by: By = "file"
    output: int | None = None
    limit: int | None = None
    tz: str = "UTC"


def listed(found: Sequence[Estimated], prices: Prices, told: Told) -> Listing:
    """A row for each file or request, and model; the total sums them."""
    groups: dict[tuple[str | None, ...], list[Estimate]] = defaultdict(list)
    for prompt, estimate in found:
        number = str(prompt.number or 1) if told.by == "request" else None
        groups[prompt.file, number, _name(estimate)].append(estimate)
    rows = [_row(key, summed(of)) for key, of in groups.items()]
    all_of = [each.estimate for each in found]
    return Listing(
        KIND, f"Estimate of {_one(all_of) or many(len(found), 'request')}", COLUMNS, limited(rows, told.limit), _behind(all_of, prices, told), len(rows),
        total=_row((None, None, None), summed(all_of)),
        sentences=(*answers(all_of, told.output), *limits(all_of), *counting(all_of)),
    )  # fmt: skip


def compared(sides: Sequence[Sequence[Estimated]], prices: Prices, told: Told) -> Listing:
    """All prompts with each of several models: a row a model, the cheapest first.

    The first side is the one that others are compared with.
    """
    of_sides = [[each.estimate for each in side] for side in sides]
    rows = [_row((None, None, _one(of)), summed(of)) for of in of_sides]
    order = sorted(rows, key=_dearness)
    every = [each for of in of_sides for each in of]
    behind = _behind(of_sides[0], prices, told)._replace(unpriced=_unpriced(every))
    return Listing(
        KIND, f"Estimate of {many(len(of_sides[0]), 'request')} by model", COLUMNS,
        limited(order, told.limit), behind, len(rows),
        sentences=(
            *_cheapest(order, rows[0], prices.currency), *answers(of_sides[0], told.output),
            *limits(of_sides[0]), *counting(every),
        ),
    )  # fmt: skip


def for_people(shown: Listing, by: By) -> Listing:
    """The listing with the columns that tell something in a table; amounts of models each by itself."""
    kept = [at for at, column in enumerate(shown.columns) if _tells(column, shown, by)]
    total = shown.total if len(shown.rows) > 1 else None
    return shown._replace(
        columns=tuple(_for_people(shown.columns[at], shown, by) for at in kept),
        rows=tuple(tuple(_shown(row[at], shown.columns[at]) for at in kept) for row in shown.rows),
        total=total and tuple(total[at] for at in kept),
        readable=_READABLE,
    )  # fmt: skip


def _shown(value: Value, column: Column) -> Value:
    return f"({_OWN})" if value is None and column.name == "model" else value


def _for_people(column: Column, shown: Listing, by: By) -> Column:
    if by == "model" and column.what == "part":
        column = column._replace(what="money")
    if column.name == "cost" and not _says_output(shown):
        return column._replace(head="input alone")
    return column


def _tells(column: Column, shown: Listing, by: By) -> bool:
    """Whether a column is worth its room."""
    if column.name in _NAMES:
        return column.name in {by, "file" if by == "request" else by} or (
            column.name == "model" and len(set(_values(shown, "model"))) > 1
        )
    if column.name == "requests":
        return by == "file" and any(number != 1 for number in _values(shown, "requests"))
    if column.name in {"output_tokens", "input_cost", "output_cost"}:
        return _says_output(shown)
    if column.name == "cost_high":
        return _values(shown, "cost_high") != _values(shown, "cost")
    return column.name not in _DATA_ONLY


def _says_output(shown: Listing) -> bool:
    """Whether anybody says how long any answer is."""
    return any(number is not None for number in _values(shown, "output_tokens"))


def _values(shown: Listing, name: str) -> list[Value]:
    at = next(i for i, column in enumerate(COLUMNS) if column.name == name)
    return [row[at] for row in shown.rows]


def _row(key: tuple[str | None, ...], of: Sum) -> tuple[Value, ...]:
    return (
        *key, of.counted, of.requests, of.unpriced, of.input_tokens, of.input_tokens_high,
        of.output_tokens, of.output_tokens_high, of.input_cost, of.output_cost, of.cost, of.cost_high,
    )  # fmt: skip


def _name(estimate: Estimate) -> str:
    return f"{estimate.provider}/{estimate.model}"


def _one(found: Iterable[Estimate]) -> str | None:
    """The one model of estimates; None where there are several."""
    names = {_name(of): None for of in found}
    return next(iter(names)) if len(names) == 1 else None


def _dearness(row: tuple[Value, ...]) -> tuple[bool, Decimal]:
    figures = dict(zip((column.name for column in COLUMNS), row, strict=True))
    cost = figures["cost"]
    return (not isinstance(cost, Decimal) or bool(figures["unpriced"]), cost if isinstance(cost, Decimal) else ZERO)  # fmt: skip


def _cheapest(
    order: Sequence[tuple[Value, ...]], base: tuple[Value, ...], currency: str
) -> Iterator[str]:
    """Which model costs least, beside the first one that was asked for."""
    names = [column.name for column in COLUMNS]
    first, beside = (dict(zip(names, row, strict=True)) for row in (order[0], base))
    if _dearness(order[0])[0]:
        yield "none of the models has a price for all of it"
        return
    least, other = Decimal(first["cost"] or 0), Decimal(beside["cost"] or 0)
    words = f"cheapest: {first['model'] or _OWN}, {amount(least, currency)}"
    if other and order[0] != base and not beside["unpriced"]:
        words += f", {percent(least, other)} of {beside['model'] or f'the cost {_OWN}'}"
    yield words if first["output_tokens"] is not None else f"{words}, without any answer"


def _behind(found: Sequence[Estimate], prices: Prices, told: Told) -> CostReport:
    """The costs of the estimates as every answer has them: totals, what has no price, what is guessed."""
    query = CostQuery(currency=prices.currency, tz=told.tz, exchange=prices.exchange)
    meters: dict[str, Decimal | int] = defaultdict(int)
    for each in found:
        for meter, number in each.meters.items():
            meters[meter] += number
    cost = summed(found).cost
    whole = CostRow(
        (), len(found), {name: n for name, n in meters.items() if n}, cost,
        has_unpriced=any(each.unpriced for each in found),
    )  # fmt: skip
    return CostReport(
        query, (), (), 0, 0, whole, _unpriced(found), _coverage(found), prices.at, prices.at
    )


def _unpriced(found: Sequence[Estimate]) -> tuple[Unpriced, ...]:
    """What has no price, one entry a model."""
    entries: dict[tuple[str, str | None], Unpriced] = {}
    for each in found:
        if (mine := each.unpriced) is not None:
            seen = entries.get((mine.provider, mine.model))
            entries[mine.provider, mine.model] = mine if seen is None else _joined(seen, mine)
    return tuple(entries[key] for key in sorted(entries, key=str))


def _joined(one: Unpriced, other: Unpriced) -> Unpriced:
    meters = {
        name: one.meters.get(name, 0) + other.meters.get(name, 0)
        for name in {**one.meters, **other.meters}
    }
    return one._replace(meters=meters, requests=one.requests + other.requests)


def _coverage(found: Sequence[Estimate]) -> Coverage:
    """How much is unpriced, not counted exactly, and at undated or assumed rates."""
    guessed = [each for each in found if each.counted != "exact"]
    undated = [each for each in found if each.is_undated]
    assumed = [each for each in found if each.is_assumed]
    unpriced = [each for each in found if each.unpriced]
    return Coverage(
        requests=len(found), unpriced=len(unpriced), estimated=len(guessed), partial=0,
        undated=len(undated), assumed=len(assumed), straddling=0,
        undated_cost=_cost(undated), rejects=0, sources={},
        tokens=Tokens(
            _tokens(found), sum(_lacking(each.unpriced) for each in unpriced), _tokens(guessed), 0,
            _tokens(undated), _tokens(assumed), 0,
        ),
        estimated_cost=_cost(guessed),
    )  # fmt: skip


def _tokens(found: Iterable[Estimate]) -> int:
    return sum(sum(each.meters.values()) for each in found)


def _lacking(unpriced: Unpriced | None) -> int:
    return 0 if unpriced is None else sum(int(n) for n in unpriced.meters.values())


def _cost(found: Iterable[Estimate]) -> Decimal:
    return total(each.cost for each in found)
