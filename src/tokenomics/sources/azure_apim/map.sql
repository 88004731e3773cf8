-- Rows of ApiManagementGatewayLlmLog to usage drafts.
-- Grain: one row per row of the log that names a model or counts tokens; all of one request have one key.
WITH typed AS (
    SELECT
        *,
        coalesce(
            as_instant_in(generated, 'UTC'),
            plausible(timezone('UTC', TRY_CAST(try_strptime(trim(generated), '%m/%d/%Y, %I:%M:%S.%f %p') AS TIMESTAMP)))
        ) AS ts,
        as_count(prompt) AS prompt_c,
        as_count(completion) AS completion_c,
        nullif(as_count(total), 0) AS total_c,
        coalesce(NOT regexp_full_match(trim(code), '2[0-9]{2}'), false) AS failed,
        coalesce(as_text(model), as_text(deployment)) AS served
    FROM raw
),
told AS (
    SELECT *, coalesce(prompt_c, 0) + coalesce(completion_c, 0) AS said
    FROM typed
)
SELECT
    source_file,
    source_line,
    -- A further piece of messages, which counts nothing.
    coalesce(as_count(piece) > 0, false) AND coalesce(as_text(prompt), as_text(completion)) IS NULL AS skip,
    coalesce(
        absent('CorrelationId', as_text(correlation)),
        absent('TimeGenerated', as_text(generated)),
        unread('TimeGenerated', generated, ts, 'not an instant'),
        absent('ModelName', served),
        CASE WHEN coalesce(as_text(prompt), as_text(completion)) IS NULL AND NOT failed THEN 'PromptTokens: no tokens stated' END,
        bad_count('PromptTokens', prompt),
        bad_count('CompletionTokens', completion),
        bad_count('TotalTokens', total),
        exceeds('PromptTokens and CompletionTokens', said, 'TotalTokens', total_c),
        inexplicable('TotalTokens', total_c - said)
    ) AS problem,
    as_text(correlation) AS key,
    -- Of the rows of one request the one that counts stands, then the one that names more.
    concat_ws(
        ' ',
        lpad(CAST(said AS VARCHAR), 18, '0'),
        CAST(list_count([as_text(model), as_text(deployment), as_text(request), as_text(called), as_text("user"), as_text(code)]) AS VARCHAR)
    ) AS rank,
    concat_ws(
        '|', generated, request, deployment, model, called, prompt, completion, total, stream, region, resource, code, took, api, product,
        subscription, "user"
    ) AS content,
    'request' AS grain,
    ts,
    as_millis(took) AS latency_ms,
    coalesce(
        /* given provider */ NULL,
        CASE WHEN as_text(deployment) IS NULL AND provider_of(model) <> 'openai' THEN provider_of(model) END,
        'azure'
    ) AS provider,
    as_text(deployment) AS model_requested,
    served AS model_served,
    as_text(deployment) AS deployment,
    CASE
        WHEN contains(lower(called), 'embedding') THEN 'embedding'
        WHEN contains(lower(called), 'chatcompletion') THEN 'chat'
        WHEN contains(lower(called), 'completion') THEN 'completion'
        WHEN contains(lower(called), 'response') THEN 'responses'
        WHEN contains(lower(called), 'message') THEN 'messages'
    END AS operation,
    as_text(api) AS route,
    as_text("user") AS user_id,
    as_text(product) AS project,
    as_key_id(subscription) AS api_key_id,
    as_map([
        {'key': 'gateway', 'value': last_folder(resource)},
        {'key': 'gateway_region', 'value': region},
        {'key': 'stream', 'value': CASE WHEN as_flag(stream) THEN 'yes' END}
    ]) AS tags,
    as_text(correlation) AS request_id,
    CASE WHEN regexp_matches(trim(request), '^(chatcmpl|cmpl|resp|msg)[-_]') THEN trim(request) END AS response_id,
    CASE WHEN failed THEN 'failure' WHEN as_text(code) IS NOT NULL OR said > 0 THEN 'success' END AS status,
    CASE WHEN failed THEN as_text(code) END AS error_type,
    'unknown' AS billing,
    CASE WHEN said > 0 THEN 'partial' ELSE 'reported' END AS token_basis,
    CAST(1 AS BIGINT) AS requests,
    prompt_c AS input,
    completion_c AS output,
    CASE WHEN total_c > said THEN [unexplained_tokens(total_c - said)] END AS other
FROM told
