-- OpenRouter's activity to usage drafts and lines of a bill; what follows `lines` is the same for all sums by the day.
-- Grain: one row a day, model and whatever else the report tells apart.
WITH typed AS (
    SELECT
        *,
        -- The export writes the day with a time of 00:00:00.
        regexp_replace(trim(day), '[ T]00:00:00(\.0+)?Z?$', '') AS day_said,
        as_count(calls) AS calls_c,
        as_count(prompt) AS prompt_c,
        as_count(completion) AS completion_c,
        as_count(thought) AS thought_c,
        as_amount(spent) AS spent_a
    FROM raw
),
dated AS (
    SELECT *, CASE WHEN is_day(day_said) THEN first_of_day(day_said, 'UTC') END AS ts
    FROM typed
),
lines AS (
    SELECT
        * REPLACE (
            as_text(model) AS model, as_text(endpoint) AS endpoint, as_text(served_by) AS served_by,
            as_text(workspace) AS workspace
        ),
        CAST(NULL AS VARCHAR) AS pull,
        CAST(NULL AS VARCHAR) AS as_of,
        coalesce(as_text(day), as_text(model), as_text(spent)) IS NULL AS skip,
        coalesce(
            absent('date', as_text(day)),
            unread('date', day, ts, 'not a day like 2026-11-02'),
            absent('model', as_text(model)),
            absent('usage', as_text(spent)),
            bad_amount('usage', spent),
            bad_amount('byok_usage_inference', own_keys),
            miscounted('requests', calls, calls_c),
            miscounted('prompt_tokens', prompt, prompt_c),
            miscounted('completion_tokens', completion, completion_c),
            miscounted('reasoning_tokens', thought, thought_c),
            exceeds('reasoning_tokens', thought_c, 'completion_tokens', completion_c)
        ) AS problem,
        ts + INTERVAL 24 HOUR AS ts_end,
        'bucket' AS grain,
        'openrouter' AS provider,
        as_text(asked) AS model_requested,
        as_text(model) AS model_served,
        as_text(served_by) AS route,
        as_text(workspace) AS project,
        CASE
            WHEN as_amount(own_keys) > 0 THEN 'byok'
            WHEN ends_with(model, ':free') THEN 'free'
            ELSE 'metered'
        END AS billing,
        'partial' AS token_basis,
        spent_a AS reported_cost,
        amount_text(spent) AS reported_cost_text,
        'USD' AS reported_currency,
        calls_c AS requests,
        prompt_c AS input,
        rest_of(completion_c, coalesce(thought_c, 0)) AS output,
        thought_c AS reasoning,
        spent_a AS billed_cost,
        'USD' AS currency,
        'OpenRouter' AS service,
        'usage' AS line_kind,
        as_text(model) AS description,
        false AS quantity_known,
        as_map([{'key': 'route', 'value': served_by}, {'key': 'project', 'value': workspace}]) AS tags
    FROM dated
)
