-- Helicone's requests to usage drafts.
-- Grain: one row per request. A request without a response and without counts is skipped.
WITH typed AS (
    SELECT
        *,
        as_instant_in("start", 'UTC') AS ts,
        as_instant_in(finish, 'UTC') AS ts_end,
        as_count(prompt) AS prompt_c,
        as_count(completion) AS completion_c,
        nullif(as_count(total), 0) AS total_c,
        as_count("read") AS read_c,
        as_count(written) AS written_c,
        coalesce(as_count(audio_in), 0) AS audio_in_n,
        coalesce(as_count(audio_out), 0) AS audio_out_n,
        as_amount(cost) AS cost_a,
        coalesce(as_text(cache_reference) <> '00000000-0000-0000-0000-000000000000', false) AS hit,
        NOT coalesce(regexp_full_match(trim(code), '2[0-9]{2}'), false) AS failed,
        -- The exporter's CSV quotes its JSON twice.
        tag_entries(CASE WHEN starts_with(trim(props), '{""') THEN replace(props, '""', '"') ELSE props END) AS prop_list,
        TRY(json_transform(nullif(trim(scores), '[]'), '"MAP(VARCHAR,VARCHAR)"')) AS score_map,
        coalesce(as_text(model), as_text(override), as_text(asked)) AS answered
    FROM raw
),
parts AS (
    SELECT
        *,
        -- Only JSON has a column for what was cached.
        coalesce(as_text(request), "read", written) IS NULL AS is_table,
        coalesce(read_c, 0) + coalesce(written_c, 0) AS cached,
        coalesce(read_c, 0) + coalesce(written_c, 0) + audio_in_n AS beside,
        coalesce(prompt_c, 0) + coalesce(completion_c, 0) AS said,
        coalesce(
            /* given provider */ NULL,
            provider_named(provider_said),
            CASE WHEN lower(provider_said) NOT IN ('custom', 'helicone') THEN lower(as_text(provider_said)) END,
            provider_of(answered),
            'unknown'
        ) AS provider,
        told_by(prop_list) AS tagged
    FROM typed
),
ruled AS (
    SELECT
        *,
        beside > 0 AND (
            beside > coalesce(prompt_c, 0)
            OR (cached > 0 AND coalesce(total_c = said + cached, false))
            OR (cached > 0 AND regexp_matches(lower(concat_ws(' ', provider, answered)), 'anthropic|claude'))
        ) AS is_apart,
        said + cached AS size,
        as_map(prop_list)['Helicone-Session-Id'] AS "session",
        as_map(prop_list)['Helicone-Session-Path'] AS place
    FROM parts
),
named AS (
    SELECT *, coalesce(as_text("user"), tagged['user_id']) AS user_id, coalesce(tagged['step'], as_text(place)) AS step_n
    FROM ruled
)
SELECT
    source_file,
    source_line,
    as_text(response) IS NULL AND coalesce(prompt, completion, total) IS NULL AND as_text(request) IS NOT NULL AS skip,
    coalesce(
        absent('request_id', coalesce(as_text(response), as_text(request))),
        absent('request_created_at', as_text("start")),
        unread('request_created_at', "start", ts, 'not an instant'),
        unread('response_created_at', finish, ts_end, 'not an instant'),
        CASE WHEN coalesce(as_text(prompt), as_text(completion)) IS NULL AND NOT failed AND NOT hit THEN 'prompt_tokens: no tokens stated' END,
        bad_count('prompt_tokens', prompt),
        bad_count('completion_tokens', completion),
        bad_count('total_tokens', total),
        bad_count('prompt_cache_read_tokens', "read"),
        bad_count('prompt_cache_write_tokens', written),
        bad_count('prompt_audio_tokens', audio_in),
        bad_count('completion_audio_tokens', audio_out),
        bad_amount('cost', cost),
        unread('request_properties', props, prop_list, 'not an object of properties'),
        unread('feedback_rating', rating, as_flag(rating), 'neither true nor false'),
        unread('feedback_created_at', rated_at, as_instant_in(rated_at, 'UTC'), 'not an instant'),
        unread('scores', nullif(trim(scores), '[]'), score_map, 'not an object of numbers'),
        CASE WHEN len(list_filter(map_entries(score_map), lambda score: score.value IS NOT NULL AND coalesce(as_number(score.value), CAST(as_flag(score.value) AS DOUBLE)) IS NULL)) > 0 THEN 'scores: not an object of numbers' END,
        exceeds('completion_audio_tokens', audio_out_n, 'completion_tokens', coalesce(completion_c, 0))
    ) AS problem,
    coalesce(as_text(response), as_text(request)) AS key,
    -- Of two rows of one request the one that knows more stands, then the fuller, then the later one.
    concat_ws(
        ' ',
        CASE WHEN is_table THEN '0' ELSE '1' END,
        lpad(CAST(size AS VARCHAR), 16, '0'),
        lpad(CAST(coalesce(epoch_us(ts_end), 0) AS VARCHAR), 20, '0')
    ) AS rank,
    concat_ws(
        '|', request, "start", finish, code, provider, asked, override, model, user_id, props, delay, first_token, prompt, completion,
        total, "read", written, audio_in, audio_out, cost, cache_reference
    ) AS content,
    'request' AS grain,
    ts,
    ts_end,
    as_millis(delay) AS latency_ms,
    nullif(as_millis(first_token), 0) AS ttft_ms,
    provider,
    coalesce(as_text(asked), as_text(override)) AS model_requested,
    answered AS model_served,
    user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    tagged['project'] AS project,
    tagged['environment'] AS environment,
    tagged['customer'] AS customer,
    left_over(
        list_filter(prop_list, lambda tag: tag.key NOT IN ('Helicone-Session-Id', 'Helicone-Session-Path')),
        map_concat(tagged, MAP {'user_id': user_id, 'step': step_n})
    ) AS tags,
    coalesce(as_text(request), as_text(response)) AS request_id,
    as_text("session") AS session_id,
    tagged['task_id'] AS task_id,
    step_n AS step,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN failed THEN as_text(code) END AS error_type,
    hit AS gateway_cache_hit,
    CASE WHEN hit THEN 'cached' ELSE 'unknown' END AS billing,
    CASE WHEN said > 0 AND (is_table OR (beside > 0 AND NOT is_apart)) THEN 'partial' ELSE 'reported' END AS token_basis,
    cost_a AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    CASE WHEN is_apart THEN prompt_c ELSE rest_of(prompt_c, beside) END AS input,
    read_c AS cache_read,
    nullif(written_c, 0) AS cache_write,
    rest_of(completion_c, audio_out_n) AS output,
    nullif(audio_in_n, 0) AS input_audio,
    nullif(audio_out_n, 0) AS output_audio
FROM named
