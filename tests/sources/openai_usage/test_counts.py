"""OpenAI's overlapping counts as disjoint meters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.draft import Draft, drafts_of
from support.laws import few
from support.reported import COMPLETIONS, DAY, START, one
from tokenomics.sources.openai_usage import SOURCE

BOUNDS = {"start_time": START, "end_time": START + DAY}
OLD = {"object": COMPLETIONS["object"], "input_tokens": 1000, "output_tokens": 500}
INPUT = ("input", "cache_read", "cache_write")


def result(**changes: Any) -> Draft:
    """The draft of a completions result with changes."""
    return one(SOURCE, BOUNDS, COMPLETIONS, **changes)


def counts(draft: Draft, *names: str) -> tuple[Any, ...]:
    """The problem of a draft, which must be none, and some of its columns."""
    assert draft["problem"] is None
    return tuple(draft[name] for name in names)


def test_input_holds_cached_tokens_and_writes() -> None:
    """1000 input = 500 uncached + 400 cached + 100 written; the breakdown is never added."""
    assert counts(result(), *INPUT, "output", "token_basis") == (500, 400, 100, 70, "reported")


def test_whole_numbers_as_floats() -> None:
    """An export writes whole numbers as 1000.0."""
    floats = {name: f"{v}.0" for name, v in COMPLETIONS.items() if isinstance(v, int)}

    assert counts(result(**floats), *INPUT, "requests") == (500, 400, 100, 4)


def test_modalities_are_apart() -> None:
    """500 uncached = 470 text + 20 audio + 10 images; 400 cached = 380 + 15 + 5; 70 = 60 + 7 + 3."""
    modalities = {
        "input_text_tokens": 470, "input_audio_tokens": 20, "input_image_tokens": 10,
        "input_cached_text_tokens": 380, "input_cached_audio_tokens": 15, "input_cached_image_tokens": 5,
        "output_text_tokens": 60, "output_audio_tokens": 7, "output_image_tokens": 3,
    }  # fmt: skip
    draft = result(**modalities)

    assert counts(draft, "input", "input_audio", "input_image") == (470, 20, 10)
    assert counts(draft, "cache_read", "cache_read_audio", "cache_read_image") == (380, 15, 5)
    assert counts(draft, "output", "output_audio", "output_image") == (60, 7, 3)


def test_modalities_that_include_cached_tokens() -> None:
    """850 text + 35 audio + 15 images = 500 uncached + 400 cached: what was cached is taken out."""
    modalities = {
        "input_text_tokens": 850, "input_audio_tokens": 35, "input_image_tokens": 15,
        "input_cached_audio_tokens": 15, "input_cached_image_tokens": 5,
    }  # fmt: skip
    draft = result(**modalities)

    # 500 - (35 - 15) - (15 - 5) = 470
    assert counts(draft, "input", "input_audio", "input_image") == (470, 20, 10)
    assert counts(draft, "cache_read", "cache_read_audio", "cache_read_image") == (380, 15, 5)


def test_output_that_is_text_only() -> None:
    """Where the output is the text alone, audio stands beside it."""
    draft = result(output_text_tokens=70, output_audio_tokens=30)

    assert counts(draft, "output", "output_audio") == (70, 30)


def test_older_pages() -> None:
    """Pages without a breakdown: 1000 input = 200 fresh + 800 cached."""
    draft = one(SOURCE, BOUNDS, OLD, input_cached_tokens=800)

    assert counts(draft, *INPUT, "output", "token_basis") == (200, 800, None, 500, "reported")


def test_audio_of_older_pages() -> None:
    """Older pages state text and audio side by side, and not what of the audio was cached."""
    audio = {"input_audio_tokens": 3000, "output_audio_tokens": 40}
    draft = one(SOURCE, BOUNDS, OLD, input_cached_tokens=0, **audio)

    assert counts(draft, "input", "input_audio", "output", "output_audio", "token_basis") == (
        1000, 3000, 500, 40, "partial",
    )  # fmt: skip


def test_no_word_of_the_cache() -> None:
    """Input of which no cached part is stated is kept as input, and is partial."""
    assert counts(one(SOURCE, BOUNDS, OLD), *INPUT, "token_basis") == (1000, None, None, "partial")


def test_a_total_beyond_its_parts() -> None:
    """1000 - 450 - 400 - 100 = 50 tokens that no part explains are kept under a name of their own."""
    draft = result(input_uncached_tokens=450)

    other = [{"meter": "unexplained_tokens", "quantity": Decimal(50), "unit": "token"}]
    assert counts(draft, "input", "other", "token_basis") == (450, other, "partial")


def test_a_total_of_a_trillion() -> None:
    """A total that nobody can have meant is refused."""
    draft = result(input_tokens=950 + 10**12, input_uncached_tokens=450)

    assert draft["problem"] == "input_tokens: exceeds its parts by a trillion"


@pytest.mark.parametrize(
    ("batch", "tier", "served", "billing"),
    [
        (True, "default", "batch", "metered"),
        ("FALSE", "default", "standard", "metered"),
        ("False", "priority", "priority", "metered"),
        (None, None, None, "metered"),
        (False, "flex", "flex", "metered"),
        (False, "scale", "scale", "provisioned"),
        (False, "incentivized-tier", "incentivized-tier", "free"),
        (False, "novel", "novel", "metered"),
    ],
)
def test_tiers(batch: Any, tier: str | None, served: str | None, billing: str) -> None:
    """A batch is a tier, default is standard, tokens for shared data are free, others stay as named."""
    draft = result(batch=batch, service_tier=tier)

    assert counts(draft, "service_tier", "billing") == (served, billing)


def test_vector_storage_has_no_price() -> None:
    """2,500,001 bytes x 0.000001 = 2.500001 megabytes, named and left to be unpriced."""
    draft = one(SOURCE, BOUNDS, {"object": "organization.usage.vector_stores.result"}, usage_bytes=2_500_001)  # fmt: skip

    other = {"meter": "vector_store_megabytes", "quantity": Decimal("2.500001"), "unit": "megabyte"}
    assert counts(draft, "other", "input", "requests") == ([other], None, None)


def test_compute_units_are_kept() -> None:
    """Compute units, whatever they are, are kept and named."""
    units = [{"meter": "compute_units", "quantity": Decimal("1.5"), "unit": None}]

    assert counts(result(compute_units="1.5"), "other") == (units,)


def test_requests_of_web_searches_are_counted_elsewhere() -> None:
    """The model requests that searched are among the completions; the searches are nowhere else."""
    searches = {"object": "organization.usage.web_searches.result", "context_level": "medium"}
    draft = one(SOURCE, BOUNDS, searches, num_model_requests=7, num_requests=9)

    assert counts(draft, "requests", "web_search", "tags") == (None, 9, {"context_level": "medium"})


def test_moderation_is_free() -> None:
    """Moderation is not billed."""
    moderation = {"object": "organization.usage.moderations.result", "input_tokens": 1600}

    assert counts(one(SOURCE, BOUNDS, moderation), "input", "billing") == (1600, "free")


COUNTS = ("input_tokens", "output_tokens", "input_cached_tokens", "input_cache_write_tokens", "input_uncached_tokens", "input_audio_tokens", "num_model_requests")  # fmt: skip


@pytest.mark.parametrize("value", ["abc", -1, "1e30", "1.7"])
@pytest.mark.parametrize("name", COUNTS)
def test_bad_counts_are_rejects(name: str, value: Any) -> None:
    """A count that is no whole number of 0 or more refuses the row and names the field."""
    assert result(**{name: value})["problem"] == f"{name}: not a whole number of 0 or more"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"object": "organization.costs.result"}, "object: no usage result that is known"),
        ({"start_time": None}, "start_time: missing"),
        ({"end_time": "soon"}, "end_time: not an instant"),
        ({"end_time": START}, "end_time: not after start_time"),
        ({"batch": "perhaps"}, "batch: not true or false"),
        ({"input_tokens": None}, "input_tokens: missing"),
        ({"output_tokens": ""}, "output_tokens: missing"),
        ({"input_cached_tokens": 901}, "input_cached_tokens and input_cache_write_tokens: exceeds input_tokens"),
        ({"input_uncached_tokens": 501}, "parts of input_tokens: exceeds input_tokens"),
        ({"input_audio_tokens": 501}, "input_audio_tokens and input_image_tokens: exceeds input_uncached_tokens"),
        ({"input_cached_audio_tokens": 401}, "cached audio and images: exceeds input_cached_tokens"),
        ({"output_audio_tokens": 71}, "output_audio_tokens and output_image_tokens: exceeds output_tokens"),
        ({"object": "organization.usage.images.result"}, "images: missing"),
    ],
)  # fmt: skip
def test_impossible_rows_name_their_field(changes: dict[str, Any], problem: str) -> None:
    """Whatever cannot be read or cannot be is named with its reason."""
    assert result(**changes)["problem"] == problem


SMALL = st.integers(0, 300)


@few(10)
@given(st.lists(st.tuples(SMALL, SMALL, SMALL, SMALL), min_size=40, max_size=40))
def test_leaves_are_disjoint(parts: list[tuple[int, int, int, int]]) -> None:
    """Leaves are never negative and sum to the input; else the row is refused."""
    rows = [(i, _stated(*part)) for i, part in enumerate(parts, 1)]
    leaves = (*INPUT, "input_audio", "cache_read_audio")

    for draft in drafts_of(SOURCE, rows):
        found = [draft[name] or 0 for name in leaves]
        if draft["problem"] is None:
            assert (sum(found), min(found) >= 0) == (1000, True)
    kept = [d["problem"] is None for d in drafts_of(SOURCE, rows)]
    assert kept == [
        audio <= 1000 - cached - written and cached_audio <= cached
        for cached, written, audio, cached_audio in parts
    ]


def _stated(cached: int, written: int, audio: int, cached_audio: int) -> dict[str, Any]:
    parts = {
        "input_cached_tokens": cached,
        "input_cache_write_tokens": written,
        "input_uncached_tokens": 1000 - cached - written,
        "input_audio_tokens": audio,
        "input_cached_audio_tokens": cached_audio,
    }
    return {**COMPLETIONS, **BOUNDS, **parts}
