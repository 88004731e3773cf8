-- Raw API responses to usage drafts.
-- Grain: one row per response, and one per further model that worked for it. Rows that hold no
-- response, events of a stream before its counts, and failures that state neither usage nor place are skipped.
WITH typed AS (
    SELECT
        *,
        coalesce(as_moment(given_at), as_moment(created), as_moment(logged), CAST(/* at */ NULL AS TIMESTAMPTZ)) AS ts,
        as_moment(completed) AS ts_end,
        coalesce(provider_named("provider"), lower(as_text("provider")), vendor, provider_named(given), lower(as_text(given))) AS served_by,
        as_count(prompt) AS prompt_c,
        as_count(completion) AS completion_c,
        as_count(total) AS total_c,
        -- Whether Cohere's cached tokens are part of its billed ones is not documented.
        CASE WHEN shape <> 'cohere' THEN as_count(cached) END AS cached_c,
        as_count(missed) AS missed_c,
        as_count(written) AS written_c,
        as_count(written_5m) AS written_5m_c,
        as_count(written_1h) AS written_1h_c,
        as_count(reasoning) AS reasoning_c,
        as_count(tool_prompt) AS tool_c,
        as_count(audio_in) AS audio_in_c,
        as_count(image_in) AS image_in_c,
        as_count(video_in) AS video_in_c,
        as_count(document_in) AS document_in_c,
        as_count(audio_cached) AS audio_cached_c,
        as_count(image_cached) AS image_cached_c,
        as_count(video_cached) AS video_cached_c,
        as_count(document_cached) AS document_cached_c,
        as_count(audio_out) AS audio_out_c,
        as_count(image_out) AS image_out_c,
        as_count(video_out) AS video_out_c,
        as_pieces(searches) AS searches_q,
        as_pieces(file_searches) AS file_searches_q,
        as_pieces("sources") AS sources_q,
        as_quantity("seconds") AS seconds_q,
        as_pieces(pages) AS pages_q,
        as_pieces(search_units) AS search_units_q,
        as_pieces(classifications) AS classifications_q,
        as_pieces(images_sent) AS images_sent_q,
        -- A tick is a ten-thousandth of a millionth.
        coalesce(
            as_amount(cost),
            CAST(CAST(as_count(ticks) AS DECIMAL(15,0)) * CAST(0.0000000001 AS DECIMAL(10,10)) AS DECIMAL(38,18))
        ) AS cost_a,
        tag_entries(tags) AS tag_list,
        lower(coalesce(tier, traffic)) AS tier_said,
        coalesce(state IN ('failed', 'cancelled'), false) OR as_text(error_code) IS NOT NULL AS failed,
        coalesce(
            prompt, completion, total, cached, "seconds", pages, search_units, classifications, searches, images_sent, image_in
        ) IS NULL AS is_silent
    FROM (SELECT *, CAST(/* given provider */ NULL AS VARCHAR) AS given FROM raw)
),
placed AS (
    SELECT
        *,
        coalesce(prompt_c, cached_c + missed_c) AS prompt_n,
        -- What lives for how long may stand beside its sum.
        greatest(coalesce(written_c, 0), coalesce(written_5m_c, 0) + coalesce(written_1h_c, 0)) AS written_n,
        coalesce(cached_c, 0) AS cached_n,
        coalesce(reasoning_c, 0) AS reasoning_n,
        coalesce(audio_cached_c, 0) + coalesce(image_cached_c, 0) + coalesce(video_cached_c, 0) + coalesce(document_cached_c, 0) AS media_cached,
        coalesce(audio_in_c, 0) + coalesce(image_in_c, 0) + coalesce(video_in_c, 0) + coalesce(document_in_c, 0) AS media_in,
        coalesce(audio_out_c, 0) + coalesce(image_out_c, 0) + coalesce(video_out_c, 0) AS media_out,
        told_by(tag_list) AS tagged
    FROM typed
),
ruled AS (
    SELECT
        *,
        coalesce(prompt_n, 0) AS sent,
        coalesce(completion_c, 0) AS made,
        -- Anthropic's input holds no cache.
        shape IN ('anthropic', 'converse') AS is_apart,
        -- Thoughts beside the output: Gemini's always, others' where the total says so, xAI's without one.
        CASE
            WHEN shape = 'gemini' THEN true
            WHEN shape = 'anthropic' THEN false
            WHEN total_c > 0 AND reasoning_n > 0 THEN total_c = coalesce(prompt_n, 0) + coalesce(completion_c, 0) + reasoning_n
            ELSE coalesce(served_by = 'xai', false)
        END AS thinks_apart
    FROM placed
),
parts AS (
    SELECT
        *,
        CASE WHEN is_apart OR shape = 'cohere' THEN 0 ELSE cached_n + written_n + media_in - media_cached END AS in_parts,
        -- What Anthropic says of thinking is approximate.
        CASE WHEN shape = 'anthropic' AND reasoning_c > made THEN made ELSE reasoning_c END AS thought,
        media_out + CASE WHEN thinks_apart THEN 0 WHEN shape = 'anthropic' THEN least(reasoning_n, made) ELSE reasoning_n END AS out_parts,
        sent + made + coalesce(tool_c, 0) + CASE WHEN thinks_apart THEN reasoning_n ELSE 0 END
        + CASE WHEN is_apart THEN cached_n + written_n ELSE 0 END AS counted
    FROM ruled
),
named AS (
    SELECT
        *,
        -- Seconds of sound may be in the total as tokens that are billed as seconds.
        CASE WHEN total_c > counted AND coalesce(seconds_q, 0) = 0 THEN total_c - counted ELSE 0 END AS unexplained,
        coalesce(as_text("user"), tagged['user_id']) AS user_id,
        coalesce(as_text(team), tagged['team']) AS team_n,
        coalesce(as_text(feature), tagged['feature']) AS feature_n,
        coalesce(as_text(project), tagged['project']) AS project_n,
        coalesce(as_text(environment), tagged['environment']) AS environment_n,
        coalesce(as_text(customer), tagged['customer']) AS customer_n,
        coalesce(as_text(task_id), tagged['task_id']) AS task_n,
        coalesce(as_text(step), tagged['step']) AS step_n,
        coalesce(as_text(model), as_text(asked)) AS served,
        as_text(id) AS its_id
    FROM parts
)
SELECT
    source_file,
    source_line,
    shape IS NULL OR (is_silent AND (
        -- A stream's or a background call's counts come last.
        coalesce(object = 'chat.completion.chunk', false) OR coalesce(state IN ('in_progress', 'queued'), false)
        OR (failed AND (ts IS NULL OR served_by IS NULL))
        -- Further work for a message shares its line, which is refused once.
    )) OR (part IS NOT NULL AND (ts IS NULL OR served_by IS NULL)) AS skip,
    coalesce(
        CASE WHEN is_silent AND NOT failed THEN concat('usage: states no usage', '; to count its text: ' || lacks) END,
        CASE WHEN ts IS NULL THEN coalesce(
            unread('created', created, ts, 'not an instant between 2000 and 2100'),
            unread('timestamp', logged, ts, 'not an instant between 2000 and 2100'),
            'created: says not when; name a field or the day with --at'
        ) END,
        CASE WHEN served_by IS NULL THEN 'provider: says not who served it; name the vendor with --provider' END,
        bad_count('prompt tokens', prompt),
        bad_count('completion tokens', completion),
        bad_count('total tokens', total),
        bad_count('cached tokens', cached),
        bad_count('prompt_cache_miss_tokens', missed),
        bad_count('cache write tokens', written),
        bad_count('ephemeral_5m_input_tokens', written_5m),
        bad_count('ephemeral_1h_input_tokens', written_1h),
        bad_count('reasoning tokens', reasoning),
        bad_count('toolUsePromptTokenCount', tool_prompt),
        bad_count('audio tokens sent', audio_in),
        bad_count('image tokens sent', image_in),
        bad_count('video tokens sent', video_in),
        bad_count('document tokens sent', document_in),
        bad_count('audio tokens cached', audio_cached),
        bad_count('image tokens cached', image_cached),
        bad_count('video tokens cached', video_cached),
        bad_count('document tokens cached', document_cached),
        bad_count('audio tokens generated', audio_out),
        bad_count('image tokens generated', image_out),
        bad_count('video tokens generated', video_out),
        miscounted('web searches', searches, searches_q),
        miscounted('file searches', file_searches, file_searches_q),
        miscounted('num_sources_used', "sources", sources_q),
        unread('seconds', "seconds", seconds_q, 'not a quantity'),
        miscounted('pages_processed', pages, pages_q),
        miscounted('search_units', search_units, search_units_q),
        miscounted('classifications', classifications, classifications_q),
        miscounted('images', images_sent, images_sent_q),
        bad_amount('cost', cost),
        bad_count('cost_in_usd_ticks', ticks),
        unread('tags', tags, tag_list, 'not tags'),
        exceeds('audio tokens cached', coalesce(audio_cached_c, 0), 'audio tokens sent', coalesce(audio_in_c, audio_cached_c)),
        exceeds('image tokens cached', coalesce(image_cached_c, 0), 'image tokens sent', coalesce(image_in_c, image_cached_c)),
        exceeds('modalities cached', media_cached, 'cached tokens', cached_n),
        exceeds('parts of the prompt', in_parts, 'prompt tokens', sent),
        exceeds('parts of the completion', out_parts, 'completion tokens', made),
        inexplicable('total tokens', unexplained)
    ) AS problem,
    CASE WHEN its_id IS NOT NULL THEN concat_ws('|', its_id, part) END AS key,
    -- A count before an estimate, a whole answer before the events of its stream, the fullest counts,
    -- then the copy that is known best.
    concat_ws(
        ' ',
        CASE WHEN is_estimated = 'true' THEN '0' WHEN is_unfinished = 'true' THEN '1' ELSE '2' END,
        lpad(CAST(counted AS VARCHAR), 18, '0'),
        list_count([user_id, team_n, feature_n, project_n, environment_n, customer_n, task_n, step_n, session_id, trace_id, request_id])
    ) AS rank,
    concat_ws(
        '|', served_by, served, asked, ts, ts_end, state, error_code, tier, traffic, region, speed, route, is_batch, user_id, team_n,
        feature_n, project_n, environment_n, customer_n, task_n, step_n, api_key_id, request_id, trace_id, session_id, tags,
        prompt, completion, total, cached, missed, written, written_5m, written_1h, reasoning, tool_prompt, audio_in, image_in,
        video_in, document_in, audio_cached, image_cached, video_cached, document_cached, audio_out, image_out, video_out, searches,
        file_searches, "sources", "seconds", pages, search_units, classifications, images_sent, cost, ticks, byok
    ) AS content,
    'request' AS grain,
    ts,
    CASE WHEN ts_end >= ts THEN ts_end END AS ts_end,
    as_millis(latency) AS latency_ms,
    served_by AS provider,
    CASE WHEN part IS NULL AND as_text(model) IS NOT NULL THEN as_text(asked) END AS model_requested,
    served AS model_served,
    nullif(as_text(region), 'not_available') AS region,
    CASE
        WHEN is_batch = 'true' THEN 'batch'
        WHEN tier_said IN ('default', 'standard', 'on_demand') THEN 'standard'
        WHEN tier_said = 'fast' OR traffic = 'ON_DEMAND_PRIORITY' THEN 'priority'
        WHEN traffic = 'ON_DEMAND_FLEX' THEN 'flex'
        WHEN tier_said NOT IN ('auto', 'unspecified', 'traffic_type_unspecified', 'provisioned_throughput') THEN tier_said
    END AS service_tier,
    nullif(as_text(speed), 'standard') AS variant,
    coalesce(split_part(part, ' ', 1), operation) AS operation,
    CASE WHEN vendor = 'openrouter' THEN as_text(route) END AS route,
    user_id,
    team_n AS team,
    feature_n AS feature,
    project_n AS project,
    environment_n AS environment,
    customer_n AS customer,
    as_key_id(api_key_id) AS api_key_id,
    left_over(tag_list, MAP {
        'user_id': user_id, 'team': team_n, 'feature': feature_n, 'project': project_n, 'environment': environment_n,
        'customer': customer_n, 'task_id': task_n, 'step': step_n
    }) AS tags,
    as_text(request_id) AS request_id,
    -- A further model's work is no copy of its message, and no other log's record of it.
    CASE WHEN part IS NULL THEN its_id END AS response_id,
    as_text(trace_id) AS trace_id,
    as_text(session_id) AS session_id,
    task_n AS task_id,
    step_n AS step,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN failed THEN as_text(error_code) END AS error_type,
    CASE
        WHEN byok = 'true' THEN 'byok'
        WHEN tier_said = 'scale' OR traffic = 'PROVISIONED_THROUGHPUT' THEN 'provisioned'
        ELSE 'unknown'
    END AS billing,
    CASE WHEN is_estimated = 'true' THEN 'own' ELSE 'provider' END AS stated_by,
    CASE WHEN is_estimated = 'true' THEN 'estimated' WHEN unexplained > 0 OR is_unfinished = 'true' THEN 'partial' ELSE 'reported' END AS token_basis,
    cost_a AS reported_cost,
    amount_text(cost) AS reported_cost_text,
    CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    CASE WHEN is_apart THEN prompt_n WHEN prompt_n IS NOT NULL THEN rest_of(sent, in_parts) END AS input,
    CASE WHEN cached_c IS NOT NULL THEN rest_of(cached_n, media_cached) END AS cache_read,
    nullif(rest_of(written_n, coalesce(written_5m_c, 0) + coalesce(written_1h_c, 0)), 0) AS cache_write,
    nullif(written_5m_c, 0) AS cache_write_5m,
    nullif(written_1h_c, 0) AS cache_write_1h,
    CASE WHEN completion_c IS NOT NULL THEN rest_of(made, out_parts) END AS output,
    thought AS reasoning,
    nullif(tool_c, 0) AS input_tool,
    nullif(rest_of(audio_in_c, coalesce(audio_cached_c, 0)), 0) AS input_audio,
    nullif(rest_of(image_in_c, coalesce(image_cached_c, 0)), 0) AS input_image,
    nullif(rest_of(video_in_c, coalesce(video_cached_c, 0)), 0) AS input_video,
    nullif(rest_of(document_in_c, coalesce(document_cached_c, 0)), 0) AS input_document,
    nullif(audio_cached_c, 0) AS cache_read_audio,
    nullif(image_cached_c, 0) AS cache_read_image,
    nullif(video_cached_c, 0) AS cache_read_video,
    nullif(document_cached_c, 0) AS cache_read_document,
    nullif(audio_out_c, 0) AS output_audio,
    nullif(image_out_c, 0) AS output_image,
    nullif(video_out_c, 0) AS output_video,
    nullif(searches_q, 0) AS web_search,
    nullif(file_searches_q, 0) AS file_search,
    nullif(seconds_q, 0) AS seconds_in,
    pages_q AS pages,
    search_units_q AS search_units,
    classifications_q AS classifications,
    -- What has no meter is kept, named and without a price.
    nullif(list_filter([
        {'meter': 'search_sources', 'quantity': sources_q, 'unit': 'source'},
        -- A prompt that was not counted, or not in full: the cost leaves it out, and says so.
        {'meter': 'uncounted_input', 'quantity': CASE WHEN leaves_out = 'true' AND NOT is_silent THEN CAST(1 AS DECIMAL(18,6)) END, 'unit': 'call'},
        {'meter': 'images_sent', 'quantity': images_sent_q, 'unit': 'image'},
        unexplained_tokens(unexplained)
    ], lambda item: item.quantity > 0), []) AS other
FROM named
