-- Vercel's spend reports to usage drafts and lines of a bill; what follows `lines` is the same for all sums by the day.
-- Grain: one row a day or hour and whatever else the report tells apart.
WITH typed AS (
    SELECT
        *,
        as_text(hour) IS NOT NULL AS is_hour,
        as_count(calls) AS calls_c,
        as_count(prompt) AS prompt_c,
        as_count(completion) AS completion_c,
        as_count(thought) AS thought_c,
        as_count("read") AS read_c,
        as_count(written) AS written_c,
        as_amount(spent) AS spent_a
    FROM raw
),
dated AS (
    SELECT
        *,
        CASE
            WHEN is_hour THEN date_trunc('hour', as_instant_in(hour, 'UTC'))
            WHEN is_day(left(trim(day), 10)) THEN first_of_day(left(trim(day), 10), 'UTC')
        END AS ts,
        coalesce(read_c, 0) + coalesce(written_c, 0) AS cached
    FROM typed
),
lines AS (
    SELECT
        * REPLACE (
            as_text(model) AS model, as_text(served_by) AS served_by, as_text(user_name) AS user_name,
            lower(as_text(credential)) AS credential
        ),
        CAST(NULL AS VARCHAR) AS as_of,
        coalesce(as_text(day), as_text(hour), as_text(spent)) IS NULL AS skip,
        coalesce(
            absent('day', coalesce(as_text(hour), as_text(day))),
            CASE WHEN is_hour THEN unread('hour', hour, ts, 'not an instant') ELSE unread('day', day, ts, 'not a day like 2026-11-02') END,
            absent('total_cost', as_text(spent)),
            bad_amount('total_cost', spent),
            bad_amount('market_cost', market),
            miscounted('request_count', calls, calls_c),
            miscounted('input_tokens', prompt, prompt_c),
            miscounted('output_tokens', completion, completion_c),
            miscounted('cached_input_tokens', "read", read_c),
            miscounted('cache_creation_input_tokens', written, written_c),
            miscounted('reasoning_tokens', thought, thought_c),
            exceeds('cached_input_tokens and cache_creation_input_tokens', cached, 'input_tokens', prompt_c),
            exceeds('reasoning_tokens', thought_c, 'output_tokens', completion_c)
        ) AS problem,
        CASE WHEN is_hour THEN ts + INTERVAL 1 HOUR ELSE ts + INTERVAL 24 HOUR END AS ts_end,
        'bucket' AS grain,
        'vercel' AS provider,
        as_text(model) AS model_served,
        as_text(served_by) AS route,
        as_text(user_name) AS user_id,
        CASE lower(as_text(credential)) WHEN 'byok' THEN 'byok' WHEN 'system' THEN 'metered' ELSE 'unknown' END AS billing,
        CASE WHEN read_c IS NULL OR written_c IS NULL THEN 'partial' ELSE 'reported' END AS token_basis,
        spent_a AS reported_cost,
        amount_text(spent) AS reported_cost_text,
        'USD' AS reported_currency,
        calls_c AS requests,
        rest_of(prompt_c, cached) AS input,
        read_c AS cache_read,
        nullif(written_c, 0) AS cache_write,
        rest_of(completion_c, coalesce(thought_c, 0)) AS output,
        thought_c AS reasoning,
        spent_a AS billed_cost,
        as_amount(market) AS list_cost,
        'USD' AS currency,
        'Vercel AI Gateway' AS service,
        'usage' AS line_kind,
        coalesce(as_text(model), as_text(served_by), 'AI Gateway') AS description,
        false AS quantity_known,
        as_map([{'key': 'route', 'value': served_by}, {'key': 'credential', 'value': lower(as_text(credential))}]) AS tags
    FROM dated
)
