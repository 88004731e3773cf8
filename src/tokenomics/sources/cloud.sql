,
known AS (
    SELECT
        *,
        concat_ws(chr(31), $line) AS line
    FROM lines
)
SELECT
    source_file,
    source_line,
    skip,
    coalesce(
        problem,
        absent('currency', currency),
        CASE WHEN NOT regexp_full_match(currency, '[A-Z]{3}') THEN 'currency: not a code of three letters' END,
        CASE WHEN ts_end < ts THEN 'end: before its start' END
    ) AS problem,
    -- Lines that nothing tells apart are lines of their own all the same.
    concat_ws(chr(31), line, row_number() OVER (
        PARTITION BY source_file, line ORDER BY billed_cost DESC NULLS LAST, quantity DESC NULLS LAST, source_line
    )) AS key,
    -- Of two statements of a line in one ingest the invoiced one stands, then the one that measures or costs more.
    concat_ws(
        ' ', CAST(is_invoiced AS VARCHAR), lpad(CAST(abs(coalesce(quantity, 0)) AS VARCHAR), 40, '0'),
        lpad(CAST(abs(coalesce(billed_cost, 0)) AS VARCHAR), 40, '0')
    ) AS rank,
    concat_ws(chr(31), $content) AS content,
    statement,
    ts,
    ts_end,
    scope_id,
    provider,
    service,
    model_served,
    line_kind,
    description,
    region,
    sku,
    meter,
    service_tier,
    quantity,
    CASE WHEN quantity IS NOT NULL THEN unit END AS unit,
    quantity IS NOT NULL AS quantity_known,
    billed_cost,
    effective_cost,
    list_cost,
    currency,
    CASE WHEN exchange_rate > 0 THEN pricing_currency END AS pricing_currency,
    CASE WHEN exchange_rate > 0 AND pricing_currency IS NOT NULL THEN exchange_rate END AS exchange_rate,
    tags
FROM known
