from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.draft import macros, value
from tokenomics.sources.readable import TAG_COLUMNS

LIMIT = Decimal(10) ** 20
WIDE = Context(prec=200, rounding=ROUND_HALF_EVEN)


def column(expression: str, texts: list[str]) -> list[Any]:
    """An expression over `t`, for every text in order."""
    query = f"SELECT {expression} FROM (SELECT unnest($texts) AS t)"
    return [row[0] for row in macros().execute(query, {"texts": texts}).fetchall()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("17", 17),
        (" 17 ", 17),
        ("17.0", 17),
        ("007", 7),
        ("999999999999999", 999999999999999),
        ("1000000000000000", None),
        ("1.7", None),
        ("-1", None),
        ("1e30", None),
        ("1e3", None),
        ("abc", None),
        ("1_000", None),
        ("NaN", None),
        ("", None),
        (None, None),
    ],
)
def test_counts(text: str | None, expected: int | None) -> None:
    """A count is a whole number of at most 15 digits, and nothing else becomes one."""
    assert value("as_count(?)", text) == expected


@given(st.integers(0, 10**15 - 1))
@settings(max_examples=50, deadline=None)
def test_every_whole_number_is_itself(number: int) -> None:
    """Digits that Python writes are the same count."""
    assert value("as_count(?)", str(number)) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1.5", "1.5"), ("0.000001", "0.000001"), ("0.0000001", None), ("-1", None), ("x", None)],
)
def test_quantities(text: str, expected: str | None) -> None:
    """A quantity has up to six decimals and is never rounded."""
    assert value("as_quantity(?)", text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("text", "expected"), [("0.5", 0.5), ("-2", -2.0), ("inf", None), ("nan", None), ("x", None)]
)
def test_numbers(text: str, expected: float | None) -> None:
    """A score is a finite number."""
    assert value("as_number(?)", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8389.32", "8389.32"),
        ("0.1", "0.1"),
        ("-0.1", "-0.1"),
        (".5", "0.5"),
        ("5.", "5"),
        ("7.5e-06", "0.0000075"),
        ("2.5E+3", "2500"),
        ("123456789012.345678901234567891", "123456789012.345678901234567891"),
        # Ties at the nineteenth decimal go to the even eighteenth.
        ("0.1234567890123456785", "0.123456789012345678"),
        ("0.1234567890123456775", "0.123456789012345678"),
        ("2.5e-18", "0.000000000000000002"),
        ("1.5e-18", "0.000000000000000002"),
        ("1e-400", "0"),
    ],
)
def test_amounts(text: str, expected: str) -> None:
    """An amount keeps its digits and is rounded half to even at 18 decimals."""
    assert value("as_amount(?)", text) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["1e30", "100000000000000000000", "abc", "1_0", "$5", "1,5", "NaN", "--1", "e5", "."]
)
def test_no_amounts(text: str) -> None:
    """What is no amount, or does not fit, is none."""
    assert value("as_amount(?)", text) is None


DECIMALS = st.builds(
    lambda sign, whole, part, exponent: f"{sign}{whole}.{part}{exponent}",
    st.sampled_from(["", "-", "+"]),
    st.integers(0, 10**12).map(str),
    st.text("0123456789", max_size=30),
    st.sampled_from(["", "e-3", "E-9", "e+4", "e-18"]),
)


@given(st.lists(DECIMALS, min_size=50, max_size=50))
@settings(max_examples=20, deadline=None)
def test_amounts_are_those_of_decimal(texts: list[str]) -> None:
    """Amounts are what exact decimal arithmetic says of the same text."""
    exact = [Decimal(text) for text in texts]

    assert column("as_amount(t)", texts) == [
        amount.quantize(Decimal(1).scaleb(-18), context=WIDE) for amount in exact
    ]
    assert [text is not None for text in column("amount_text(t)", texts)] == [
        amount != amount.quantize(Decimal(1).scaleb(-18), context=WIDE) for amount in exact
    ]


@given(st.lists(DECIMALS, min_size=50, max_size=50), st.integers(-9, 9))
@settings(max_examples=20, deadline=None)
def test_moving_the_point_loses_nothing(texts: list[str], places: int) -> None:
    """A moved point multiplies by a power of ten without losing a digit."""
    moved = column(f"scaled(t, {places})", texts)

    assert [Decimal(text) for text in moved] == [
        WIDE.scaleb(Decimal(text), places) for text in texts
    ]
    assert not any("e" in text.lower() for text in moved)


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("1200.00", "1200.00", None),
        ("1200.00 USD", "1200.00", "USD"),
        ("100eur", "100", "EUR"),
        (" 5 USD ", "5", "USD"),
        ("USD", "", None),
    ],
)
def test_money(text: str, number: str, currency: str | None) -> None:
    """An amount may carry the code of its currency."""
    assert value("money_number(?)", text) == number
    assert value("money_currency(?)", text) == currency


@pytest.mark.parametrize(
    ("text", "expected"), [("8500", 8500), ("8500.4", 8500), ("0.5", 1), ("-1", None), ("x", None)]
)
def test_durations(text: str, expected: int | None) -> None:
    """A duration is rounded to whole milliseconds and never negative."""
    assert value("as_millis(?)", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("True", True), ("1", True), ("yes", True), ("FALSE", False), ("0", False), ("no", False), ("None", None)],
)  # fmt: skip
def test_flags(text: str, expected: bool | None) -> None:
    """Flags come in several spellings, and a word that is none is unknown."""
    assert value("as_flag(?)", text) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/chat/completions", "chat"), ("v1/completions?x=1", "completion"), ("openai/embeddings", "embedding"),
        ("/v1/messages", "messages"), ("/v1/responses", "responses"), ("/messaging", None), (None, None),
    ],
)  # fmt: skip
def test_operations(path: str | None, expected: str | None) -> None:
    """The path of an API says what was asked."""
    assert value("operation_at(?)", path) == expected


def test_key_ids() -> None:
    """A secret is digested; a hash or a name stays."""
    digest = "a34db0ea8b0e5bc8b1a9b0f2d8d6d3f9"
    assert value("as_key_id(?)", digest) == digest
    assert value("as_key_id(?)", "sk-secret") == value("sha256('sk-secret')")
    assert value("as_key_id('')") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-02T09:20:46.847371Z", "2026-11-02 09:20:46.847371+00"),
        ("2026-11-02T09:20:46+01:00", "2026-11-02 08:20:46+00"),
        ("2026-11-02 09:20:46 UTC", "2026-11-02 09:20:46+00"),
        ("2026-11-02T09:20:46", None),
        ("2026-11-02", None),
        ("2026-13-02T09:20:46Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("2999-01-01T00:00:00Z", None),
        ("yesterday", None),
    ],
)
def test_instants(text: str, expected: str | None) -> None:
    """An instant states its offset and lies between 2000 and 2100."""
    assert value("CAST(as_instant(?) AS VARCHAR)", text) == expected


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2023-11-16 18:17:03.9799600", "UTC", "2023-11-16 18:17:03.97996+00"),
        ("2026-07-02 09:00:00", "Europe/Berlin", "2026-07-02 07:00:00+00"),
        ("2026-07-02T09:00:00Z", "Europe/Berlin", "2026-07-02 09:00:00+00"),
        ("x", "UTC", None),
    ],
)
def test_instants_in_a_zone(text: str, zone: str, expected: str | None) -> None:
    """An instant without an offset is read in the zone; one with an offset keeps it."""
    assert value("CAST(as_instant_in(?, ?) AS VARCHAR)", text, zone) == expected


def test_days() -> None:
    """A day is its first microsecond, or its last, in a zone."""
    assert value("is_day('2026-11-30')")
    assert not value("is_day('2026-11-30T00:00:00Z')")
    first = "CAST(first_of_day('2026-11-01', 'Europe/Berlin') AS VARCHAR)"
    assert value(first) == "2026-10-31 23:00:00+00"
    last = "CAST(last_of_day('2026-11-30', 'UTC') AS VARCHAR)"
    assert value(last) == "2026-11-30 23:59:59.999999+00"
    assert value("first_of_day('2026-02-30', 'UTC')") is None


@pytest.mark.parametrize(
    ("text", "micros", "expected"),
    [
        ("1793610000", "1000000", "2026-11-02 09:00:00+00"),
        ("1793610000.5", "1000000", "2026-11-02 09:00:00.5+00"),
        ("1793610000500", "1000", "2026-11-02 09:00:00.5+00"),
        ("1793610000500000", "1", "2026-11-02 09:00:00.5+00"),
        ("1793610000500000999", "0.001", "2026-11-02 09:00:00.5+00"),
        ("99999999999999999999", "1000000", None),
        ("-1", "1", None),
        ("x", "1", None),
    ],
)
def test_epochs(text: str, micros: str, expected: str | None) -> None:
    """A number since 1970 is an instant, cut to microseconds."""
    assert value(f"CAST(as_epoch(?, {micros}) AS VARCHAR)", text) == expected


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=40, max_size=40))
@settings(max_examples=10, deadline=None)
def test_rest_of_a_whole(pairs: list[tuple[int, int]]) -> None:
    """The rest and the parts are the whole; where there is no rest, the parts exceed it."""
    query = (
        "SELECT rest_of(w, p), exceeds('p', p, 'w', w) "
        "FROM (SELECT unnest($pairs) AS pair), LATERAL (SELECT pair[1] AS w, pair[2] AS p)"
    )
    found = macros().execute(query, {"pairs": [list(pair) for pair in pairs]}).fetchall()

    for (whole, parts), (rest, problem) in zip(pairs, found, strict=True):
        if parts <= whole:
            assert (rest + parts, problem) == (whole, None)
        else:
            assert (rest, problem) == (None, "p: exceeds w")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("feature:x; env=prod ;vip", {"feature": "x", "env": "prod", "vip": "true"}),
        ("url:https://x/?a=1", {"url": "https://x/?a=1"}),
        ('{"a": "x", "b": 2, "c": null, "d": ""}', {"a": "x", "b": "2"}),
        ('["feature:x", "vip"]', {"feature": "x", "vip": "true"}),
        ("a:1;a:2", {"a": "1"}),
        ("{}", None),
        ("[]", None),
        ("null", None),
        ("", None),
        (None, None),
    ],
)
def test_tags(text: str | None, expected: dict[str, str] | None) -> None:
    """Tags are pairs in one of three notations; the first of a key stands."""
    assert value("as_map(tag_entries(?))", text) == expected


@pytest.mark.parametrize("text", ["{broken", "[broken", '{"a": 1, "a": 2}'])
def test_no_tags(text: str) -> None:
    """What is no notation of tags is unreadable rather than empty."""
    assert value("tag_entries(?)", text) is None


@pytest.mark.parametrize("name", TAG_COLUMNS)
def test_tags_know_their_columns(name: str) -> None:
    """A tag with the name of a column fills that column, in any case of letters."""
    assert value("tag_column(?)", name) == name
    assert value("tag_column(?)", name.upper()) == name


def test_tags_that_fed_a_column_are_spent() -> None:
    """A tag leaves when its column has its value, and stays when the column has another."""
    tags = "env:prod;team:blue;other:1"
    assert value("told_by(tag_entries(?))", tags) == {"environment": "prod", "team": "blue"}
    left = "left_over(tag_entries(?), MAP {'environment': 'prod', 'team': 'red'})"
    assert value(left, tags) == {"team": "blue", "other": "1"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"x": 1.5}', [{"meter": "x", "quantity": Decimal("1.5"), "unit": None}]),
        (
            '[{"meter": "x", "quantity": "3", "unit": "call"}]',
            [{"meter": "x", "quantity": Decimal(3), "unit": "call"}],
        ),
        ('{"x": -1}', None),
        ('[{"quantity": 1}]', None),
        ("x", None),
    ],
)
def test_other_quantities(text: str, expected: list[dict[str, Any]] | None) -> None:
    """Quantities without a meter of the table are pairs or objects, and each must be readable."""
    assert value("as_others(?)", text) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("bad_count('n', 'x')", "n: not a whole number of 0 or more"),
        ("bad_count('n', '3')", None),
        ("bad_count('n', ' ')", None),
        ("bad_count('n', NULL)", None),
        ("bad_amount('n', 'x')", "n: not an amount"),
        ("absent('n', NULL)", "n: missing"),
        ("absent('n', 1)", None),
        ("bad_instant('t', 'x', NULL)", "t: not an instant between 2000 and 2100"),
        (
            "bad_instant('t', '2026-11-02 09:00:00', NULL)",
            "t: no zone; write it like 2026-11-02T09:00:00Z, or name a timezone in a [[source]]",
        ),
    ],
)
def test_problems(expression: str, expected: str | None) -> None:
    """A problem names its field and the reason; blank text has none."""
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("4", 4), ("4.0", 4), ("1.7", None), ("1" * 13, None), ("-1", None)]
)
def test_pieces(text: str, expected: int | None) -> None:
    """Things that are counted are whole, and fit a quantity."""
    assert value("as_pieces(?)", text) == expected


@pytest.mark.parametrize(
    ("length", "longest", "width", "start"),
    [
        (86400, 86400, 86400, 86400),
        (3600, 86400, 3600, 97200),
        (60, 60, 60, 100_020),
        (23_340, 86400, 86400, 86400),
        (1800, 3600, 3600, 97200),
        (59, 59, 60, 100_020),
        (172_800, 172_800, 172_800, 100_039),
    ],
)
def test_width_and_start_of_a_bucket(length: int, longest: int, width: int, start: int) -> None:
    """A bucket that is cut off is as wide as its pull's longest and starts where a whole one does."""
    assert value("bucket_width(?, ?)", length, longest) == width
    assert value("bucket_start(?, bucket_width(?, ?))", 100_039, length, longest) == start


@pytest.mark.parametrize(
    ("width", "by", "name"),
    [(60, "model", "1m: model"), (3600, "", "1h"), (86400, "a, b", "1d: a, b"), (7, "", "7s")],
)
def test_series_name(width: int, by: str, name: str) -> None:
    """A series is named by its width and what it is grouped by."""
    assert value("series_name(?, ?)", width, by) == name


def test_rank_of_a_bucket() -> None:
    """A whole bucket stands before a part, then the later pull, then the greater sum."""
    rising = [(60, 999, 999), (86400, 7, 999), (86400, 10, 1), (86400, 10, 2)]
    ranks = [value("bucket_rank(?, ?, ?)", *of) for of in rising]

    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 4


def test_key_of_a_bucket() -> None:
    """Further sums of one bucket have keys of their own."""
    assert [value("bucket_key('b', ?)", place) for place in (1, 2)] == ["b", "b\x1f2"]
