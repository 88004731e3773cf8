-- OpenRouter's generations to usage drafts.
-- Grain: one row per generation.
WITH typed AS (
    SELECT
        *,
        as_instant_in(created, 'UTC') AS ts,
        as_text(native_prompt) IS NOT NULL AS is_native,
        coalesce(as_text(native_prompt), as_text(prompt)) AS prompt_said,
        coalesce(as_text(native_completion), as_text(completion)) AS completion_said,
        coalesce(as_text(native_reasoning), as_text(reasoning)) AS reasoning_said,
        coalesce(as_text(native_cached), as_text(cached)) AS cached_said,
        as_amount(cost) AS cost_a,
        as_text(repeats) IS NOT NULL AS hit,
        coalesce(as_flag(cancelled), false) AS is_cancelled,
        coalesce(as_flag(cancelled), false) OR coalesce(lower(trim(finish)) = 'error', false) AS failed,
        coalesce(as_flag(is_byok), as_amount(upstream_cost) > 0, false) AS has_own_key
    FROM raw
),
counted AS (
    SELECT
        *,
        as_count(prompt_said) AS prompt_c,
        as_count(completion_said) AS completion_c,
        as_count(reasoning_said) AS reasoning_c,
        as_count(cached_said) AS cached_c,
        coalesce(as_count(native_images), 0) AS images_n
    FROM typed
),
parts AS (
    SELECT
        *,
        -- Counts that cannot hold a part show that it stands beside them.
        CASE WHEN cached_c <= prompt_c THEN cached_c ELSE 0 END AS within_prompt,
        CASE WHEN reasoning_c + images_n <= completion_c THEN reasoning_c ELSE 0 END AS thought_within
    FROM counted
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
        CASE WHEN coalesce(prompt_said, completion_said) IS NULL AND NOT failed AND NOT hit THEN 'tokens_prompt: no tokens stated' END,
        bad_count('tokens_prompt', prompt_said),
        bad_count('tokens_completion', completion_said),
        bad_count('tokens_reasoning', reasoning_said),
        bad_count('tokens_cached', cached_said),
        bad_count('native_tokens_completion_images', native_images),
        bad_amount('total_cost', cost),
        exceeds('native_tokens_completion_images', images_n, 'tokens_completion', coalesce(completion_c, 0))
    ) AS problem,
    as_text(generation) AS key,
    -- What the API says of a generation stands before the export of many.
    concat_ws(
        ' ',
        CASE WHEN is_native THEN '1' ELSE '0' END,
        lpad(CAST(coalesce(prompt_c, 0) + coalesce(completion_c, 0) AS VARCHAR), 16, '0')
    ) AS rank,
    concat_ws(
        '|', request, created, model, router, variant, served_by, tier, region, api, "user", "session", app, api_key, workspace, preset,
        prompt_said, completion_said, reasoning_said, cached_said, native_images, cost, is_byok, upstream_cost, repeats, cancelled,
        finish, duration, first_token
    ) AS content,
    'request' AS grain,
    ts,
    as_millis(duration) AS latency_ms,
    as_millis(first_token) AS ttft_ms,
    'openrouter' AS provider,
    coalesce(as_text(router), as_text(model)) AS model_requested,
    as_text(model) AS model_served,
    as_text(region) AS region,
    CASE WHEN lower(tier) = 'default' THEN 'standard' ELSE nullif(as_text(lower(tier)), 'auto') END AS service_tier,
    nullif(as_text(variant), 'standard') AS variant,
    as_text(api) AS operation,
    as_text(served_by) AS route,
    as_text("user") AS user_id,
    as_text(app) AS project,
    as_key_id(api_key) AS api_key_id,
    as_map([{'key': 'workspace', 'value': workspace}, {'key': 'preset', 'value': preset}]) AS tags,
    as_text(request) AS request_id,
    as_text(generation) AS response_id,
    as_text("session") AS session_id,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN is_cancelled THEN 'cancelled' WHEN failed THEN 'error' END AS error_type,
    hit AS gateway_cache_hit,
    CASE
        WHEN hit THEN 'cached'
        WHEN has_own_key THEN 'byok'
        WHEN lower(trim(variant)) = 'free' OR ends_with(model, ':free') THEN 'free'
        ELSE 'metered'
    END AS billing,
    'reported' AS token_basis,
    cost_a AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    rest_of(prompt_c, coalesce(within_prompt, 0)) AS input,
    cached_c AS cache_read,
    rest_of(completion_c, coalesce(thought_within, 0) + images_n) AS output,
    reasoning_c AS reasoning,
    nullif(images_n, 0) AS output_image
FROM parts
