-- Portkey's logs to usage drafts.
-- Grain: one row per logged request.
WITH typed AS (
    SELECT
        *,
        as_instant_in(created, 'UTC') AS ts,
        as_count(sent) AS sent_c,
        as_count(made) AS made_c,
        nullif(as_count(total), 0) AS total_c,
        -- In cents.
        scaled(cost, -2) AS cost_text,
        coalesce(as_flag(is_success) = false, NOT regexp_full_match(trim(code), '2[0-9]{2}'), false) AS failed,
        coalesce(upper(trim(cache_status)) IN ('HIT', 'SEMANTIC HIT'), false) AS hit,
        TRY(json_transform(coalesce(tag_keys, '[]'), '["VARCHAR"]')) AS names,
        TRY(json_transform(coalesce(tag_values, '[]'), '["VARCHAR"]')) AS said_of
    FROM raw
),
listed AS (
    SELECT
        *,
        coalesce(sent_c, 0) + coalesce(made_c, 0) AS said,
        -- Portkey's own keys begin with an underscore.
        CASE WHEN len(names) = len(said_of) THEN list_transform(names, lambda name, i: {'key': ltrim(name, '_'), 'value': said_of[i]}) END AS tag_list
    FROM typed
),
told AS (
    SELECT *, told_by(tag_list) AS tagged
    FROM listed
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('created_at', as_text(created)),
        unread('created_at', created, ts, 'not an instant'),
        absent('ai_model', as_text(model)),
        CASE WHEN coalesce(as_text(sent), as_text(made)) IS NULL AND NOT failed AND NOT hit THEN 'req_units: no units stated' END,
        bad_count('req_units', sent),
        bad_count('res_units', made),
        bad_count('total_units', total),
        bad_count('retry_success_count', retries),
        unread('cost', cost, as_amount(cost_text), 'not an amount'),
        CASE WHEN tag_list IS NULL THEN 'metadata: not a list of keys and one of as many values' END,
        exceeds('req_units and res_units', said, 'total_units', total_c),
        inexplicable('total_units', total_c - said)
    ) AS problem,
    concat_ws('|', epoch_us(ts), coalesce(trace, ''), coalesce(model, ''), coalesce(sent, ''), coalesce(made, ''), coalesce(took, '')) AS key,
    -- Of two exports of a request the one with more columns stands.
    lpad(CAST(list_count([is_success, code, org, total, cost, currency, url, cache_status, retries, mode, virtual_key, config, tag_keys]) AS VARCHAR), 2, '0') AS rank,
    concat_ws(
        '|', is_success, code, org, total, cost, currency, url, cache_status, retries, mode, virtual_key, config, prompt_slug, tag_keys, tag_values
    ) AS content,
    'request' AS grain,
    ts,
    as_millis(took) AS latency_ms,
    coalesce(/* given provider */ NULL, provider_named(org), lower(as_text(org)), provider_of(model), 'unknown') AS provider,
    as_text(model) AS model_served,
    operation_at(url) AS operation,
    as_text(config) AS route,
    tagged['user_id'] AS user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    tagged['project'] AS project,
    tagged['environment'] AS environment,
    tagged['customer'] AS customer,
    as_key_id(virtual_key) AS api_key_id,
    left_over(
        list_concat(tag_list, [{'key': 'mode', 'value': lower(as_text(mode))}, {'key': 'prompt', 'value': as_text(prompt_slug)}]),
        tagged
    ) AS tags,
    as_text(trace) AS trace_id,
    tagged['task_id'] AS task_id,
    tagged['step'] AS step,
    as_count(retries) AS hidden_attempts,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN failed THEN as_text(code) END AS error_type,
    hit AS gateway_cache_hit,
    CASE WHEN hit THEN 'cached' ELSE 'unknown' END AS billing,
    CASE WHEN said > 0 AND NOT hit THEN 'partial' ELSE 'reported' END AS token_basis,
    as_amount(cost_text) AS reported_cost,
    amount_text(cost_text) AS reported_cost_text,
    CASE WHEN as_text(cost) IS NOT NULL THEN coalesce(upper(as_text(currency)), 'USD') END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    sent_c AS input,
    made_c AS output,
    CASE WHEN total_c > said THEN [unexplained_tokens(total_c - said)] END AS other
FROM told
