"""The company's calls as the platforms that stand before models log them: Azure's, Databricks' and Vercel's."""

from __future__ import annotations

from tokenomics.demo.calls import Call, instant_ms
from tokenomics.demo.forms.form import (
    CODES,
    NOBODY,
    Form,
    Row,
    cached,
    cost,
    fresh,
    made,
    sent,
    tags,
    unsplit,
    with_meters,
)
from tokenomics.demo.forms.layouts import lines


def _of_azure(call: Call) -> Call | None:
    """Azure's gateway in front of Anthropic: whose calls they are, and of which product."""
    if call.provider != "anthropic" or call.from_cache:
        return None
    return unsplit(call)._replace(**{**NOBODY, "user": call.user}, project=call.team)


def _of_databricks(call: Call) -> Call | None:
    """Databricks answers nothing by itself."""
    return None if call.from_cache else unsplit(call)


def _of_vercel(call: Call) -> Call | None:
    """Vercel bills the call, and tells of a generation nobody's name."""
    if call.from_cache:
        return None
    read, written = cached(call)
    told = with_meters(
        call, input=fresh(call), cache_read=read, cache_write=written, output=made(call)
    )
    return told._replace(**NOBODY, provider="vercel", model=f"{call.provider}/{call.model}", project=None)  # fmt: skip


def _azure(call: Call) -> Row:
    return {
        "TimeGenerated": instant_ms(call.ts),
        "CorrelationId": call.request_id,
        "DeploymentName": "",
        "ModelName": call.model,
        "PromptTokens": fresh(call),
        "CompletionTokens": made(call),
        "TotalTokens": fresh(call) + made(call),
        "IsStreamCompletion": False,
        "SequenceNumber": 0,
        "OperationName": "Messages_Create",
        "Region": "Sweden Central",
        "ResponseCode": CODES[call.error],
        "TotalTime": call.latency_ms,
        "ProductId": call.project,
        "UserId": call.user,
    }


def _databricks(call: Call) -> Row:
    return {
        "databricks_request_id": call.request_id,
        "requester": call.user,
        "status_code": CODES[call.error],
        "request_time": instant_ms(call.ts),
        "input_token_count": fresh(call),
        "output_token_count": made(call),
        "usage_context": tags(call),
        "served_entity_id": f"{call.provider}-entity",
        "endpoint_name": "chat",
        "external_model_name": call.model,
        "external_model_provider": call.provider,
    }


def _vercel(call: Call) -> Row:
    read, written = cached(call)
    return {
        "id": f"gen_{call.request_id}",
        "created_at": instant_ms(call.ts),
        "model": call.model,
        "provider_name": call.model.partition("/")[0],
        "is_byok": False,
        "total_cost": cost(call),
        "finish_reason": "stop" if call.error is None else "error",
        "generation_time": call.latency_ms,
        "native_tokens_prompt": sent(call),
        "native_tokens_completion": made(call),
        "native_tokens_reasoning": 0,
        "native_tokens_cached": read,
        "native_tokens_cache_creation": written,
    }


PLATFORMS = {
    "azure_apim": Form("azure_apim", _of_azure, lines(_azure)),
    "databricks": Form("databricks", _of_databricks, lines(_databricks)),
    "vercel": Form("vercel", _of_vercel, lines(_vercel)),
}
