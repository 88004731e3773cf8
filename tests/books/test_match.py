"""Tests of names: what matches, and above all what does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books import Book, Call, load_book, quote, with_overlay
from tokenomics.books.book import assemble, bundled
from tokenomics.books.match import family, matches, models_named, nearest_names, why_unknown
from tokenomics.books.names import readings
from tokenomics.books.rates import plain_provider
from tokenomics.records.errors import PriceError

Write = Callable[..., Path]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

CLOUD = """
provider = "cloud"
synonyms = ["cloud_ai"]
prefixes = ["publishers/anthropic/models/", "accounts/cloud/models/"]
suffixes = ["-thinking", "-xhigh"]
opaque_names = "deployments are named by their owner"
[regions]
global = ""
"*" = "local"
us = "us"
eu = "eu"
jp = "jp"
[region_prefixes]
"us." = "us"
"eu." = "eu"
"jp." = "jp"
"global." = "global"
"us/" = "us"
[[price]]
model = ["claude-haiku-4-5", "anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-5-20250929-v1:0", "k3", "gpt-5", "gpt-5.6-sol", "Llama-4-Scout"]
rates = [{ input = 1 }, { region = "us", input = 1.1 }, { region = "local", input = 1.2 }]
"""


def _match(provider: str, model: str, book: Book | None = None) -> list[tuple[str, str, str]]:
    return [match[:3] for match in matches(book or bundled(), provider, model)]


def _reached(provider: str, model: str, book: Book) -> list[tuple[str, str | None]]:
    return [(match.model, match.region) for match in matches(book, provider, model)]


def _book(models: Sequence[str]) -> Book:
    """A book with these models of one provider, each of them priced."""
    like = bundled().rates[0]
    provider = plain_provider("acme")._replace(
        prefixes=("models/",), suffixes=("-thinking",), region_prefixes={"us.": "us"}
    )
    rates = [like._replace(provider="acme", model=model, start=None, end=None) for model in models]
    return assemble("test", "list", layers=(), providers=[provider], rates=rates)


@pytest.mark.parametrize(
    ("provider", "name", "model", "how"),
    [
        ("openai", "o3", "o3", "exact"),
        ("OpenAI", "o3-mini", "o3-mini", "exact"),
        ("openai", "gpt-4o-2024-05-13", "gpt-4o-2024-05-13", "exact"),
        ("openai", "gpt-4-0613", "gpt-4", "alias"),
        ("openai", "gpt-5.6", "gpt-5.6-sol", "alias"),
        ("openai", "openai/o3-mini", "o3-mini", "prefix"),
        ("openai", "openai/gpt-4-0613", "gpt-4", "prefix + alias"),
        ("openai", "gpt-4.1-2026-01-31", "gpt-4.1", "dated suffix"),
        ("openai", "gpt-5.6-2026-07-10", "gpt-5.6-sol", "dated suffix + alias"),
        ("openai", "ft:gpt-4.1-2025-04-14:acme::Ab1", "ft:gpt-4.1-2025-04-14", "fine-tuned"),
        ("openai", "ft:gpt-3.5-turbo-0125:acme::Ab1", "ft:gpt-3.5-turbo", "fine-tuned + alias"),
        ("anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "alias"),
        ("anthropic", "claude-haiku-4-5@20251001", "claude-haiku-4-5-20251001", "dated suffix"),
        ("anthropic", "claude-opus-5-20260724", "claude-opus-5", "dated suffix"),
        ("gemini", "gemini/gemini-2.5-flash", "gemini-2.5-flash", "prefix"),
        ("google", "models/gemini-2.5-pro", "gemini-2.5-pro", "prefix"),
        ("mistralai", "mistral-large-latest", "mistral-large-latest", "exact"),
        ("moonshotai", "kimi/k3[1m]", "kimi-k3", "prefix + context window + alias"),
        ("fireworks", "accounts/fireworks/routers/glm-5p2-fast", "glm-5p2-fast", "prefix"),
        ("groq", "groq/openai/gpt-oss-120b", "openai/gpt-oss-120b", "prefix"),
        ("openai", "gpt-4o@20240806", "gpt-4o-2024-08-06", "dated suffix + alias"),
        ("openai", "GPT-5", "gpt-5", "capitals"),
        ("openai", "GPT-4-0613", "gpt-4", "capitals + alias"),
        ("openai", "[openclaw] gpt-5.2", "gpt-5.2", "label"),
        ("openai", "gpt-5.2-xhigh", "gpt-5.2", "suffix"),
        ("anthropic", "claude-sonnet-4-6[1m]", "claude-sonnet-4-6", "context window"),
        ("anthropic", "claude-opus-4-6-thinking-xhigh", "claude-opus-4-6", "suffix"),
        (
            "anthropic",
            "anthropic/claude-4.6-sonnet-20260217",
            "claude-sonnet-4-6",
            "prefix + dated suffix + spelling",
        ),
        ("anthropic", "anthropic--claude-4.6-opus", "claude-opus-4-6", "prefix + spelling"),
    ],
)
def test_a_name_reaches_its_model_by_a_rule(provider: str, name: str, model: str, how: str) -> None:
    """Each way to a model is named."""
    canonical = {"OpenAI": "openai", "gemini": "google", "mistralai": "mistral"}.get(
        provider, provider
    )

    assert _match(provider, name) == [(canonical, model, how)]


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        ("openai", "o3-large"),
        ("openai", "gpt-5.6-vega"),
        ("openai", "gpt-5-ultra"),
        ("openai", "gpt-4o:free"),
        ("openai", "gpt-4o:thinking"),
        ("openai", "gpt-5.1-codex-ultra-max"),
        ("google", "gemini-2.5-flash-preview-09-09"),
        ("anthropic", "claude-opus-4-6-fast"),
        ("anthropic", "claude-haiku-4-5@abc"),
        ("openai", "gpt-4.1-2026-02-31"),
        ("openai", "gpt-4o-2025-01-31"),
        ("anthropic", "claude-sonnet-4-5-20260131"),
        ("openai", "gpt-35-turbo-0613"),
        ("openai", "azure/gpt-4o"),
        ("openai", "anthropic/claude-opus-5"),
        ("openai", "ft:gpt-4o-2024-05-13:acme::Ab1"),
        ("openai", "ft:gpt-4o"),
        ("openai", ""),
        ("azure", "my-gpt-4o"),
        ("azure", "openai/gpt-4o"),
        ("aws-bedrock", "us.anthropic.claude-sonnet-4-6-v2:0"),
        ("aws-bedrock", "claude-sonnet-4-6"),
        ("anthropic", "us.anthropic.claude-sonnet-4-6-v1:0"),
        ("anthropic", "anthropic.claude-3-opus-20240229-v1:0"),
        ("anthropic", "claude"),
        ("vertex_ai", "gpt-4o"),
        ("google", "publishers/google/models/gemini-2.5-pro"),
        ("openrouter", "openai/gpt-4o"),
        ("fireworks", "accounts/fireworks/routers/glm-5p2-fast-us"),
        ("moonshotai", "kimi-k3:free"),
        ("", "gpt-4o"),
    ],
)
def test_likeness_reaches_nothing(provider: str, name: str) -> None:
    """A name that no rule explains, or that another seller bills, is unknown."""
    assert _match(provider, name) == []


def test_an_alias_that_moved_is_several_models_one_at_a_time() -> None:
    """gpt-4o meant its May version until 2024-10-02 and its August version from then on."""
    moved = datetime(2024, 10, 2, tzinfo=UTC)

    assert [match[1:4] for match in matches(bundled(), "openai", "gpt-4o")] == [
        ("gpt-4o-2024-05-13", "alias", (None, moved)),
        ("gpt-4o-2024-08-06", "alias", (moved, None)),
    ]


def test_nearest_names_are_of_the_same_provider() -> None:
    """A slip gets the names of its provider that look most like it."""
    assert nearest_names(bundled(), "anthropic", "claude-opus-5-55")[0] == "claude-opus-5-5"


def test_nearest_names_of_an_unknown_provider_say_whose_they_are() -> None:
    """Where the provider is unknown, names come with theirs."""
    assert nearest_names(bundled(), "acme", "gpt-4.5-preview")[0] == "openai/gpt-4.5-preview"


@pytest.mark.parametrize(
    ("name", "model", "region"),
    [
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0", "us"),
        ("jp.anthropic.claude-sonnet-4-6-v1:0", "anthropic.claude-sonnet-4-6", "jp"),
        ("global.anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-6", "global"),
        ("arn:aws:bedrock:eu-west-1:123:inference-profile/us.anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-6", "us"),
        ("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-6", "us-east-1"),
        ("cloud/us-gov-west-1/anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-6", "us-gov-west-1"),
        ("cloud_ai/gpt-5.6-sol", "gpt-5.6-sol", None),
        ("cloud/us/gpt-5", "gpt-5", "us"),
        ("claude-haiku-4-5@20251001", "claude-haiku-4-5", None),
        ("projects/p/locations/us-east5/publishers/anthropic/models/claude-haiku-4-5@20251001", "claude-haiku-4-5", "us-east5"),
        ("accounts/cloud/models/k3", "k3", None),
        ("cloud/k3[1m]", "k3", None),
        ("k3-thinking-xhigh", "k3", None),
        ("llama-4-scout", "Llama-4-Scout", None),
    ],
)  # fmt: skip
def test_a_cloud_name_reaches_its_model_and_region(
    toml: Write, name: str, model: str, region: str | None
) -> None:
    """What a cloud or a gateway writes around a model is taken off, and the region it tells kept."""
    assert _reached("cloud", name, load_book(toml(CLOUD))) == [(model, region)]


@pytest.mark.parametrize(
    ("provider", "name", "model", "region"),
    [
        ("azure", "azure/gpt-4o", "gpt-4o-2024-08-06", None),
        ("azure", "azure/us/gpt-5", "gpt-5", "us"),
        ("azure", "azure/eu/gpt-5-2025-08-07", "gpt-5", "eu"),
        ("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5", "us"),
        ("bedrock", "global.anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-6", "global"),
        ("bedrock", "bedrock/us-gov-west-1/anthropic.claude-sonnet-5", "anthropic.claude-sonnet-5", "us-gov-west-1"),
        ("bedrock", "bedrock/converse/arn:aws:bedrock:us-east-1:123:inference-profile/jp.anthropic.claude-opus-5", "anthropic.claude-opus-5", "jp"),
        ("aws-bedrock", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-5-20251101-v1:0", "anthropic.claude-opus-4-5", "us-east-1"),
        ("aws-bedrock", "bedrock_mantle/openai.gpt-5.6-luna", "openai.gpt-5.6-luna", None),
        ("vertex_ai", "claude-haiku-4-5@20251001", "claude-haiku-4-5", None),
        ("vertex_ai", "vertex_ai/claude-opus-5@default", "claude-opus-5", None),
        ("vertex_ai", "publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro", None),
        ("vertex_ai", "projects/p/locations/europe-west1/publishers/anthropic/models/claude-opus-5", "claude-opus-5", "europe-west1"),
    ],
)  # fmt: skip
def test_the_clouds_books_know_their_names(
    provider: str, name: str, model: str, region: str | None
) -> None:
    """Names as Azure, Bedrock and Vertex AI give them, alone and behind a gateway."""
    assert _reached(provider, name, bundled()) == [(model, region)]


@pytest.mark.parametrize(
    ("name", "region", "rate"),
    [
        ("us.anthropic.claude-sonnet-4-6", None, "0.0000011"),  # 1.1 / 1,000,000
        ("us.anthropic.claude-sonnet-4-6", "us-east-1", "0.0000011"),
        ("global.anthropic.claude-sonnet-4-6", "us-east-1", "0.000001"),  # 1 / 1,000,000
        ("anthropic.claude-sonnet-4-6", "us-east-1", "0.0000012"),  # 1.2 / 1,000,000
        ("anthropic.claude-sonnet-4-6", None, "0.000001"),
        ("eu.anthropic.claude-sonnet-4-6", None, ""),
    ],
)
def test_the_region_in_a_name_decides_the_price(
    toml: Write, name: str, region: str | None, rate: str
) -> None:
    """It is what was bought, whatever region answered; one without a price stays unpriced."""
    call = Call("cloud", name, None, region, None, 0, NOON)

    answer = quote(load_book(toml(CLOUD)), call)

    assert [f"{found.rate.rate.normalize():f}" for found in answer.rates.values()] == (
        [rate] if rate else []
    )


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("k3:free", "':free' has prices of its own, which the book does not know"),
        ("cloud/k3:thinking", "':thinking' has prices of its own, which the book does not know"),
        ("arn:aws:bedrock:us-east-1:123:application-inference-profile/ab12", "application inference profile does not tell its model: name it in [aliases]"),
        ("our-chat", "deployments are named by their owner: name its model in [aliases]"),
        ("accounts/cloud/routers/k3-fast-us", "deployments are named by their owner: name its model in [aliases]"),
    ],
)  # fmt: skip
def test_a_name_that_must_not_match_says_why(toml: Write, name: str, why: str) -> None:
    """A price variant, somebody's own profile or deployment, a router: no price, and the reason."""
    book = load_book(toml(CLOUD))

    answer = quote(book, Call("cloud", name, None, None, None, 0, NOON))

    assert (answer.model, answer.reason) == (None, why)


def test_a_deployment_is_mapped_by_an_alias(toml: Write) -> None:
    """An overlay's alias says which model a deployment or an inference profile is."""
    profile = "arn:aws:bedrock:us-east-1:123:application-inference-profile/ab12"
    aliases = f'provider = "cloud"\n[aliases]\nour-chat = "gpt-5"\n"{profile}" = "k3"\n'
    book = with_overlay(load_book(toml(CLOUD)), toml(aliases, "mine.toml"))

    assert _match("cloud", "cloud/our-chat", book) == [("cloud", "gpt-5", "prefix + alias")]
    assert _match("cloud", profile, book) == [("cloud", "k3", "alias")]


def test_a_deployment_may_be_mapped_to_a_name_that_moved(toml: Write) -> None:
    """It means what that name means, while it is mapped."""
    aliases = 'provider = "openai"\n[aliases]\n'
    aliases += 'our-chat = [{ model = "gpt-4o", from = 2024-09-01, until = 2025-01-01 }]\n'
    book = with_overlay(bundled(), toml(aliases))
    start, moved, end = (
        datetime(*day, tzinfo=UTC) for day in ((2024, 9, 1), (2024, 10, 2), (2025, 1, 1))
    )

    assert [match[1:4] for match in matches(book, "openai", "our-chat")] == [
        ("gpt-4o-2024-05-13", "alias", (start, moved)),
        ("gpt-4o-2024-08-06", "alias", (moved, end)),
    ]


def test_another_sellers_price_is_never_taken(toml: Write) -> None:
    """A model that its maker sells has no price at a cloud whose book lacks it; who states costs is named."""
    assert _match("cloud", "gpt-4o", load_book(toml(CLOUD))) == []
    assert [why_unknown(bundled(), by, "m")[-8:] for by in ("acme", "OpenRouter")] == ["the name", "shows it"]  # fmt: skip


def test_o3_is_not_o3_mini() -> None:
    """Neither name reaches the other, whichever the book has."""
    assert _match("acme", "o3", _book(["o3-mini"])) == []
    assert _match("acme", "o3-mini", _book(["o3"])) == []


def test_gpt_5_is_no_gpt_5_6() -> None:
    """The shorter name reaches none of the longer ones, nor they it."""
    assert _match("acme", "gpt-5", _book(["gpt-5.6", "gpt-5.6-sol"])) == []
    assert _match("acme", "gpt-5.6-terra", _book(["gpt-5", "gpt-5.6-sol"])) == []


def test_a_spelling_that_two_models_share_reaches_neither() -> None:
    """Names that differ in capitals only are told apart, and a third spelling is unknown."""
    book = _book(["Model-A", "model-a"])

    assert [_match("acme", name, book) for name in ("Model-A", "model-a", "MODEL-A")] == [
        [("acme", "Model-A", "exact")],
        [("acme", "model-a", "exact")],
        [],
    ]


# Names of few letters, so that many begin or end like another; without digits, so that nothing
# in them is a date, a version or a region.
_STEMS = st.lists(st.sampled_from(["o", "oo", "mini", "ab", "a"]), min_size=1, max_size=3).map(
    "-".join
)
_AROUND = ("{}", "acme/{}", "models/{}", "us.{}", "[tool] {}", "{}[1m]", "{}-thinking", "{}-v1:0",
           "{}@20260131", "{}-2026-01-31", "acme/us.{}-20260131-v1:0")  # fmt: skip
_BESIDE = ("x{}", "{}x", "{}-x", "x/{}", "eu.{}", "{}:free", "{}-fast", "{}-v2:0", "{}@x", "{}-0613", "{}-2026-02-31")  # fmt: skip


@given(st.sets(_STEMS, max_size=6), _STEMS, st.sampled_from(_AROUND))
def test_a_name_reaches_the_model_that_it_contains_and_no_other(
    models: set[str], stem: str, around: str
) -> None:
    """Whatever else the book has: the model between the grammar's affixes, or nothing."""
    found = [match[1] for match in _match("acme", around.format(stem), _book(sorted(models)))]

    assert found == ([stem] if stem in models else [])


@given(st.sets(_STEMS, max_size=6), _STEMS, st.sampled_from(_BESIDE))
def test_what_is_no_affix_of_the_grammar_reaches_nothing(
    models: set[str], stem: str, beside: str
) -> None:
    """A name with anything else before or behind it is another name."""
    assert _match("acme", beside.format(stem), _book(sorted(models))) == []


_NAMES = sorted(
    {model for of, model in bundled().models if of == "openai"}
    | set(bundled().providers["openai"].aliases)
)


@given(st.sampled_from(_NAMES), st.integers(0, 30), st.sampled_from(("", "x", "-", ".", "1")))
def test_a_slip_in_a_name_reaches_nothing(name: str, place: int, put: str) -> None:
    """With a letter put in or left out, a name leads only where another one stands whole in it."""
    slip = name[:place] + put + name[place + (not put) :]

    assert not matches(bundled(), "openai", slip) or any(whole in slip for whole in _NAMES)


def test_five_thousand_names_take_few_look_ups() -> None:
    """No name has more than 30 readings, however large the book is."""
    provider = bundled().providers["openai"]
    models = [model for of, model in bundled().models if of == "openai"]
    names = [around.format(model) for model in models for around in (*_AROUND, *_BESIDE)]
    names += [f"deployment-{number}-2026-01-31-xhigh" for number in range(5_000 - len(set(names)))]

    looked_up = [sum(1 for _ in readings(provider, name)) for name in names]

    assert len(set(names)) >= 5_000
    assert max(looked_up) <= 30
    assert sum(looked_up) <= 5 * len(names)


def test_two_sources_names_of_a_model_are_one_family(toml: Write) -> None:
    """Prefixes, dates, spellings and marks of tools make no other model."""
    book = load_book(toml(CLOUD))
    names = ("K3", "cloud/k3", "k3[1m]", "us.k3", "k3-2026-01-31", "k3-xhigh")

    assert {family(book, "cloud", name) for name in names} == {"k3"}
    assert family(book, "nobody", "nobody/claude-4.6-opus") == "claude-opus-4-6"


def test_models_are_named_with_or_without_their_provider() -> None:
    """`provider/model` asks for one seller's model, `model` for everybody's."""
    everywhere = models_named(bundled(), "claude-opus-5")

    assert models_named(bundled(), "anthropic/claude-opus-5") == [("anthropic", "claude-opus-5")]
    assert {("anthropic", "claude-opus-5"), ("google-vertex", "claude-opus-5")} <= set(everywhere)


def test_a_model_that_nobody_has_gets_the_nearest_name() -> None:
    """The error says which name may have been meant."""
    with pytest.raises(PriceError, match="unknown model 'claude-opus-55': did you mean"):
        models_named(bundled(), "claude-opus-55")
    with pytest.raises(PriceError, match="'openai/gpt-55': did you mean 'openai/gpt-5"):
        models_named(bundled(), "openai/gpt-55")
