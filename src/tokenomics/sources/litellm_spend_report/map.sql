-- Rows of LiteLLM's spend report to usage drafts; what follows `lines` is the same for all sums by the day.
-- Grain: one row a day, team or customer, key and model. A day or a team without any is skipped.
WITH typed AS (
    SELECT
        *,
        regexp_replace(trim(day), '[ T]00:00:00(\.0+)?(Z|\+00:00)?$', '') AS day_said,
        as_count(total_tokens) AS tokens_c,
        as_amount(spend) AS cost_a
    FROM raw
),
dated AS (
    SELECT *, CASE WHEN is_day(day_said) THEN first_of_day(day_said, 'UTC') END AS ts
    FROM typed
),
lines AS (
    SELECT
        * REPLACE (
            as_text(team) AS team, as_text(customer) AS customer, as_text(model) AS model, as_key_id(api_key) AS api_key
        ),
        CAST(NULL AS VARCHAR) AS pull,
        CAST(NULL AS VARCHAR) AS as_of,
        coalesce(as_text(model), as_text(spend), as_text(total_tokens)) IS NULL AS skip,
        coalesce(
            absent('group_by_day', as_text(day)),
            unread('group_by_day', day, ts, 'not a day like 2026-11-02'),
            absent('spend', as_text(spend)),
            bad_amount('spend', spend),
            absent('total_tokens', as_text(total_tokens)),
            miscounted('total_tokens', total_tokens, tokens_c),
            inexplicable('total_tokens', tokens_c)
        ) AS problem,
        ts + INTERVAL 24 HOUR AS ts_end,
        'bucket' AS grain,
        coalesce(provider_of(model), 'unknown') AS provider,
        as_text(model) AS model_served,
        as_key_id(api_key) AS api_key_id,
        'unknown' AS billing,
        'partial' AS token_basis,
        cost_a AS reported_cost,
        amount_text(spend) AS reported_cost_text,
        CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
        CASE WHEN tokens_c > 0 THEN [unexplained_tokens(tokens_c)] END AS other
    FROM dated
)
