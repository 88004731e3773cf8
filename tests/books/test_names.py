"""Tests of readings: what each rule takes off a name, in which order, and what none does."""

from __future__ import annotations

import pytest

from tokenomics.books.names import day_of, opaque_kind, readings
from tokenomics.books.rates import plain_provider

ACME = plain_provider("acme")._replace(
    synonyms=("acme-ai",),
    prefixes=("models/", "acme--"),
    suffixes=("-thinking", "-xhigh"),
    region_prefixes={"us.": "us", "eu/": "europe"},
)


def _last(name: str) -> tuple[str, tuple[str, ...], str | None]:
    last = list(readings(ACME, name))[-1]
    return last.name, last.how, last.region


@pytest.mark.parametrize(
    ("name", "bare", "how"),
    [
        ("m", "m", ()),
        ("acme/m", "m", ("prefix",)),
        ("ACME-AI/m", "m", ("prefix",)),
        ("acme/models/m", "m", ("prefix",)),
        ("acme--m", "m", ("prefix",)),
        ("[tool] m", "m", ("label",)),
        ("m[1m]", "m", ("context window",)),
        ("m-thinking-xhigh", "m", ("suffix",)),
        ("ft:m:org::id", "ft:m", ("fine-tuned",)),
        ("m-v1:0", "m", ("first version",)),
        ("m@default", "m", ("first version",)),
        ("m-2026-01-31", "m", ("dated suffix",)),
        ("m-20260131", "m", ("dated suffix",)),
        ("m@20260131", "m", ("dated suffix",)),
        ("m-preview-02-29", "m-preview", ("dated suffix",)),
        ("acme/m-20260131-v1:0[1m]", "m", ("prefix", "context window", "first version", "dated suffix")),
    ],
)  # fmt: skip
def test_a_rule_takes_off_what_does_not_change_the_price(
    name: str, bare: str, how: tuple[str, ...]
) -> None:
    """The barest reading, and the rules that led to it."""
    assert _last(name) == (bare, how, None)


@pytest.mark.parametrize(
    ("name", "bare", "region"),
    [
        ("us.m", "m", "us"),
        ("acme/eu/m", "m", "europe"),
        ("acme/us-gov-west-1/m", "m", "us-gov-west-1"),
        ("projects/p-1/locations/us-east5/models/m", "m", "us-east5"),
        ("arn:aws:bedrock:us-east-1::foundation-model/m", "m", "us-east-1"),
        ("arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/m", "m", "us-gov-west-1"),
        ("arn:aws:bedrock:eu-west-1:123:inference-profile/us.m", "m", "us"),
        ("arn:aws:bedrock:eu-west-1:123:inference-profile/m", "m", None),
    ],
)
def test_a_start_may_tell_the_region(name: str, bare: str, region: str | None) -> None:
    """The region that is bought; where a profile was asked is not it."""
    read = _last(name)

    assert (read[0], read[2]) == (bare, region)


@pytest.mark.parametrize(
    "name",
    [
        "m:free",
        "m:thinking",
        "m-fast-us",
        "m-v2:0",
        "m-v1",
        "m@abc",
        "m-0613",
        "m-01-31",
        "m-preview-02-30",
        "m-2026-02-31",
        "m-high",
        "eu.m",
        "other/m",
        "[tool]m",
        "m[1x]",
        "routers/m",
        "us.",
        "acme/",
        "-xhigh",
        "",
    ],
)
def test_what_no_rule_knows_stays(name: str) -> None:
    """A mark that may have a price of its own, or that another provider sets, is not taken off."""
    assert [reading.name for reading in readings(ACME, name)] == [name]


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("claude-4.6-sonnet-20260217", "claude-sonnet-4-6-20260217"),
        ("Claude-Opus-4.6", "claude-opus-4-6"),
        ("claude-4-sonnet", "claude-sonnet-4"),
        ("claude-3.5-sonnet", "claude-3-5-sonnet"),
    ],
)
def test_claude_is_spelled_as_anthropic_does(name: str, spelled: str) -> None:
    """Points are hyphens, and the family may stand before or behind the version."""
    assert spelled in [reading.name for reading in readings(ACME, name)]


def test_readings_go_from_the_name_as_it_stands_to_the_barest() -> None:
    """Every end is tried before more of the start is taken off."""
    assert [reading.name for reading in readings(ACME, "acme/us.m-20260131")] == [
        "acme/us.m-20260131",
        "acme/us.m",
        "us.m-20260131",
        "us.m",
        "m-20260131",
        "m",
    ]


@pytest.mark.parametrize(
    ("name", "day"),
    [("m-2024-08-06", "20240806"), ("m@20240806", "20240806"), ("m-preview-02-29", ""), ("m", "")],
)
def test_the_day_at_the_end_of_a_name_has_eight_digits(name: str, day: str) -> None:
    """However it is written; a day without a year is none."""
    assert day_of(name) == day


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("arn:aws:bedrock:us-east-1:123:application-inference-profile/ab12", "application inference profile"),
        ("bedrock/converse/arn:aws:bedrock:us-east-1:123:provisioned-model/ab12", "provisioned model"),
        ("projects/p/locations/us-east5/endpoints/123", "endpoint"),
        ("arn:aws:bedrock:us-east-1:123:inference-profile/us.m", ""),
        ("arn:aws:bedrock:us-east-1::foundation-model/m", ""),
        ("m", ""),
    ],
)  # fmt: skip
def test_what_its_owner_named_is_told_apart(name: str, kind: str) -> None:
    """A profile, a provisioned model or an endpoint of one's own does not say which model it is."""
    assert opaque_kind(name) == kind
