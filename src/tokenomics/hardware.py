"""`tk.selfhost`: what tokens cost on hardware of one's own, for programs and notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Unpack

from tokenomics.config import load
from tokenomics.handle import Handle, Question, answered, book_for, instant, query_of
from tokenomics.report.forms import frame_of
from tokenomics.selfhosting.listed import Asking, measured
from tokenomics.selfhosting.listed import selfhost as ask_selfhost
from tokenomics.selfhosting.stated import Stated

if TYPE_CHECKING:
    import polars as pl

Figure = str | int | Decimal
Figures = Figure | Iterable[Figure]
# Several figures under their names, or a text such as `price=250000,years=4`.
Named = str | Mapping[str, Figure]


def selfhost(  # noqa: PLR0913 - what may be stated of hardware, each named
    hourly: Figure | None = None,
    tokens_per_second: Figures = (),
    utilisation: Figures = (),
    *,
    calls: Handle | None = None,
    gpus: int = 1,
    owned: Named | None = None,
    staff: Named | None = None,
    precision: Figures = (),
    hours: Figure | None = None,
    redundancy: Figure | None = None,
    energy: Named | None = None,
    network: Figure | None = None,
    engineering: Named | None = None,
    fixed: Figures = (),
    capital: Iterable[Named] = (),
    against: Figures = (),
    mix: Named | None = None,
    volume: Figure | None = None,
    parts: bool = False,
    **question: Unpack[Question],
) -> pl.DataFrame:
    """What tokens cost on hardware of one's own, and from which volume that pays beside an API.

    `hourly` is the price of an hour of a GPU, `tokens_per_second` what a unit of `gpus` serves, each
    `utilisation` a row. `against` are models (`openai/gpt-5`) or prices per million tokens. With a
    ledger of `calls` their own price, their mix and their volume count, of the `question` asked of them;
    prices are those of now. The rest is as the command's options have it. Columns are those of
    `tokenomics.selfhosting.rows.COLUMNS`, with `parts` those of `PARTS`. Raises ConfigError for what
    cannot be read, PriceError for models without a price.
    """
    stated = Stated(
        _text(hourly), _texts(tokens_per_second), gpus, _text(hours), _named(owned), _texts(precision),
        _text(redundancy), _named(energy), _text(network), _named(engineering), _texts(fixed),
        tuple(filter(None, map(_named, capital))), _named(staff),
    )  # fmt: skip
    asking = Asking(_texts(utilisation), _texts(against), _named(mix), _text(volume), parts)
    config = load(None) if calls is None else calls.config
    now = instant(question.get("now"), config.report.timezone) or datetime.now(UTC)
    if calls is not None:
        asked: Question = {**question, "prices_at": question.get("prices_at") or now}
        return answered(calls, (), asked, partial(measured, stated=stated, asking=asking))
    query = query_of(config, (), question)
    return frame_of(ask_selfhost(stated, asking, query, book_for(query, question), now))


def _text(value: Figure | None) -> str | None:
    return None if value is None else str(value)


def _texts(values: Figures) -> tuple[str, ...]:
    return (str(values),) if isinstance(values, str | int | Decimal) else tuple(map(str, values))


def _named(value: Named | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return ",".join(f"{name}={figure}" for name, figure in value.items())
