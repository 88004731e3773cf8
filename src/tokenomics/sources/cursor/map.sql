-- Cursor's usage events to usage drafts.
-- Grain: one row per row of the export.
WITH counted AS (
    SELECT
        *,
        as_count(written) AS written_n,
        as_count(fresh) AS fresh_n,
        as_count(cached) AS cached_n,
        as_count(output) AS output_n,
        as_count(total) AS total_n,
        CASE WHEN is_day(date) THEN first_of_day(date, 'UTC') ELSE as_instant(date) END AS ts,
        CASE WHEN is_day(date) THEN last_of_day(date, 'UTC') END AS ts_end,
        -- What was to be paid, where the export tells it apart; a word or nothing is no amount.
        nullif(regexp_replace(coalesce(as_text(to_pay), as_text(cost)), '^\$', ''), '') AS cost_text
    FROM raw
),
paid AS (
    SELECT
        * REPLACE (CASE WHEN lower(cost_text) IN ('nan', 'included', '-') THEN NULL ELSE cost_text END AS cost_text),
        coalesce(written_n, 0) + coalesce(fresh_n, 0) + coalesce(cached_n, 0) + coalesce(output_n, 0) AS size_n,
        -- What stays the same when an event is exported again.
        concat_ws('|', trim(date), trim(model), trim(max_mode), written, fresh, cached, output) AS event
    FROM counted
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('Date', as_text(date)),
        bad_instant('Date', date, ts),
        absent('Model', as_text(model)),
        CASE WHEN coalesce(as_text(written), as_text(fresh), as_text(cached), as_text(output)) IS NULL THEN 'Output Tokens: no tokens stated' END,
        bad_count('Input (w/ Cache Write)', written),
        bad_count('Input (w/o Cache Write)', fresh),
        bad_count('Cache Read', cached),
        bad_count('Output Tokens', output),
        bad_count('Total Tokens', total),
        bad_amount(CASE WHEN as_text(to_pay) IS NULL THEN 'Cost' ELSE 'Cost to you' END, cost_text),
        exceeds('the parts', size_n, 'Total Tokens', total_n),
        inexplicable('Total Tokens', total_n - size_n)
    ) AS problem,
    -- Equal rows of one export are calls of their own; of two exports they are the same ones.
    concat_ws('|', event, row_number() OVER (PARTITION BY source_file, event ORDER BY event_kind, cost_text, source_line)) AS key,
    -- Of two exports of an event the one that says what it costs stands.
    concat_ws(
        ' ',
        CASE WHEN as_amount(cost_text) IS NULL THEN '0' ELSE '1' END,
        CASE WHEN as_text(event_kind) IS NULL THEN '0' ELSE '1' END,
        cost_text
    ) AS rank,
    concat_ws('|', event, event_kind, total, cost, to_pay) AS content,
    'request' AS grain,
    ts,
    ts_end,
    'cursor' AS provider,
    as_text(model) AS model_requested,
    -- What Cursor chose is not told.
    CASE WHEN lower(trim(model)) NOT IN ('auto', 'default') THEN as_text(model) END AS model_served,
    as_map([
        {'key': 'kind', 'value': as_text(event_kind)},
        {'key': 'max_mode', 'value': CASE WHEN as_flag(max_mode) THEN 'yes' END}
    ]) AS tags,
    'success' AS status,
    CASE lower(trim(event_kind))
        WHEN 'included' THEN 'subscription'
        WHEN 'on-demand' THEN 'metered'
        ELSE 'unknown'
    END AS billing,
    CASE WHEN total_n > size_n THEN 'partial' ELSE 'reported' END AS token_basis,
    as_amount(cost_text) AS reported_cost,
    amount_text(cost_text) AS reported_cost_text,
    CASE WHEN cost_text IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    fresh_n AS input,
    cached_n AS cache_read,
    nullif(written_n, 0) AS cache_write,
    output_n AS output,
    CASE WHEN total_n > size_n THEN [unexplained_tokens(total_n - size_n)] END AS other
FROM paid
