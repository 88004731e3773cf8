-- Entries of Cloudflare AI Gateway's log to usage drafts.
-- Grain: one row per logged request.
WITH typed AS (
    SELECT
        *,
        as_instant_in(created, 'UTC') AS ts,
        as_count(sent) AS sent_c,
        as_count(made) AS made_c,
        as_amount(cost) AS cost_a,
        as_count(step) AS step_c,
        coalesce(as_flag(cached), false) AS hit,
        coalesce(as_flag(success) = false, false) AS failed,
        tag_entries(metadata) AS tag_list
    FROM raw
),
told AS (
    SELECT
        *,
        coalesce(sent_c, 0) + coalesce(made_c, 0) AS said,
        told_by(tag_list) AS tagged,
        CASE lower(trim(provider_said))
            WHEN 'google-ai-studio' THEN 'google'
            WHEN 'google-vertex-ai' THEN 'google-vertex'
            WHEN 'grok' THEN 'xai'
            ELSE coalesce(provider_named(provider_said), lower(as_text(provider_said)), 'unknown')
        END AS provider
    FROM typed
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('id', as_text(log)),
        absent('created_at', as_text(created)),
        unread('created_at', created, ts, 'not an instant'),
        absent('model', as_text(model)),
        CASE WHEN coalesce(as_text(sent), as_text(made)) IS NULL AND NOT failed AND NOT hit THEN 'tokens_in: no tokens stated' END,
        bad_count('tokens_in', sent),
        bad_count('tokens_out', made),
        bad_count('step', step),
        bad_amount('cost', cost),
        unread('metadata', metadata, tag_list, 'not an object of tags')
    ) AS problem,
    as_text(log) AS key,
    lpad(CAST(said AS VARCHAR), 18, '0') AS rank,
    concat_ws(
        '|', created, cached, duration, model, path, provider_said, success, code, sent, made, cost, custom_cost, metadata, model_type,
        request_type, step
    ) AS content,
    'request' AS grain,
    ts,
    as_millis(duration) AS latency_ms,
    provider,
    as_text(model) AS model_served,
    coalesce(operation_at(path), lower(coalesce(as_text(request_type), as_text(model_type)))) AS operation,
    tagged['user_id'] AS user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    tagged['project'] AS project,
    tagged['environment'] AS environment,
    tagged['customer'] AS customer,
    left_over(
        list_concat(tag_list, [{'key': 'custom_cost', 'value': CASE WHEN as_flag(custom_cost) THEN 'yes' END}]),
        tagged
    ) AS tags,
    as_text(log) AS request_id,
    tagged['task_id'] AS task_id,
    tagged['step'] AS step,
    step_c > 0 AS is_fallback,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN failed THEN as_text(code) END AS error_type,
    hit AS gateway_cache_hit,
    CASE WHEN hit THEN 'cached' ELSE 'unknown' END AS billing,
    CASE WHEN said > 0 AND NOT hit THEN 'partial' ELSE 'reported' END AS token_basis,
    cost_a AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    sent_c AS input,
    made_c AS output
FROM told
