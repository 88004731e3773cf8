"""Imported books: what another price list said on the days that it was read.

A file that says `imported = "NAME"` is one. Its entries only ever come at the end: one holds until
the next one of its model, and of two from the same day the earlier one is believed no more. It
names providers that nobody describes: what is said of them here holds of every price list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from tokenomics.books import fields
from tokenomics.books.fields import Place, Table
from tokenomics.books.hours import Hours
from tokenomics.books.rates import Fallback, Provider, plain_provider

_FIRST = datetime.min.replace(tzinfo=UTC)
# Price lists state what costs another price than text or answers, and nothing else.
_FALLBACKS = (
    Fallback("reasoning", "output", assumed=False, models=()),
    Fallback("input_tool", "input", assumed=True, models=()),
    *(
        Fallback(f"{meter}_{kind}", meter, assumed=True, models=())
        for meter in ("input", "cache_read")
        for kind in ("image", "video", "document")
    ),
)


def listed_providers(
    top: Place, entries: Sequence[Table], hours: Mapping[str, Hours]
) -> dict[str, Provider]:
    """The providers of the entries, with the tiers, regions and variants that their lines name."""
    named: dict[str, dict[str, dict[str, str]]] = {}
    for entry in entries:
        provider = fields.text_at(top, entry, "provider")
        words = named.setdefault(provider, {"tier": {}, "region": {}, "variant": {}})
        for line in fields.tables_at(top, entry, "rates"):
            for dimension in words.keys() & line.keys():
                words[dimension][line[dimension]] = line[dimension]
    return {name: _described(name, words, hours) for name, words in named.items()}


def _described(
    name: str, words: Mapping[str, Mapping[str, str]], hours: Mapping[str, Hours]
) -> Provider:
    plain = plain_provider(name)
    return plain._replace(
        prefixes=(f"{name}/",),
        tiers={**plain.tiers, **words["tier"]},
        regions={**plain.regions, **words["region"]},
        variants={**plain.variants, **words["variant"]},
        hours=hours,
        fallbacks=_FALLBACKS,
    )


def in_turn(top: Place, entries: Sequence[Table]) -> Iterator[Table]:
    """The entries, each until the next one of its model begins.

    One that another replaces from its very start is retracted on the day of that other one.
    """
    later: dict[tuple[str, ...], list[tuple[datetime, date]]] = defaultdict(list)
    found: list[Table] = []
    for entry in reversed(entries):
        after = later[
            (fields.text_at(top, entry, "provider"), *fields.texts_at(top, entry, "model"))
        ]
        start = fields.instant_at(top, entry, "from") or _FIRST
        found.append(_ended(entry, start, after))
        if "retracted_at" not in entry:
            after.append((start, fields.day_at(top, entry, "known_at") or date.min))
    return reversed(found)


def _ended(entry: Table, start: datetime, later: Sequence[tuple[datetime, date]]) -> Table:
    replaced = [known_at for begun, known_at in later if begun <= start]
    if replaced:
        return {"retracted_at": min(replaced), **entry}
    return {"until": min(later)[0], **entry} if later else entry
