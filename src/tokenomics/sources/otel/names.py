"""The names that instrumentations give to what a span says: three generations, and their kin.

Of several names of one thing the first that a span bears stands, for the newer repeats the older.
"""

from __future__ import annotations

from tokenomics.sources import otlp
from tokenomics.sources.contract import Field, field
from tokenomics.sources.otel import agents

# What the reader says of a span; everything else is an attribute.
OWN = ("trace", "span", "parent", "start", "finish", "state", "message", "told")

# Prefixes below which every attribute is a tag.
TAG_PREFIXES = ("traceloop.association.properties.", "trace.metadata.", "span.metadata.", "langfuse.trace.metadata.")  # fmt: skip
# An attribute whose text is a JSON object of tags.
TAG_OBJECT = "metadata"
# A resource's own region is where the caller runs, not where it is served.
OF_SPANS = frozenset({"cloud.region"})


def _used(name: str, *endings: str, also: tuple[str, ...] = ()) -> Field:
    """A count of `gen_ai.usage`, by any of its endings, or under a name of another convention."""
    return otlp.attribute(name, *(f"gen_ai.usage.{ending}" for ending in endings), *also)


FIELDS: tuple[Field, ...] = (
    *(field(name) for name in OWN),
    otlp.attribute("operation", "gen_ai.operation.name", "llm.request.type"),
    otlp.attribute("span_kind", "openinference.span.kind"),
    otlp.attribute("span_type", "logfire.span_type"),
    otlp.attribute("provider_said", "gen_ai.provider.name", "llm.provider", "gen_ai.system", "llm.system"),
    otlp.attribute("host", "server.address"),
    otlp.attribute("asked", "gen_ai.request.model", "llm.request.model"),
    otlp.attribute("served", "gen_ai.response.model", "llm.response.model", "llm.model_name"),
    otlp.attribute("response", "gen_ai.response.id", "llm.response.id"),
    otlp.attribute(
        "tier", "openai.response.service_tier", "gen_ai.openai.response.service_tier",
        "openai.request.service_tier", "gen_ai.openai.request.service_tier",
    ),
    otlp.attribute("served_from", "aws.region", "cloud.region"),
    otlp.attribute("first_chunk", "gen_ai.response.time_to_first_chunk"),
    otlp.attribute("error_said", "error.type"),
    otlp.attribute(
        "user", "user.id", "enduser.id", "traceloop.association.properties.user_id",
        "langfuse.user.id", "llm.user",
    )._replace(privacy="pseudonymise"),
    otlp.attribute(
        "session", "session.id", "gen_ai.conversation.id",
        "traceloop.association.properties.session_id", "langfuse.session.id",
    ),
    otlp.attribute("service", "service.name"),
    otlp.attribute(
        "deployed_in", "deployment.environment.name", "deployment.environment",
        "langfuse.environment",
    ),
    otlp.attribute("agent", "gen_ai.agent.name", "agent.name", "traceloop.entity.path"),
    otlp.attribute("speed", agents.SPEED),
    otlp.attribute("workflow", "gen_ai.workflow.name", "traceloop.workflow.name", "trace.name"),
    otlp.attribute("api_key", "openrouter.api_key_name"),
    otlp.attribute("account", "openrouter.entity_id"),
    otlp.attribute("tag_list", "tag.tags", "logfire.tags", "trace.tags", "langfuse.trace.tags"),
    otlp.attribute("cost", "gen_ai.usage.total_cost", "gen_ai.usage.cost", "operation.cost", "llm.cost.total"),
    _used("sent", "input_tokens", "prompt_tokens", also=("llm.usage.prompt_tokens", "llm.token_count.prompt")),
    _used("made", "output_tokens", "completion_tokens", also=("llm.usage.completion_tokens", "llm.token_count.completion")),
    _used("total", "total_tokens", also=("llm.usage.total_tokens", "llm.token_count.total")),
    # The newest names say whether the count is within the input: it is.
    _used("read_within", "cache_read.input_tokens", "input_tokens.cached", also=("llm.token_count.prompt_details.cache_read",)),
    _used(
        "read_somewhere", "cache_read_input_tokens", "details.cache_read_tokens",
        "details.cache_read_input_tokens", "details.cached_tokens",
        also=("llm.usage.cache_read_input_tokens",),
    ),
    _used(
        "write_within", "cache_write.input_tokens", "cache_creation.input_tokens",
        also=("llm.token_count.prompt_details.cache_write",),
    ),
    _used(
        "write_somewhere", "cache_creation_input_tokens", "cache_write_input_tokens",
        "details.cache_write_tokens", "details.cache_creation_input_tokens",
        also=("llm.usage.cache_creation_input_tokens",),
    ),
    _used(
        "thought", "reasoning.output_tokens", "output_tokens.reasoning", "reasoning_tokens",
        "details.reasoning_tokens",
        also=("llm.usage.reasoning_tokens", "llm.token_count.completion_details.reasoning"),
    ),
    _used("audio_in", "audio.input_tokens", "input_tokens.audio", "details.input_audio_tokens", also=("llm.token_count.prompt_details.audio",)),
    _used("image_in", "image.input_tokens", "input_tokens.image"),
    _used("video_in", "video.input_tokens", "input_tokens.video"),
    _used("audio_out", "audio.output_tokens", "output_tokens.audio", "details.output_audio_tokens", also=("llm.token_count.completion_details.audio",)),
    _used("image_out", "image.output_tokens", "output_tokens.image"),
)  # fmt: skip

# The attributes that are read; no other one is even looked at.
READ = frozenset(path[0] for known in FIELDS for path in known.paths) - frozenset(OWN)
