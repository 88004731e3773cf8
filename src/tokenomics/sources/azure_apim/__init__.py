"""Azure API Management's log of model calls, the table ApiManagementGatewayLlmLog of Log Analytics.

A request is a row with its counts and, where messages are logged, further rows with pieces of them: all
of one CorrelationId are one call. Columns of ApiManagementGatewayLogs may stand in the same rows.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import (
    NO_HINTS,
    Hints,
    Sample,
    Source,
    field,
    format_of,
    names_in,
    served_by,
)

_ROW = frozenset({"CorrelationId", "PromptTokens", "CompletionTokens"})
_ANY = frozenset({"DeploymentName", "ModelName"})

SOURCE = Source(
    name="azure_apim",
    doc="Azure API Management's log of model calls, ApiManagementGatewayLlmLog (JSON, JSON Lines, CSV)",
    known_by="`CorrelationId`, `PromptTokens`, `CompletionTokens` and `DeploymentName` or `ModelName`",
    kind=USAGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field("generated", "TimeGenerated", "TimeGenerated [UTC]"),
        field("correlation", "CorrelationId"),
        field("request", "RequestId"),
        field("deployment", "DeploymentName"),
        field("model", "ModelName"),
        field("called", "OperationName"),
        field("prompt", "PromptTokens"),
        field("completion", "CompletionTokens"),
        field("total", "TotalTokens"),
        field("stream", "IsStreamCompletion"),
        field("piece", "SequenceNumber"),
        field("region", "Region"),
        field("resource", "_ResourceId"),
        field("code", "ResponseCode"),
        field("took", "TotalTime"),
        field("api", "ApiId"),
        field("product", "ProductId"),
        field("subscription", "ApimSubscriptionId"),
        field("user", "UserId", privacy="pseudonymise"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=False,
    lossy=(
        "what a prompt cache served or kept, and reasoning: the log has no columns for them, so all input is priced as fresh and the counts are partial",
        "whether a stream's counts are the model's own: where it states none the gateway may estimate them",
        "whether a call failed, how long it took, and who made it: that is in ApiManagementGatewayLogs, whose columns are read where a query joins them",
        "attempts that a policy repeated within one request: all of one CorrelationId are one call",
        "who serves a model: Azure where a deployment is named or the model is OpenAI's, else the model's name tells, or `--provider`",
        "how a deployment is served (global, data zone, provisioned)",
        "who is billed",
    ),
    states="coalesce(nullif(trim(deployment), ''), nullif(trim(model), ''), nullif(trim(prompt), '0'), nullif(trim(completion), '0')) IS NOT NULL",
    drops=(
        "prompts and answers: RequestMessages, ResponseMessages",
        "tenants and subscriptions of Azure: TenantId, _SubscriptionId; of _ResourceId the name of the gateway is kept",
        "addresses, where a query joins them: CallerIpAddress, Url, BackendUrl",
    ),
    export="in Log Analytics `ApiManagementGatewayLlmLog | project-away RequestMessages, ResponseMessages | join kind=leftouter (ApiManagementGatewayLogs | project CorrelationId, ResponseCode, TotalTime, ApiId, ProductId, ApimSubscriptionId, UserId) on CorrelationId`, as CSV from the portal or by `az monitor log-analytics query -o json`",
    traps=(
        "messages of more than 32 KB are split into rows with a `SequenceNumber`, whose counts are 0, empty or repeated: a CorrelationId counts once",
        "the total is the sum of the others: never added",
        "calls that the provider's own log states too: by the response's id where `RequestId` is one, else by their counts, they count once",
        "the portal's CSV names a column `TimeGenerated [UTC]` and writes instants as Americans do",
    ),
)  # fmt: skip


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of the table's rows; None for every other file."""
    found = any(names >= _ROW and names & _ANY for names in names_in(sample))
    return served_by(SOURCE, hints) if found else None


FORMAT = format_of(SOURCE, claim)
