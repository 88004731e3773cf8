-- Usage as records have it, and beside it the tokens that bills of clouds state, as a provider's sums.
-- Grain: one row per usage record, and one per line of a bill that states a quantity of one meter.
SELECT * FROM {usage} AS records
UNION ALL BY NAME
SELECT
    lines.record_id, lines.merge_rank, lines.source, lines.source_file, lines.source_line, 'provider' AS stated_by,
    lines.ts, lines.ts_end, 'bucket' AS grain, lines.scope_id, lines.provider, lines.model_served, lines.region,
    lines.service_tier,
    -- A sum says of no call how long its context was, so its rate is another one than a short context's.
    CASE WHEN regexp_matches(lower(concat_ws(' ', lines.sku, lines.description)), '\b(longco|loco|long)\b') THEN 'long_context' END AS variant,
    lines.tags, 'metered' AS billing, 'reported' AS token_basis,
    {meters}
FROM {charges} AS lines
WHERE lines.line_kind IN ('usage', 'tool')
    AND lines.quantity > 0
    -- What is free by its list too, such as a subscription's calls, has no price to be compared with.
    AND NOT (coalesce(lines.list_cost, 1) = 0 AND lines.billed_cost = 0)
    AND lines.source IN ({sources})
    AND (lines.meter, lower(lines.unit)) IN ({units})
