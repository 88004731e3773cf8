"""What a name in a log can stand for: its readings, from the name as it stands to the barest.

Clouds, gateways and tools put something before or behind a model's name. What a provider decides
is in its book (`prefixes`, `region_prefixes`, `suffixes`), what is a grammar is here. Nothing is
taken off that may change the price: ":free", "-fast", a version that is not the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tokenomics.books.rates import Provider

# A tool's own mark: "[openclaw] gpt-5.2".
_LABEL = r"\[[^\]]+\]\s+(.+)"
# Where a cloud serves it: "us-gov-west-1/...", "projects/P/locations/us-east5/...", an ARN.
_PLACES = (
    r"([a-z]{2}(?:-[a-z]+)+-\d)/(.+)",
    r"projects/[^/]+/locations/([^/]+)/(.+)",
    r"arn:aws[a-z-]*:bedrock:([a-z0-9-]+):\d*:foundation-model/(.+)",
)
# A profile names its geography itself; the region of its ARN is only where it was asked.
_PROFILE = r"arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d*:inference-profile/(.+)"
_OPAQUE = (
    r"arn:aws[a-z-]*:bedrock:[^/]*:(?!inference-profile/|foundation-model/)([a-z-]+)/"
    r"|(?:^|/)(endpoint)s/\d+$"
)
# Who tuned it, the context window that a tool asks for, the version where there is one only.
_ENDS = (
    ("fine-tuned", r"(ft:[^:]+):.*"),
    ("context window", r"(?i)(.+)\[\d+[km]\]"),
    ("first version", r"(.+)(?:-v1:0|@default|@latest)"),
)
_DATED = r"(.+)([-@])(\d{8}|\d{4}-\d{2}-\d{2})"
_PREVIEW = r"(.+-(?:preview|exp))-(\d{2}-\d{2})"
# Claude's names have hyphens and, from version 4 on, the family first; gateways write otherwise.
_CLAUDE = r"claude-(\d+)(?:-(\d))?-([a-z]+)(-\d{8})?"
_POINT = r"(?<=\d)\.(?=\d)"


class Reading(NamedTuple):
    """A name that may be the book's, and the rules that led to it.

    `region` and `day` (its digits) are what was taken off the name; None and "" where nothing was.
    """

    name: str
    how: tuple[str, ...] = ()
    region: str | None = None
    day: str = ""


def readings(provider: Provider, name: str) -> Iterator[Reading]:
    """Every reading of a name that calls of a provider have, the most literal first."""
    front: Reading | None = Reading(name)
    while front is not None:
        bare: Reading | None = front
        while bare is not None:
            yield bare
            yield from _spellings(bare)
            bare = _without_end(provider, bare)
        front = _without_start(provider, front)


def opaque_kind(name: str) -> str:
    """What a name is that names something of its owner's, such as a profile; else empty."""
    found = re.search(_OPAQUE, name)
    return "" if found is None else (found[1] or found[2]).replace("-", " ")


def _step(reading: Reading, name: str, how: str, region: str | None = None) -> Reading:
    told = reading.how if reading.how[-1:] == (how,) else (*reading.how, how)
    return reading._replace(name=name, how=told, region=region or reading.region)


def _without_start(provider: Provider, reading: Reading) -> Reading | None:
    """The reading without what stands first in it; None where no rule knows its start."""
    name = reading.name
    if label := re.fullmatch(_LABEL, name):
        return _step(reading, label[1], "label")
    if prefix := _prefix(provider, name):
        return _step(reading, name[len(prefix) :], "prefix")
    for start, region in provider.region_prefixes.items():
        if _starts(name, start):
            return _step(reading, name[len(start) :], f"region {region}", region)
    for pattern in _PLACES:
        if place := re.fullmatch(pattern, name):
            return _step(reading, place[2], f"region {place[1]}", place[1])
    if profile := re.fullmatch(_PROFILE, name):
        return _step(reading, profile[1], "inference profile")
    return None


def _prefix(provider: Provider, name: str) -> str:
    """What the provider allows before a name, its own names with a slash included."""
    head, slash, rest = name.partition("/")
    if rest and head.lower() in (provider.name, *provider.synonyms):
        return head + slash
    return next((prefix for prefix in provider.prefixes if _starts(name, prefix)), "")


def _starts(name: str, prefix: str) -> bool:
    return len(name) > len(prefix) and name[: len(prefix)].lower() == prefix.lower()


def _without_end(provider: Provider, reading: Reading) -> Reading | None:
    """The reading without what stands last in it; None where no rule knows its end."""
    for how, pattern in _ENDS:
        if found := re.fullmatch(pattern, reading.name):
            return _step(reading, found[1], how)
    for suffix in provider.suffixes:
        if _starts(reading.name[::-1], suffix[::-1]):
            return _step(reading, reading.name[: -len(suffix)], "suffix")
    return _without_day(reading)


def _without_day(reading: Reading) -> Reading | None:
    """The reading without the day at its end, and first with a hyphen before it."""
    if (dated := re.fullmatch(_DATED, reading.name)) and _is_day(dated[3]):
        day = dated[3].replace("-", "")
        undated = dated[1] if dated[2] == "-" else f"{dated[1]}-{dated[3]}"
        return _step(reading, undated, "dated suffix")._replace(day=day)
    # 2000 was a leap year: every day that a year can have is a day of it.
    if (preview := re.fullmatch(_PREVIEW, reading.name)) and _is_day(f"2000-{preview[2]}"):
        return _step(reading, preview[1], "dated suffix")
    return None


def day_of(name: str) -> str:
    """The digits of the day at the end of a name; empty where there is none."""
    return "" if (undated := _without_day(Reading(name))) is None else undated.day


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _spellings(reading: Reading) -> Iterator[Reading]:
    """The name as Anthropic spells it: "claude-4.6-sonnet" is its claude-sonnet-4-6."""
    name = reading.name.lower()
    if not name.startswith("claude-"):
        return
    hyphened = re.sub(_POINT, "-", name)
    if hyphened != name:
        yield _step(reading, hyphened, "spelling")
    if turned := re.fullmatch(_CLAUDE, hyphened):
        major, minor, kind, day = turned.groups(default="")
        version = f"{major}-{minor}" if minor else major
        yield _step(reading, f"claude-{kind}-{version}{day}", "spelling")
