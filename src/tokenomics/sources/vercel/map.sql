-- Generations of Vercel's AI Gateway to usage drafts.
-- Grain: one row per generation.
WITH typed AS (
    SELECT
        *,
        as_instant_in(created, 'UTC') AS ts,
        as_count(prompt) AS prompt_c,
        as_count(completion) AS completion_c,
        as_count(thought) AS thought_c,
        as_count("read") AS read_c,
        as_count(written) AS written_c,
        as_amount(cost) AS cost_a,
        coalesce(lower(trim(finish)) = 'error', false) AS failed
    FROM raw
),
parts AS (
    SELECT
        *,
        coalesce(read_c, 0) + coalesce(written_c, 0) AS cached,
        coalesce(prompt_c, 0) + coalesce(completion_c, 0) AS said
    FROM typed
),
ruled AS (
    SELECT
        *,
        -- Counts that cannot hold a part show that it stands beside them.
        CASE WHEN cached <= prompt_c THEN cached ELSE 0 END AS within_prompt,
        CASE WHEN thought_c <= completion_c THEN thought_c ELSE 0 END AS thought_within
    FROM parts
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('id', as_text(generation)),
        absent('created_at', as_text(created)),
        unread('created_at', created, ts, 'not an instant'),
        absent('model', as_text(model)),
        CASE WHEN coalesce(as_text(prompt), as_text(completion)) IS NULL AND NOT failed THEN 'native_tokens_prompt: no tokens stated' END,
        bad_count('native_tokens_prompt', prompt),
        bad_count('native_tokens_completion', completion),
        bad_count('native_tokens_reasoning', thought),
        bad_count('native_tokens_cached', "read"),
        bad_count('native_tokens_cache_creation', written),
        unread('billable_web_search_calls', searches, as_pieces(searches), 'not a whole number of 0 or more'),
        bad_amount('total_cost', cost)
    ) AS problem,
    as_text(generation) AS key,
    lpad(CAST(said AS VARCHAR), 18, '0') AS rank,
    concat_ws(
        '|', created, model, served_by, is_byok, cost, finish, duration, first_token, prompt, completion, thought, "read", written,
        searches, streamed
    ) AS content,
    'request' AS grain,
    ts,
    as_millis(duration) AS latency_ms,
    as_millis(first_token) AS ttft_ms,
    'vercel' AS provider,
    as_text(model) AS model_served,
    as_text(served_by) AS route,
    as_text(generation) AS response_id,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN failed THEN 'error' END AS error_type,
    CASE WHEN as_flag(is_byok) THEN 'byok' ELSE 'metered' END AS billing,
    CASE WHEN as_text(prompt) IS NULL AND said > 0 THEN 'partial' ELSE 'reported' END AS token_basis,
    cost_a AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    rest_of(prompt_c, coalesce(within_prompt, 0)) AS input,
    read_c AS cache_read,
    nullif(written_c, 0) AS cache_write,
    rest_of(completion_c, coalesce(thought_within, 0)) AS output,
    thought_c AS reasoning,
    nullif(as_pieces(searches), 0) AS web_search
FROM ruled
