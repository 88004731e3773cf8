"""Who bills, by the names that bills have for clouds."""

from __future__ import annotations

from tokenomics.books.book import Book

# Clouds by the names that bills have for them; what they serve has prices of its own.
_CLOUDS = {
    "aws": "aws-bedrock", "amazon web services": "aws-bedrock", "amazon": "aws-bedrock",
    "microsoft": "azure", "microsoft azure": "azure", "google cloud": "google-vertex",
    "google cloud platform": "google-vertex", "gcp": "google-vertex",
}  # fmt: skip
_GEMINI_API = ("gemini api", "generative language api")
# Their services that do nothing but serve models, as bills name them; what these credit or tax may name no model.
_MODELS = frozenset({
    "amazon bedrock", "azure openai", "azure openai service", "foundry models", "vertex ai", *_GEMINI_API,
})  # fmt: skip


def provider_of(book: Book, provider: str | None, service: str | None = None) -> str:
    """The book's name for who bills: of a cloud, for what serves models in it.

    >>> from tokenomics.books import bundled
    >>> provider_of(bundled(), "AWS"), provider_of(bundled(), "OpenAI"), provider_of(bundled(), "Acme")
    ('aws-bedrock', 'openai', 'acme')
    """
    name = (provider or "").strip().lower()
    if (service or "").strip().lower() in _GEMINI_API:
        return "google"
    return _CLOUDS.get(name) or book.names.get(name, name)


def serves_models(service: str | None) -> bool:
    """Whether a cloud's service is known to serve models, whatever a line of it says.

    >>> serves_models("Amazon Bedrock"), serves_models("Amazon EC2")
    (True, False)
    """
    return (service or "").strip().lower() in _MODELS
