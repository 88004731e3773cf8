-- Fireworks' billing metrics to usage drafts; what follows `lines` is the same for all sums by the day.
-- Grain: one row as exported: a stretch of time, a person, a model and a kind of usage.
WITH typed AS (
    SELECT
        *,
        -- '2026-11-02 17:16:48 UTC'
        as_instant_in(regexp_replace(trim(start_time), '\s+UTC$', 'Z'), 'UTC') AS ts,
        as_instant_in(regexp_replace(trim(end_time), '\s+UTC$', 'Z'), 'UTC') AS ts_end,
        as_count(prompt) AS prompt_c,
        as_count(completion) AS completion_c,
        as_quantity(seconds) AS seconds_q
    FROM raw
),
lines AS (
    SELECT
        * REPLACE (
            as_text(mail) AS mail, as_text(what) AS what, as_text(accelerator) AS accelerator, as_text(model) AS model
        ),
        CAST(NULL AS VARCHAR) AS pull,
        CAST(NULL AS VARCHAR) AS as_of,
        false AS skip,
        coalesce(
            absent('start_time', as_text(start_time)),
            unread('start_time', start_time, ts, 'not an instant'),
            absent('end_time', as_text(end_time)),
            unread('end_time', end_time, ts_end, 'not an instant'),
            CASE WHEN ts_end < ts THEN 'end_time: before start_time' END,
            absent('prompt_tokens', coalesce(as_text(prompt), as_text(completion), as_text(seconds))),
            miscounted('prompt_tokens', prompt, prompt_c),
            miscounted('completion_tokens', completion, completion_c),
            unread('accelerator_seconds', seconds, seconds_q, 'not a quantity')
        ) AS problem,
        coalesce(prompt_c, 0) + coalesce(completion_c, 0) + coalesce(seconds_q, 0) AS size_of_all,
        'bucket' AS grain,
        'fireworks' AS provider,
        as_text(model) AS model_served,
        nullif(lower(regexp_replace(what, '(_INFERENCE)?_USAGE$', '')), '') AS operation,
        as_text(mail) AS user_id,
        as_map([{'key': 'accelerator_type', 'value': accelerator}, {'key': 'model_bucket', 'value': size_class}]) AS tags,
        'metered' AS billing,
        CASE WHEN prompt_c IS NOT NULL THEN 'partial' ELSE 'reported' END AS token_basis,
        prompt_c AS input,
        completion_c AS output,
        seconds_q AS gpu_seconds
    FROM typed
)
