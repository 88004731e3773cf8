-- Events of OpenTelemetry logs to usage drafts.
-- Grain: one row per event. Judgements are no usage: they are skipped, unless there is something wrong with them.
WITH typed AS (
    SELECT
        *,
        as_epoch("at", 0.001) AS ended,
        as_millis(duration) AS lasted,
        as_count(input_said) AS input_c,
        as_count(output_said) AS output_c,
        as_count(read_said) AS read_c,
        as_count(written_said) AS written_c,
        as_count(tried) AS tried_c,
        as_amount(cost) AS cost_a,
        tag_entries(told) AS tag_list,
        told_by(tag_entries(told)) AS tagged,
        event = 'claude_code.api_error' AS failed,
        event IN ('claude_code.api_request', 'claude_code.api_error') AS is_call,
        event = 'gen_ai.evaluation.result' AS is_evaluation
    FROM raw
),
named AS (
    SELECT
        *,
        coalesce(as_text("user"), tagged['user_id']) AS user_id,
        coalesce(tagged['step'], as_text(agent), as_text(asked_by)) AS step,
        coalesce(as_text(request), as_text(client_request)) AS asked_as,
        coalesce(
            /* given provider */ NULL,
            CASE
                WHEN provider_of(model) = 'aws-bedrock' THEN 'aws-bedrock'
                WHEN regexp_matches(model, '^claude.*@') THEN 'google-vertex'
            END,
            'anthropic'
        ) AS provider,
        coalesce(
            absent('timeUnixNano', as_text("at")),
            unread('timeUnixNano', "at", ended, 'not nanoseconds since 1970'),
            CASE WHEN is_evaluation THEN coalesce(
                absent('gen_ai.evaluation.name', as_text(evaluation)),
                unread('gen_ai.evaluation.score.value', score, as_number(score), 'not a number'),
                -- One that failed judges nothing.
                CASE WHEN coalesce(as_text(score), as_text(verdict), as_text(fault_said)) IS NULL THEN 'gen_ai.evaluation.score.value: missing' END,
                CASE WHEN coalesce(as_text(response), trace, as_text(conversation), span) IS NULL THEN 'gen_ai.response.id: missing' END
            ) END
        ) AS fault
    FROM typed
)
SELECT
    source_file,
    source_line,
    NOT is_call AND fault IS NULL AS skip,
    coalesce(
        fault,
        CASE WHEN is_call AND NOT failed AND coalesce(as_text(input_said), as_text(output_said), as_text(read_said), as_text(written_said)) IS NULL THEN 'input_tokens: no tokens stated' END,
        miscounted('input_tokens', input_said, input_c),
        miscounted('output_tokens', output_said, output_c),
        miscounted('cache_read_tokens', read_said, read_c),
        miscounted('cache_creation_tokens', written_said, written_c),
        miscounted('attempt', tried, tried_c),
        bad_amount('cost_usd', cost)
    ) AS problem,
    -- A record that is sent again says the same; without an id a session's own counter or instant tells it.
    concat_ws('|', event, coalesce(asked_as, concat_ws('|', "session", "at", "sequence", model, input_said, output_said, tried))) AS key,
    lpad(CAST(coalesce(input_c, 0) + coalesce(output_c, 0) + coalesce(read_c, 0) + coalesce(written_c, 0) AS VARCHAR), 18, '0') AS rank,
    concat_ws(
        '|', "at", provider, model, "user", "session", account, asked_as, input_said, output_said, read_said, written_said, cost,
        duration, speed, agent, asked_by, tried, code, service, told
    ) AS content,
    'request' AS grain,
    coalesce(plausible(ended - to_milliseconds(lasted)), ended) AS ts,
    ended AS ts_end,
    lasted AS latency_ms,
    provider,
    as_text(model) AS model_served,
    CASE WHEN speed NOT IN ('normal', 'standard') THEN as_text(speed) END AS variant,
    'messages' AS operation,
    as_text(account) AS scope_id,
    user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    tagged['project'] AS project,
    tagged['environment'] AS environment,
    tagged['customer'] AS customer,
    left_over(
        list_concat(tag_list, [{'key': 'service', 'value': service}]),
        map_concat(tagged, MAP {'user_id': user_id, 'step': step})
    ) AS tags,
    asked_as AS request_id,
    as_text("session") AS session_id,
    tagged['task_id'] AS task_id,
    step,
    nullif(tried_c, 0) AS attempt,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    -- Only the code: the message may quote the prompt.
    CASE WHEN failed THEN as_text(code) END AS error_type,
    'unknown' AS billing,
    CASE WHEN is_call AND NOT failed AND (as_text(input_said) IS NULL OR as_text(output_said) IS NULL) THEN 'partial' ELSE 'reported' END AS token_basis,
    cost_a AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    input_c AS input,
    read_c AS cache_read,
    nullif(written_c, 0) AS cache_write,
    output_c AS output
FROM named
