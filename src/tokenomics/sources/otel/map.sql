-- Spans to usage drafts.
-- Grain: one row per span. Spans that are no calls, and those whose usage others below them state, are skipped.
WITH RECURSIVE typed AS (
    SELECT
        *,
        as_count(sent) AS sent_c,
        as_count(made) AS made_c,
        nullif(as_count(total), 0) AS total_c,
        as_count(coalesce(read_within, read_somewhere)) AS read_c,
        as_count(coalesce(write_within, write_somewhere)) AS write_c,
        as_count(thought) AS thought_c,
        as_count(audio_in) AS audio_in_c,
        as_count(image_in) AS image_in_c,
        as_count(video_in) AS video_in_c,
        as_count(audio_out) AS audio_out_c,
        as_count(image_out) AS image_out_c,
        as_epoch("start", 0.001) AS ts,
        as_epoch(finish, 0.001) AS ts_end,
        as_amount(cost) AS cost_a,
        coalesce(as_text(served), as_text(asked)) AS model,
        list_concat(tag_entries(told), coalesce(tag_entries(tag_list), [])) AS own_tags,
        coalesce("state" IN ('2', 'STATUS_CODE_ERROR', 'ERROR'), false) OR as_text(error_said) IS NOT NULL AS failed,
        coalesce(span_type, '') = 'pending_span' AS is_pending,
        coalesce(
            lower(operation) IN (
                'chat', 'completion', 'text_completion', 'generate_content', 'embedding', 'embeddings', 'rerank', 'responses',
                'image_generation', 'speech', 'transcription'
            ),
            span_kind IN ('LLM', 'EMBEDDING', 'RERANKER'),
            false
        ) AS is_call,
        coalesce(sent, made, total, read_within, read_somewhere, write_within, write_somewhere, thought) IS NOT NULL AS is_stated
    FROM raw
),
used AS (
    SELECT
        *,
        coalesce(sent_c, 0) + coalesce(made_c, 0) + coalesce(total_c, 0) + coalesce(read_c, 0) + coalesce(write_c, 0) > 0 AS has_usage,
        coalesce(
            miscounted('input_tokens', sent, sent_c),
            miscounted('output_tokens', made, made_c),
            bad_count('total_tokens', total),
            miscounted('cache_read.input_tokens', coalesce(read_within, read_somewhere), read_c),
            miscounted('cache_creation.input_tokens', coalesce(write_within, write_somewhere), write_c),
            miscounted('reasoning.output_tokens', thought, thought_c),
            miscounted('audio.input_tokens', audio_in, audio_in_c),
            miscounted('image.input_tokens', image_in, image_in_c),
            miscounted('video.input_tokens', video_in, video_in_c),
            miscounted('audio.output_tokens', audio_out, audio_out_c),
            miscounted('image.output_tokens', image_out, image_out_c)
        ) AS fault
    FROM typed
),
-- A trace as a tree: a span that was sent twice is one node.
node AS (
    SELECT
        source_file,
        trace,
        span,
        max(parent) AS parent,
        bool_or(has_usage) AS has_usage,
        bool_or(is_call) AS is_call,
        max(coalesce(made_c, 0)) AS made_n,
        max(as_text(response)) AS response
    FROM used
    WHERE trace IS NOT NULL AND span IS NOT NULL AND NOT is_pending
    GROUP BY source_file, trace, span
),
line AS (
    SELECT source_file, trace, span, parent AS above, 1 AS steps
    FROM node
    WHERE parent IS NOT NULL AND (has_usage OR is_call)
    UNION ALL
    SELECT line.source_file, line.trace, line.span, node.parent, line.steps + 1
    FROM line
    JOIN node ON line.source_file = node.source_file AND line.trace = node.trace AND line.above = node.span
    -- A circle of parents ends somewhere.
    WHERE node.parent IS NOT NULL AND line.steps < 256 AND line.above <> line.span
),
below AS (
    SELECT
        line.source_file,
        line.trace,
        line.above AS span,
        bool_or(node.has_usage) AS has_usage,
        bool_or(node.is_call) AS is_call,
        sum(node.made_n) FILTER (node.has_usage) AS made_n,
        bool_and(node.response IS NOT NULL AND node.response <> upper_node.response) FILTER (node.has_usage) AS are_others
    FROM line
    JOIN node ON line.source_file = node.source_file AND line.trace = node.trace AND line.span = node.span
    LEFT JOIN node AS upper_node ON line.source_file = upper_node.source_file AND line.trace = upper_node.trace AND line.above = upper_node.span
    GROUP BY line.source_file, line.trace, line.above
),
weighed AS (
    SELECT
        node.*,
        coalesce(below.is_call, false) AS has_calls_below,
        -- A call of its own has a response of its own, or made more than all below it, as beside a guard's embedding.
        node.has_usage AND coalesce(below.has_usage, false)
        AND NOT (node.is_call AND (coalesce(below.are_others, false) OR below.made_n < node.made_n)) AS is_sum
    FROM node
    LEFT JOIN below ON node.source_file = below.source_file AND node.trace = below.trace AND node.span = below.span
),
placed AS (
    SELECT
        line.source_file,
        line.trace,
        line.span,
        bool_or(line.above = line.span) AS is_circular,
        bool_or(weighed.has_usage AND NOT weighed.is_sum) AS is_within_call,
        -- Whose usage may repeat this span's: the nearest that does, or of which nothing is known here.
        min_by(line.above, line.steps) FILTER (weighed.span IS NULL OR weighed.is_sum) AS repeated_by,
        min_by(line.above, line.steps) FILTER (line.steps = 1 AND NOT coalesce(weighed.has_usage, false)) AS next_above
    FROM line
    LEFT JOIN weighed ON line.source_file = weighed.source_file AND line.trace = weighed.trace AND line.above = weighed.span
    GROUP BY line.source_file, line.trace, line.span
),
hung AS (
    SELECT
        used.*,
        coalesce(weighed.is_sum, false) AS is_sum,
        coalesce(weighed.has_calls_below, false) AS has_calls_below,
        coalesce(placed.is_circular, false) AS is_circular,
        coalesce(placed.is_within_call, false) AS is_within_call,
        coalesce(placed.repeated_by, placed.next_above) AS repeated_by
    FROM used
    LEFT JOIN weighed ON used.source_file = weighed.source_file AND used.trace = weighed.trace AND used.span = weighed.span
    LEFT JOIN placed ON used.source_file = placed.source_file AND used.trace = placed.trace AND used.span = placed.span
),
parts AS (
    SELECT
        *,
        coalesce(sent_c, 0) + coalesce(made_c, 0) AS said,
        coalesce(read_c, 0) + coalesce(write_c, 0) AS cached,
        coalesce(thought_c, 0) AS thought_n,
        coalesce(audio_in_c, 0) + coalesce(image_in_c, 0) + coalesce(video_in_c, 0) AS media_in,
        coalesce(audio_out_c, 0) + coalesce(image_out_c, 0) AS media_out,
        provider_at(host) AS host_provider,
        vendor_said(provider_said) AS vendor
    FROM hung
),
ruled AS (
    SELECT
        *,
        -- Counts that cannot hold the cache, or a total that counts it besides, show that it is no part.
        cached > 0 AND (cached + media_in > coalesce(sent_c, 0) OR coalesce(total_c IN (said + cached, said + cached + thought_n), false)) AS cache_apart,
        thought_n > 0 AND (
            thought_n + media_out > coalesce(made_c, 0)
            OR coalesce(total_c = said + cached + thought_n OR (total_c = said + thought_n AND total_c <> said + cached), false)
        ) AS thought_apart,
        coalesce(
            /* given provider */ NULL, host_provider, provider_named(vendor), lower(vendor), provider_of(model), 'unknown'
        ) AS provider
    FROM parts
),
told AS (
    SELECT
        *,
        said + CASE WHEN cache_apart THEN cached ELSE 0 END + CASE WHEN thought_apart THEN thought_n ELSE 0 END AS counted,
        -- Anthropic itself counts the cache apart, and the older names leave open who is followed.
        cached > 0 AND NOT cache_apart AND coalesce(read_within, write_within) IS NULL
        AND total_c IS NULL AND regexp_matches(lower(concat_ws(' ', provider, model)), 'anthropic|claude') AS is_unsure,
        told_by(own_tags) AS tagged
    FROM ruled
),
named AS (
    SELECT
        *,
        coalesce(as_text("user"), tagged['user_id']) AS user_id,
        coalesce(tagged['project'], as_text(service)) AS project,
        coalesce(tagged['step'], as_text(agent)) AS step,
        coalesce(as_text(deployed_in), tagged['environment']) AS environment,
        greatest(coalesce(total_c, 0) - counted, 0) AS unexplained
    FROM told
)
SELECT
    source_file,
    source_line,
    is_pending OR NOT is_circular AND CASE
        WHEN is_sum THEN true
        WHEN has_usage OR fault IS NOT NULL THEN false
        -- What a call without counts used is stated by those below it, or by the one it is part of.
        ELSE NOT is_call OR has_calls_below OR (is_within_call AND NOT failed)
    END AS skip,
    coalesce(
        absent('traceId', trace),
        absent('spanId', span),
        CASE WHEN is_circular THEN 'parentSpanId: a span above itself' END,
        absent('startTimeUnixNano', as_text("start")),
        unread('startTimeUnixNano', "start", ts, 'not nanoseconds since 1970'),
        unread('endTimeUnixNano', nullif(finish, '0'), ts_end, 'not nanoseconds since 1970'),
        fault,
        bad_amount('cost', cost),
        CASE WHEN NOT is_stated AND NOT failed THEN 'usage: none stated' END,
        exceeds('parts of the input', CASE WHEN cache_apart THEN media_in ELSE cached + media_in END, 'input_tokens', coalesce(sent_c, 0)),
        exceeds('parts of the output', CASE WHEN thought_apart THEN media_out ELSE thought_n + media_out END, 'output_tokens', coalesce(made_c, 0)),
        exceeds('input_tokens and output_tokens', said, 'total_tokens', total_c),
        inexplicable('total_tokens', unexplained)
    ) AS problem,
    concat_ws('|', trace, span) AS key,
    -- Of two copies of a span the one that counts more stands, then the one that knows its end.
    concat_ws(
        ' ',
        lpad(CAST(counted AS VARCHAR), 18, '0'),
        CASE WHEN failed THEN '0' ELSE '1' END,
        lpad(CAST(coalesce(epoch_us(ts_end), 0) AS VARCHAR), 20, '0')
    ) AS rank,
    concat_ws(
        '|', repeated_by, "start", finish, "state", told, operation, span_kind, provider, asked, served, response, tier,
        served_from, account, first_chunk, error_said, "user", "session", service, deployed_in, agent, workflow, api_key, tag_list, cost, sent, made,
        speed, total, read_c, write_c, thought, audio_in, image_in, video_in, audio_out, image_out
    ) AS content,
    'request' AS grain,
    ts,
    ts_end,
    CASE WHEN ts_end >= ts THEN (epoch_us(ts_end) - epoch_us(ts) + 500) // 1000 END AS latency_ms,
    as_millis(scaled(first_chunk, 3)) AS ttft_ms,
    provider,
    as_text(asked) AS model_requested,
    as_text(served) AS model_served,
    as_text(served_from) AS region,
    CASE WHEN tier = 'default' THEN 'standard' ELSE nullif(as_text(tier), 'auto') END AS service_tier,
    CASE WHEN speed NOT IN ('normal', 'standard') THEN as_text(speed) END AS variant,
    CASE
        WHEN lower(operation) IN ('embedding', 'embeddings') OR span_kind = 'EMBEDDING' THEN 'embedding'
        WHEN lower(operation) IN ('completion', 'text_completion') THEN 'completion'
        WHEN operation IS NULL AND span_kind = 'LLM' THEN 'chat'
        ELSE coalesce(lower(as_text(operation)), lower(span_kind))
    END AS operation,
    as_text(account) AS scope_id,
    user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    project,
    environment,
    tagged['customer'] AS customer,
    as_key_id(api_key) AS api_key_id,
    left_over(
        list_concat(own_tags, [
            {'key': 'service', 'value': CASE WHEN service IS DISTINCT FROM project THEN service END},
            {'key': 'agent', 'value': CASE WHEN agent IS DISTINCT FROM step THEN agent END},
            {'key': 'workflow', 'value': workflow}
        ]),
        MAP {
            'user_id': user_id, 'team': tagged['team'], 'feature': tagged['feature'], 'project': project,
            'environment': environment, 'customer': tagged['customer'], 'task_id': tagged['task_id'], 'step': step
        }
    ) AS tags,
    span AS request_id,
    as_text(response) AS response_id,
    -- A failure without counts is no part of anybody's sum.
    CASE WHEN has_usage THEN repeated_by END AS parent_id,
    trace AS trace_id,
    as_text("session") AS session_id,
    tagged['task_id'] AS task_id,
    step,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    -- Only the code: the message may quote the prompt.
    CASE WHEN failed THEN coalesce(as_text(error_said), nullif(regexp_extract(message, '^[1-5][0-9]{2}\b'), '')) END AS error_type,
    'unknown' AS billing,
    CASE
        WHEN unexplained > 0 OR is_unsure THEN 'partial'
        -- A stream that was cut off may end before its last count.
        WHEN sent_c > 0 AND made_c IS NULL AND is_call AND NOT coalesce(lower(operation) IN ('embedding', 'embeddings', 'rerank') OR span_kind IN ('EMBEDDING', 'RERANKER'), false) THEN 'partial'
        ELSE 'reported'
    END AS token_basis,
    cost_a AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    CASE WHEN cache_apart THEN rest_of(sent_c, media_in) ELSE rest_of(sent_c, cached + media_in) END AS input,
    read_c AS cache_read,
    nullif(write_c, 0) AS cache_write,
    CASE WHEN thought_apart THEN rest_of(made_c, media_out) ELSE rest_of(made_c, thought_n + media_out) END AS output,
    thought_c AS reasoning,
    nullif(audio_in_c, 0) AS input_audio,
    nullif(image_in_c, 0) AS input_image,
    nullif(video_in_c, 0) AS input_video,
    nullif(audio_out_c, 0) AS output_audio,
    nullif(image_out_c, 0) AS output_image,
    CASE WHEN unexplained > 0 THEN [unexplained_tokens(unexplained)] END AS other
FROM named
