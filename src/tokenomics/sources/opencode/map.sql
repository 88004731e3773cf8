-- opencode's messages to usage drafts.
-- Grain: one row per message that states tokens.
WITH typed AS (
    SELECT
        *,
        as_epoch(created, 1000) AS ts,
        as_epoch(completed, 1000) AS ts_end,
        as_count(input) AS input_n,
        as_count(output) AS output_n,
        coalesce(as_count(reasoning), 0) AS reasoning_n,
        coalesce(as_count(cached), 0) AS cached_n,
        coalesce(as_count(written), 0) AS written_n,
        nullif(as_count(total), 0) AS total_n,
        as_amount(cost) AS cost_a,
        as_text(error) IS NOT NULL AS failed
    FROM raw
),
summed AS (
    SELECT *, coalesce(input_n, 0) + coalesce(output_n, 0) + cached_n + written_n AS said
    FROM typed
),
ruled AS (
    SELECT
        *,
        reasoning_n > 0 AND (reasoning_n > coalesce(output_n, 0) OR coalesce(total_n = said + reasoning_n, false)) AS is_apart
    FROM summed
),
counted AS (
    SELECT *, said + CASE WHEN is_apart THEN reasoning_n ELSE 0 END AS size_n
    FROM ruled
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('id', as_text(message)),
        absent('time.created', as_text(created)),
        unread('time.created', created, ts, 'not milliseconds since 1970'),
        unread('time.completed', completed, ts_end, 'not milliseconds since 1970'),
        absent('modelID', as_text(model)),
        CASE WHEN coalesce(as_text(input), as_text(output)) IS NULL AND NOT failed THEN 'tokens.input: missing' END,
        bad_count('tokens.input', input),
        bad_count('tokens.output', output),
        bad_count('tokens.reasoning', reasoning),
        bad_count('tokens.cache.read', cached),
        bad_count('tokens.cache.write', written),
        bad_count('tokens.total', total),
        bad_amount('cost', cost),
        exceeds('the parts', size_n, 'tokens.total', total_n),
        inexplicable('tokens.total', total_n - size_n)
    ) AS problem,
    as_text(message) AS key,
    -- The fullest writing of a message stands; of two alike the database's, which newer versions write.
    concat_ws(
        ' ',
        lpad(CAST(size_n AS VARCHAR), 18, '0'),
        CASE WHEN ts_end IS NULL THEN '0' ELSE '1' END,
        CASE WHEN layout = 'database' THEN '1' ELSE '0' END
    ) AS rank,
    concat_ws(
        '|', "session", model, provider_said, created, completed, agent, folder, error, cost, input, output, reasoning, cached, written, total
    ) AS content,
    'request' AS grain,
    ts,
    ts_end,
    CASE WHEN ts_end >= ts THEN (epoch_us(ts_end) - epoch_us(ts) + 500) // 1000 END AS latency_ms,
    coalesce(provider_named(provider_said), lower(as_text(provider_said)), provider_of(model), 'unknown') AS provider,
    as_text(model) AS model_served,
    'chat' AS operation,
    last_folder(folder) AS project,
    as_text(message) AS request_id,
    as_text("session") AS session_id,
    as_text(agent) AS step,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    as_text(error) AS error_type,
    CASE WHEN cost_a > 0 THEN 'metered' WHEN cost_a = 0 AND size_n > 0 THEN 'subscription' ELSE 'unknown' END AS billing,
    CASE
        WHEN total_n > size_n OR (reasoning_n > 0 AND NOT is_apart AND total_n IS NULL) THEN 'partial'
        ELSE 'reported'
    END AS token_basis,
    cost_a AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    input_n AS input,
    as_count(cached) AS cache_read,
    nullif(written_n, 0) AS cache_write,
    CASE WHEN is_apart THEN output_n ELSE rest_of(output_n, reasoning_n) END AS output,
    as_count(reasoning) AS reasoning,
    CASE WHEN total_n > size_n THEN [unexplained_tokens(total_n - size_n)] END AS other
FROM counted
