"""Amazon Bedrock's invocation logs, as they are delivered to S3.

Input, cache reads and cache writes are disjoint; reasoning is inside the output. How long the cache
keeps what is written stands in the answer's body only, which is not kept.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.bedrock import invocations
from tokenomics.sources.contract import Sample, Source, field, fixed

SOURCE = Source(
    name="bedrock",
    doc="Amazon Bedrock's model invocation logs (JSON Lines, gzipped or not)",
    known_by="`schemaType` ModelInvocationLog",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("timestamp"),
        field("account", "accountId"),
        field("region"),
        field("served_from", "inferenceRegion"),
        field("request", "requestId"),
        field("operation"),
        field("model", "modelId"),
        field("metadata", "requestMetadata"),
        field("error", "errorCode"),
        field("arn", privacy="pseudonymise"),
        field("sent"),
        field("cached", "read"),
        field("written"),
        field("written_5m"),
        field("written_1h"),
        field("made"),
        field("response"),
        field("tier"),
        field("latency"),
        field("first_byte"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "the model behind an application inference profile: the log has its id, which no book knows",
        "how long the cache keeps what is written, and the service tier, where the body lies in S3 apart or logging of texts is off",
        "who called, where a role's session is a machine's: the user is the caller's whole name (ARN), the role is a tag",
        "images and seconds of models that are billed by them: such a row states no tokens and is refused",
        "reasoning, which is inside the output",
        "attempts that a client repeated: each is a row of its own, and nothing says which belong together",
        "provisioned throughput: billing is unknown, and the costs are those of tokens on demand",
    ),
    states="coalesce(request, timestamp, model) IS NOT NULL",
    mentions=invocations.SCHEMA,
    stated_by="provider",
    reader=invocations.read,
    drops=("prompts and answers: inputBodyJson, outputBodyJson and their places in S3",),
    export="switch on *model invocation logging* in Bedrock's settings with S3 as its destination, and ingest `AWSLogs/*/BedrockModelInvocationLogs/**`",
    traps=(
        "what was cached stands beside `inputTokenCount`, not inside: all four counts are added",
        "the cost report (CUR) bills the same calls: it is a bill, and nothing adds the two",
        "a log that is delivered twice, to CloudWatch and to S3, counts once",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the rows are invocation logs."""
    return any(row.get("schemaType") == invocations.SCHEMA for row in sample.rows)


FORMAT = fixed(SOURCE, claims)
