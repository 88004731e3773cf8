-- Bedrock's invocations to usage drafts.
-- Grain: one row per logged invocation.
WITH typed AS (
    SELECT
        *,
        as_instant("timestamp") AS ts,
        as_count(written) AS written_c,
        as_count(written_5m) AS written_5m_c,
        as_count(written_1h) AS written_1h_c,
        as_text(error) IS NOT NULL AS failed,
        tag_entries(metadata) AS tag_list
    FROM raw
),
told AS (
    SELECT *, coalesce(written_5m_c, 0) + coalesce(written_1h_c, 0) AS kept, told_by(tag_list) AS tagged
    FROM typed
),
named AS (
    SELECT *, coalesce(as_text(arn), tagged['user_id']) AS user_id
    FROM told
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('requestId', as_text(request)),
        absent('timestamp', as_text("timestamp")),
        bad_instant('timestamp', "timestamp", ts),
        absent('modelId', as_text(model)),
        CASE WHEN coalesce(as_text(sent), as_text(made)) IS NULL AND NOT failed THEN 'inputTokenCount: no tokens stated' END,
        bad_count('inputTokenCount', sent),
        bad_count('cacheReadInputTokenCount', cached),
        bad_count('cacheWriteInputTokenCount', written),
        bad_count('ephemeral_5m_input_tokens', written_5m),
        bad_count('ephemeral_1h_input_tokens', written_1h),
        bad_count('outputTokenCount', made),
        unread('requestMetadata', metadata, tag_list, 'not an object of tags'),
        exceeds('tokens by lifetime', kept, 'cacheWriteInputTokenCount', written_c)
    ) AS problem,
    as_text(request) AS key,
    -- A log that has the answer's body knows more.
    concat_ws(
        ' ',
        CASE WHEN failed THEN '0' ELSE '1' END,
        lpad(coalesce(sent, ''), 15, '0'),
        lpad(coalesce(made, ''), 15, '0'),
        CASE WHEN coalesce(written_5m, written_1h, response) IS NULL THEN '0' ELSE '1' END
    ) AS rank,
    concat_ws(
        '|', "timestamp", account, region, served_from, operation, model, metadata, error, arn, sent, cached, written, written_5m,
        written_1h, made, response, tier, latency, first_byte
    ) AS content,
    'request' AS grain,
    as_text(account) AS scope_id,
    ts,
    as_millis(latency) AS latency_ms,
    as_millis(first_byte) AS ttft_ms,
    'aws-bedrock' AS provider,
    as_text(model) AS model_served,
    coalesce(as_text(served_from), as_text(region)) AS region,
    CASE WHEN lower(tier) = 'default' THEN 'standard' ELSE nullif(lower(as_text(tier)), 'auto') END AS service_tier,
    CASE WHEN starts_with(operation, 'Converse') THEN 'converse' WHEN starts_with(operation, 'InvokeModel') THEN 'invoke_model' ELSE as_text(operation) END AS operation,
    user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    tagged['project'] AS project,
    tagged['environment'] AS environment,
    tagged['customer'] AS customer,
    left_over(
        list_concat(tag_list, [{'key': 'role', 'value': nullif(regexp_extract(arn, ':assumed-role/([^/]+)', 1), '')}]),
        map_concat(tagged, MAP {'user_id': user_id})
    ) AS tags,
    as_text(request) AS request_id,
    coalesce(as_text(response), as_text(request)) AS response_id,
    tagged['task_id'] AS task_id,
    tagged['step'] AS step,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    as_text(error) AS error_type,
    'unknown' AS billing,
    'reported' AS token_basis,
    CAST(1 AS BIGINT) AS requests,
    as_count(sent) AS input,
    as_count(cached) AS cache_read,
    nullif(rest_of(coalesce(written_c, kept), kept), 0) AS cache_write,
    nullif(written_5m_c, 0) AS cache_write_5m,
    nullif(written_1h_c, 0) AS cache_write_1h,
    as_count(made) AS output
FROM named
