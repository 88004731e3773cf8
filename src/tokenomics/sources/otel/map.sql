-- Spans of calls to usage drafts.
-- Grain: one row per span of a call.
WITH counted AS (
    SELECT
        *,
        as_count(input) AS input_c,
        as_count(output) AS output_c,
        as_count(total) AS total_c,
        coalesce(as_count(cache_read), 0) AS read_c,
        coalesce(as_count(cache_write), 0) AS write_c,
        coalesce(as_count(audio_in), 0) AS audio_in_c,
        coalesce(as_count(image_in), 0) AS image_in_c,
        coalesce(as_count(video_in), 0) AS video_in_c,
        coalesce(as_count(reasoning), 0) AS reasoning_c,
        coalesce(as_count(audio_out), 0) AS audio_out_c,
        as_epoch("start", 0.001) AS ts,
        as_epoch(finish, 0.001) AS ts_end,
        lower(trim(vendor)) AS called,
        tag_entries(tags) AS own_tags,
        has_usage = 'true' AS is_counted,
        failed = 'true' OR error IS NOT NULL AS is_failure
    FROM raw
),
told AS (
    SELECT
        *,
        told_by(own_tags) AS tagged,
        read_c + write_c AS cached_c,
        audio_in_c + image_in_c + video_in_c AS kinds_c,
        coalesce(/* given */ NULL, CASE called
            WHEN 'az.ai.openai' THEN 'azure' WHEN 'azure.ai.openai' THEN 'azure' WHEN 'azure.ai.inference' THEN 'azure'
            WHEN 'aws.bedrock' THEN 'aws-bedrock' WHEN 'aws_bedrock' THEN 'aws-bedrock' WHEN 'aws' THEN 'aws-bedrock'
            WHEN 'gcp.gemini' THEN 'google' WHEN 'gcp.gen_ai' THEN 'google' WHEN 'google_genai' THEN 'google'
            WHEN 'gcp.vertex_ai' THEN 'google-vertex' WHEN 'mistral_ai' THEN 'mistral'
            WHEN 'x_ai' THEN 'xai' WHEN 'moonshot_ai' THEN 'moonshotai'
            ELSE coalesce(provider_named(called), nullif(called, ''))
        END, 'unknown') AS provider
    FROM counted
),
judged AS (
    SELECT
        *,
        -- The counts tell whether input leaves the cache out: they would not fit in, or sum to the total beside it.
        cached_c > 0 AND (
            cached_c > coalesce(input_c, 0) OR coalesce(input_c + output_c + cached_c = total_c, false)
        ) AS is_apart,
        reasoning_c + audio_out_c > coalesce(output_c, 0) AS is_beside
    FROM told
),
ruled AS (
    SELECT
        *,
        CASE WHEN is_apart THEN 0 ELSE cached_c END + kinds_c AS in_parts,
        CASE WHEN is_beside THEN 0 ELSE reasoning_c + audio_out_c END AS out_parts,
        coalesce(tagged['project'], as_text(service)) AS project,
        coalesce(tagged['step'], as_text(agent)) AS step,
        coalesce(as_text("user"), tagged['user_id']) AS user_id,
        coalesce(as_text(environment), tagged['environment']) AS env
    FROM judged
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('traceId', as_text(trace)),
        absent('startTimeUnixNano', as_text("start")),
        unread('startTimeUnixNano', "start", ts, 'not nanoseconds since 1970'),
        unread('endTimeUnixNano', finish, ts_end, 'not nanoseconds since 1970'),
        bad_count('input_tokens', input),
        bad_count('output_tokens', output),
        bad_count('total_tokens', total),
        bad_count('cache_read', cache_read),
        bad_count('cache_write', cache_write),
        bad_count('reasoning', reasoning),
        bad_count('audio.input_tokens', audio_in),
        bad_count('image.input_tokens', image_in),
        bad_count('video.input_tokens', video_in),
        bad_count('audio.output_tokens', audio_out),
        bad_amount('cost', cost),
        exceeds('parts of input_tokens', in_parts, 'input_tokens', coalesce(input_c, 0))
    ) AS problem,
    concat_ws('|', trace, span) AS key,
    -- Of two exports of one span the one that was ended stands, then the greater output.
    concat_ws(
        ' ',
        lpad(CAST(coalesce(epoch_us(ts_end), 0) AS VARCHAR), 20, '0'),
        lpad(CAST(coalesce(output_c, 0) AS VARCHAR), 15, '0'),
        lpad(CAST(coalesce(input_c, 0) AS VARCHAR), 15, '0')
    ) AS rank,
    concat_ws(
        '|', parent, name, "start", finish, failed, tags, vendor, asked_model, model, response, operation, tier,
        region, error, first_chunk, "session", user_id, agent, key_name, account, service, environment, input, output,
        total, cache_read, cache_write, reasoning, audio_in, image_in, video_in, audio_out, cost
    ) AS content,
    'request' AS grain,
    ts,
    ts_end,
    CASE WHEN ts_end >= ts THEN (epoch_us(ts_end) - epoch_us(ts) + 500) // 1000 END AS latency_ms,
    CAST(round(as_number(first_chunk) * 1000) AS BIGINT) AS ttft_ms,
    provider,
    as_text(asked_model) AS model_requested,
    as_text(model) AS model_served,
    as_text(region) AS region,
    as_text(tier) AS service_tier,
    CASE lower(operation) WHEN 'llm' THEN 'chat' WHEN 'embeddings' THEN 'embedding' ELSE lower(as_text(operation)) END AS operation,
    as_text(account) AS scope_id,
    user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    project,
    env AS environment,
    tagged['customer'] AS customer,
    as_key_id(key_name) AS api_key_id,
    left_over(own_tags, MAP {
        'user_id': user_id, 'team': tagged['team'], 'feature': tagged['feature'], 'project': project,
        'environment': env, 'customer': tagged['customer'], 'task_id': tagged['task_id'], 'step': step
    }) AS tags,
    as_text(span) AS request_id,
    as_text(response) AS response_id,
    as_text(parent) AS parent_id,
    as_text(trace) AS trace_id,
    as_text("session") AS session_id,
    tagged['task_id'] AS task_id,
    step,
    CASE WHEN is_failure THEN 'failure' ELSE 'success' END AS status,
    as_text(error) AS error_type,
    'unknown' AS billing,
    CASE
        WHEN NOT is_counted AND NOT is_failure THEN 'partial'
        WHEN cached_c > 0 AND NOT is_apart AND total_c IS NULL AND (old_read IS NOT NULL OR old_write IS NOT NULL)
            AND (provider IN ('anthropic', 'aws-bedrock', 'google-vertex')) THEN 'partial'
        ELSE 'reported'
    END AS token_basis,
    as_amount(cost) AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost IS NOT NULL THEN 'USD' END AS reported_currency,
    1::BIGINT AS requests,
    CAST(rest_of(input_c, in_parts) AS BIGINT) AS input,
    nullif(read_c, 0) AS cache_read,
    nullif(write_c, 0) AS cache_write,
    nullif(audio_in_c, 0) AS input_audio,
    nullif(image_in_c, 0) AS input_image,
    nullif(video_in_c, 0) AS input_video,
    CAST(rest_of(output_c, out_parts) AS BIGINT) AS output,
    nullif(reasoning_c, 0) AS reasoning,
    nullif(audio_out_c, 0) AS output_audio
FROM ruled
