"""The records of a ledger, column by column.

Instants are UTC microseconds. None is not 0: a meter nobody stated is null.
"""

from __future__ import annotations

from typing import Literal, get_args

from tokenomics.records.columns import Column, Kind
from tokenomics.records.meters import METERS, is_whole

GRAINS = ("request", "bucket")
BILLING = ("metered", "subscription", "byok", "provisioned", "free", "cached", "unknown")
UNBILLED = ("cached", "free")
TOKEN_BASES = ("reported", "estimated", "partial")
STATUSES = ("success", "failure")
# The column that names what later exports state anew.
STATED = "statement"
# Whose word the counts are, the most trusted first.
StatedBy = Literal["provider", "gateway", "own", "agent", "telemetry"]
STATED_BY: tuple[StatedBy, ...] = get_args(StatedBy)
JUDGEMENTS = ("success", "failure", "abandoned", "unknown")

# Where a row came from and which of two rows of one key stands: the same in every kind.
LINEAGE = (
    Column("record_id", "id", "Digest (16 bytes) of the source's key of this row.", required=True),
    Column("merge_rank", "text", "Of rows with one record_id the greatest rank stands; it ends in a digest of the content.", required=True),
    Column("source", "text", "Name of the source that read the row.", required=True),
    Column("source_file", "text", "Path of the file the row was read from."),
    Column("source_line", "count", "Line or row number in that file, from 1; null where the reader cannot tell.", minimum=1),
    Column("ingest_id", "text", "The ingest that wrote the row."),
    Column("observed_at", "instant", "When the ingest ran."),
)  # fmt: skip

_METER_COLUMNS = tuple(
    Column(meter.name, "count" if is_whole(meter) else "quantity", meter.doc, minimum=0)
    for meter in METERS
)

USAGE = Kind("usage", "One billable model call, or one provider bucket of calls.", (
    *LINEAGE,
    Column("grain", "text", "request: one call; bucket: a provider's sum over a period.", required=True, choices=GRAINS),
    Column("stated_by", "text", "Whose word the counts are: the provider's, a gateway's, one's own, an agent's, telemetry's.", choices=STATED_BY),
    Column("series", "text", "Of buckets: their width and what they are summed by, such as '1d: model, project'; two series of one source state the same usage. Of telemetry's: session or service, whose calls they sum up."),
    Column("scope_id", "text", "Account or organisation that is billed, where the provider or the user states it."),
    Column("ts", "instant", "Start of the call or of the bucket.", required=True),
    Column("ts_end", "instant", "End of the call or of the bucket."),
    Column("latency_ms", "count", "Milliseconds from start to end.", minimum=0),
    Column("ttft_ms", "count", "Milliseconds to the first token.", minimum=0),
    Column("provider", "text", "Who served and bills the call.", required=True),
    Column("model_requested", "text", "Model name the caller asked for."),
    Column("model_served", "text", "Model name that answered; it is the one priced."),
    Column("deployment", "text", "Deployment, endpoint or gateway model id."),
    Column("region", "text", "Region or geography of inference."),
    Column("service_tier", "text", "Tier as served: standard, batch, flex, priority; null means standard."),
    Column("context_tier", "text", "Context tier where the source states it."),
    Column("variant", "text", "A variant with prices of its own, such as fast."),
    Column("operation", "text", "chat, embedding, responses and the like."),
    Column("route", "text", "Gateway route that was taken."),
    Column("route_reason", "text", "Why that route was taken."),
    Column("user_id", "text", "Who made the call inside the organisation; pseudonymised by default."),
    Column("team", "text", "Team that answers for the call."),
    Column("feature", "text", "Product feature that made the call."),
    Column("project", "text", "Project or workspace."),
    Column("environment", "text", "prod, staging, dev and the like."),
    Column("customer", "text", "End customer on whose behalf the call was made."),
    Column("api_key_id", "text", "Identifier or hash of the key, never the key."),
    Column("tags", "tags", "Everything else the source tags the call with."),
    Column("request_id", "text", "The source's own id of the request."),
    Column("response_id", "text", "The provider's id of the response: one call wherever it is seen."),
    Column("parent_id", "text", "Id of the call or span this one belongs to."),
    Column("trace_id", "text", "Trace that groups the calls of one piece of work."),
    Column("session_id", "text", "Session or conversation."),
    Column("task_id", "text", "Task that outcomes are about."),
    Column("step", "text", "Step of an agent or workflow."),
    Column("attempt", "count", "Number of this attempt, from 1.", minimum=1),
    Column("hidden_attempts", "count", "Attempts the source counts and does not list.", minimum=0),
    Column("is_fallback", "flag", "Whether another model or route failed first."),
    Column("status", "text", "success or failure.", choices=STATUSES),
    Column("error_type", "text", "Class or code of the error."),
    Column("gateway_cache_hit", "flag", "Whether a gateway answered from its own cache."),
    Column("billing", "text", "How the call is billed.", required=True, choices=BILLING),
    Column("token_basis", "text", "Whether the counts are reported, estimated or partial.", required=True, choices=TOKEN_BASES),
    Column("prompt_digest", "id", "Keyed digest of the prompt."),
    Column("prefix_digests", "digests", "Keyed digests of the prompt's leading blocks, each of all that stands before the block's end."),
    Column("block_tokens", "count", "Tokens of each of these blocks; the last one may hold fewer.", minimum=1),
    Column("reported_cost", "amount", "What the source says the call cost, half-even to 18 decimals."),
    Column("reported_cost_text", "text", "The source's own digits where 18 decimals do not hold them."),
    Column("reported_currency", "text", "Currency of reported_cost."),
    *_METER_COLUMNS,
    Column("other", "others", "What the source names and the meter table does not."),
))  # fmt: skip

OUTCOME = Kind("outcome", "A judgement on a task, trace, session, request or change of code.", (
    *LINEAGE,
    Column("target_kind", "text", "What was judged.", required=True, choices=("task", "trace", "session", "request", "change")),
    Column("target_id", "text", "Id of what was judged.", required=True),
    Column("change_ids", "text", "Changes of code that the target made, parted by blanks: numbers of pull requests, commits. Judgements of a change find the target by them."),
    Column("name", "text", "Name of the judgement; 'outcome' unless the source says otherwise.", required=True),
    Column("value", "number", "Numeric score."),
    Column("label", "text", "Verdict as text: success, failure, abandoned, unknown or the source's own."),
    Column("ts", "instant", "When it was judged.", required=True),
    Column("value_usd", "amount", "What the outcome was worth, in US dollars."),
    Column("review_minutes", "quantity", "Minutes people spent on review.", minimum=0),
    Column("rework_minutes", "quantity", "Minutes people spent on rework.", minimum=0),
))  # fmt: skip

OVERHEAD = Kind("overhead", "A cost that is no model call.", (
    *LINEAGE,
    Column("name", "text", "What was paid for.", required=True),
    Column("overhead_kind", "text", "Kind of cost: people, infrastructure, evaluation and the like."),
    Column("nature", "text", "opex, or capex amortised over its period.", choices=("opex", "capex")),
    Column("ts", "instant", "Start of the period.", required=True),
    Column("ts_end", "instant", "End of the period."),
    Column("amount", "amount", "The cost.", required=True),
    Column("currency", "text", "Currency of the amount.", required=True),
    Column("scope", "tags", "Dimensions the cost is confined to; empty means everything."),
    Column("allocate_by", "text", "How it is shared out.", choices=("requests", "tokens", "cost", "tasks", "even")),
))  # fmt: skip

REVENUE = Kind("revenue", "Money that a customer, feature or user brings.", (
    *LINEAGE,
    Column("ts", "instant", "Day the money belongs to.", required=True),
    Column("amount", "amount", "The money.", required=True),
    Column("currency", "text", "Currency of the amount.", required=True),
    Column("scope", "tags", "Dimensions it belongs to: customer, feature, user."),
))  # fmt: skip

CHARGE = Kind("charge", "A line of a bill, in the columns of FOCUS.", (
    *LINEAGE,
    Column("ts", "instant", "ChargePeriodStart.", required=True),
    Column("ts_end", "instant", "ChargePeriodEnd."),
    Column("series", "text", "Of bills that an API sums up as asked: width of a line and what lines are summed by; two series of one source state the same charges."),
    Column("statement", "text", "Account and period that a later export states anew as a whole; null where exports only add lines."),
    Column("scope_id", "text", "BillingAccountId."),
    Column("provider", "text", "ProviderName."),
    Column("service", "text", "ServiceName."),
    Column("model_served", "text", "Model the line is about, where it says so."),
    Column("line_kind", "text", "What the line is.", choices=("usage", "tool", "storage", "commitment", "credit", "refund", "tax", "correction")),
    Column("description", "text", "ChargeDescription."),
    Column("region", "text", "RegionId."),
    Column("sku", "text", "SkuId."),
    Column("meter", "text", "Meter the line bills, under the name that records have for it."),
    Column("service_tier", "text", "Service tier the line bills, where it says so: batch, priority and the like."),
    Column("quantity", "quantity", "ConsumedQuantity."),
    Column("unit", "text", "ConsumedUnit."),
    Column("quantity_known", "flag", "Whether the bill states a quantity."),
    Column("billed_cost", "amount", "BilledCost.", required=True),
    Column("effective_cost", "amount", "EffectiveCost."),
    Column("list_cost", "amount", "ListCost."),
    Column("contracted_cost", "amount", "ContractedCost."),
    Column("currency", "text", "BillingCurrency.", required=True),
    Column("pricing_currency", "text", "PricingCurrency: the one that prices are in."),
    Column("exchange_rate", "amount", "What the bill itself counted for one of its pricing currency, in its own."),
    Column("tags", "tags", "Tags."),
))  # fmt: skip

REJECT = Kind("reject", "A row that could not be read: where it is and why, without its content.", (
    *LINEAGE,
    Column("field", "text", "Field that was wrong; null where the whole line was."),
    Column("reason", "text", "Why it was refused.", required=True),
    Column("ts", "instant", "When it was refused.", required=True),
))  # fmt: skip

FILE = Kind("file", "How far a file has been read: its watermark.", (
    *LINEAGE,
    Column("ts", "instant", "When the file was last read.", required=True),
    Column("size", "count", "Bytes when it was read.", required=True, minimum=0),
    Column("mtime_ns", "count", "Modification time when it was read, in nanoseconds."),
    Column("read_to", "count", "Bytes read; less than size where the last line was half written.", required=True, minimum=0),
    Column("digest", "text", "Digest of those bytes; null where the file is read whole each time and its rows have keys."),
    Column("file_key", "text", "Name under which the rows of a keyless file are counted."),
    Column("rows_read", "count", "Rows found.", required=True, minimum=0),
    Column("rows_recorded", "count", "Rows that became records.", required=True, minimum=0),
    Column("rows_skipped", "count", "Rows that state no usage.", required=True, minimum=0),
    Column("rows_rejected", "count", "Rows refused.", required=True, minimum=0),
))  # fmt: skip

NOTICE = Kind("notice", "A message that a channel took, or that was not sent because another one says it.", (
    *LINEAGE,
    Column("ts", "instant", "When it was taken.", required=True),
    Column("key", "text", "What it is about: the same for an alert and its resolution.", required=True),
    Column("status", "text", "alert; resolved; covered: said by a graver alert of the same group; over: its end was said by another or not at all.", required=True, choices=("alert", "resolved", "covered", "over")),
    Column("channel", "text", "Channel of the configuration that took it.", required=True),
    Column("message_id", "text", "Id that the message has whenever it is sent; null where none was." ),
    Column("subject", "text", "Its subject."),
    Column("period", "text", "Period that it is about."),
))  # fmt: skip

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (USAGE, OUTCOME, OVERHEAD, REVENUE, CHARGE, REJECT, FILE, NOTICE)
}
