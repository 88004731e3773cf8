"""What a side of a comparison is by its name: a ledger, a report, logs, a period or a label."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.analysis.periods import Span, named
from tokenomics.comparing.document import is_report
from tokenomics.dimensions import BY_NAME
from tokenomics.ledger import Ledger
from tokenomics.places import Remote, place
from tokenomics.records.errors import ConfigError

Kind = Literal["ledger", "report", "logs", "period", "label"]

_TO = ".."
_GLOB = "*?["
_LOG = "_delta_log"


class Named(NamedTuple):
    """A side as it was named: `path` of what is read, `span` of a period, `label` as a filter,
    `ledger` where it is open already.
    """

    text: str
    kind: Kind
    path: Path | None = None
    span: Span | None = None
    label: tuple[str, str] | None = None
    ledger: Ledger | None = None


def side_of(text: str, tz: ZoneInfo) -> Named:
    """What a side is: what exists under that name, else a period of the zone, else KEY=VALUE, else the
    address of a ledger, else a glob.

    Raises ConfigError where it is none of them, or exists and is a period or a label as well.
    """
    path, span, label = Path(text), _span(text, tz), _label(text)
    if path.exists():
        if span or label:
            what = "a period" if span else "a label"
            raise ConfigError(
                f"{text!r} is {what}, and a {_kind(path)} of that name is here:"
                f" write ./{text} for that, or ask from another folder"
            )
        return Named(text, _kind(path), path)
    if span:
        return Named(text, "period", span=span)
    if label:
        return Named(text, "label", label=label)
    if isinstance(place(text), Remote):
        return Named(text, "ledger", path)
    if any(sign in text for sign in _GLOB):
        return Named(text, "logs", path)
    raise ConfigError(
        f"{text!r} is no file, folder or ledger that is here, no period such as 2026-10 or"
        " 2026-10-01..2026-10-15, and no label KEY=VALUE"
    )


def _kind(path: Path) -> Kind:
    if (path / _LOG).is_dir():
        return "ledger"
    return "report" if is_report(path) else "logs"


def _span(text: str, tz: ZoneInfo) -> Span | None:
    """A period, or those from one to another, both of them in it; None where the text is none."""
    first, sign, last = text.partition(_TO)
    try:
        start = named(first, tz)
        end = named(last, tz) if sign else start
    except ConfigError:
        return None
    if start.since and end.until and start.since >= end.until:
        raise ConfigError(f"the period {text!r} ends before it begins")
    return Span(start.since, end.until)


def _label(text: str) -> tuple[str, str] | None:
    key, sign, value = text.partition("=")
    if not sign or not key or "/" in key:
        return None
    return (key if key in BY_NAME or key.startswith("tag:") else f"tag:{key}"), value
