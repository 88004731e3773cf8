-- Calls of Kong's AI plugins to usage drafts.
-- Grain: one row per call of a plugin within a request.
WITH typed AS (
    SELECT
        *,
        as_epoch(started, 1000) AS ts,
        as_count(prompt) AS prompt_c,
        as_count(completion) AS completion_c,
        nullif(as_count(total), 0) AS total_c,
        as_amount(cost) AS cost_a,
        nullif(as_text(asked), 'UNSPECIFIED') AS asked_model,
        nullif(as_text(answered), 'UNSPECIFIED') AS answered_model,
        coalesce(lower(trim(cache_status)) = 'hit', false) AS hit,
        coalesce(NOT regexp_full_match(trim(code), '2[0-9]{2}'), false) AS failed,
        coalesce(starts_with(lower(trim(content_type)), 'text/event-stream'), false) AS is_stream
    FROM raw
),
told AS (
    SELECT
        *,
        coalesce(answered_model, asked_model) AS model,
        coalesce(prompt_c, 0) + coalesce(completion_c, 0) AS said,
        -- Of a stream without a usage chunk Kong counts the answer's characters and no prompt.
        coalesce(prompt_c, 0) = 0 AND coalesce(completion_c, 0) > 0 AS lacks_prompt
    FROM typed
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('started_at', as_text(started)),
        unread('started_at', started, ts, 'not an instant in milliseconds'),
        absent('request_model', model),
        CASE WHEN coalesce(as_text(prompt), as_text(completion)) IS NULL AND NOT failed AND NOT hit THEN 'prompt_tokens: no tokens stated' END,
        bad_count('prompt_tokens', prompt),
        bad_count('completion_tokens', completion),
        bad_count('total_tokens', total),
        bad_amount('cost', cost),
        exceeds('prompt_tokens and completion_tokens', said, 'total_tokens', total_c),
        inexplicable('total_tokens', total_c - said)
    ) AS problem,
    concat_ws(
        '|',
        coalesce(
            as_text(request_id),
            concat_ws('|', epoch_us(ts), coalesce(route, ''), coalesce(model, ''), coalesce(prompt, ''), coalesce(completion, ''), coalesce(took, ''))
        ),
        coalesce(as_text(plugin_id), plugin)
    ) AS key,
    lpad(CAST(said AS VARCHAR), 18, '0') AS rank,
    concat_ws(
        '|', started, place, code, content_type, took, service, route, workspace, trace, credential, "user", team, feature, project,
        environment, customer, task, "session", plugin, provider_said, asked, answered, deployment, llm_took, prompt, completion, total,
        cost, cache_status, fetch_took
    ) AS content,
    'request' AS grain,
    ts,
    coalesce(as_millis(llm_took), as_millis(fetch_took)) AS latency_ms,
    coalesce(
        /* given provider */ NULL,
        provider_named(provider_said),
        nullif(lower(as_text(provider_said)), 'unspecified'),
        provider_of(model),
        'unknown'
    ) AS provider,
    asked_model AS model_requested,
    model AS model_served,
    as_text(deployment) AS deployment,
    operation_at(place) AS operation,
    as_text(route) AS route,
    as_text("user") AS user_id,
    as_text(team) AS team,
    as_text(feature) AS feature,
    coalesce(as_text(project), nullif(as_text(workspace), 'default')) AS project,
    as_text(environment) AS environment,
    as_text(customer) AS customer,
    as_key_id(credential) AS api_key_id,
    as_map([{'key': 'service', 'value': service}, {'key': 'plugin', 'value': plugin}]) AS tags,
    as_text(request_id) AS request_id,
    as_text(trace) AS trace_id,
    as_text("session") AS session_id,
    as_text(task) AS task_id,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN failed THEN as_text(code) END AS error_type,
    hit AS gateway_cache_hit,
    CASE WHEN hit THEN 'cached' ELSE 'unknown' END AS billing,
    CASE
        WHEN said = 0 OR hit THEN 'reported'
        WHEN lacks_prompt OR is_stream THEN 'estimated'
        ELSE 'partial'
    END AS token_basis,
    -- A hit repeats what the answer once cost. Without prices in its configuration Kong says 0.
    CASE WHEN hit AND cost_a IS NOT NULL THEN CAST(0 AS DECIMAL(38,18)) ELSE nullif(cost_a, 0) END AS reported_cost,
    CASE WHEN NOT hit THEN amount_text(cost) END AS reported_cost_text,
    CASE WHEN cost_a <> 0 OR (hit AND cost_a IS NOT NULL) THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    CASE WHEN NOT lacks_prompt THEN prompt_c END AS input,
    completion_c AS output,
    nullif(list_filter([
        {'meter': 'uncounted_input', 'quantity': CASE WHEN lacks_prompt AND NOT hit THEN CAST(1 AS DECIMAL(18,6)) END, 'unit': 'call'},
        unexplained_tokens(total_c - said)
    ], lambda item: item.quantity > 0), []) AS other
FROM told
