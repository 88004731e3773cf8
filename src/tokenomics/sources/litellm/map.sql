-- LiteLLM spend logs and standard logging payloads to usage drafts.
-- Grain: one row per logged request. A failed request without tokens keeps none of its usage object,
-- which some builds copy from another attempt.
WITH typed AS (
    SELECT
        *,
        as_count(prompt_tokens) AS prompt_c,
        as_count(completion_tokens) AS completion_c,
        as_count(total_tokens) AS total_c,
        as_count(usage_prompt) AS usage_prompt_c,
        as_count(usage_completion) AS usage_completion_c,
        as_count(read_flat) AS read_flat_c,
        as_count(read_detail) AS read_detail_c,
        as_count(write_flat) AS write_flat_c,
        as_count(write_detail) AS write_detail_c,
        as_count(write_5m) AS write_5m_c,
        as_count(write_1h) AS write_1h_c,
        as_count(audio_in) AS audio_in_c,
        as_count(image_in) AS image_in_c,
        as_count(video_in) AS video_in_c,
        as_count(audio_read) AS audio_read_c,
        as_count(image_read) AS image_read_c,
        as_count(reasoning_tokens) AS reasoning_c,
        as_count(audio_out) AS audio_out_c,
        as_count(image_out) AS image_out_c,
        as_count(video_out) AS video_out_c,
        as_count(retries) AS retries_c,
        as_count(fallbacks) AS fallbacks_c,
        as_quantity(searches) AS searches_q,
        as_quantity(lookups) AS lookups_q,
        as_quantity(ocr_pages) AS pages_q,
        as_millis(duration_ms) AS duration,
        as_amount(spend) AS cost,
        coalesce(as_instant_in(start, 'UTC'), as_epoch(start, 1000000)) AS ts,
        coalesce(as_instant_in(finish, 'UTC'), as_epoch(finish, 1000000)) AS ts_end,
        coalesce(as_instant_in(first_token, 'UTC'), as_epoch(first_token, 1000000)) AS first_token_at,
        as_flag(cache_hit) AS hit,
        coalesce(status, 'success') = 'failure' AS failed,
        tag_entries(request_tags) AS request_tag_list,
        tag_entries(log_metadata) AS log_tag_list
    FROM raw
),
counted AS (
    SELECT
        *,
        coalesce(prompt_c, 0) + coalesce(completion_c, 0) = 0 AS uncounted,
        -- One count may stand in two places; where a build does not fill one, that one holds 0.
        greatest(read_flat_c, read_detail_c) AS read_said,
        greatest(write_flat_c, write_detail_c) AS write_said
    FROM typed
),
whole AS (
    SELECT
        *,
        NOT (failed AND uncounted) AS detailed,
        CASE WHEN uncounted AND NOT failed THEN usage_prompt_c END AS prompt_said,
        CASE WHEN uncounted AND NOT failed THEN usage_completion_c END AS completion_said
    FROM counted
),
parts AS (
    SELECT
        *,
        coalesce(prompt_said, prompt_c) AS prompt,
        coalesce(completion_said, completion_c) AS completion,
        nullif(total_c, 0) AS total,
        CASE WHEN detailed THEN coalesce(read_said, 0) ELSE 0 END AS read_n,
        CASE WHEN detailed THEN coalesce(write_said, coalesce(write_5m_c, 0) + coalesce(write_1h_c, 0)) ELSE 0 END AS write_n,
        CASE WHEN detailed THEN coalesce(write_5m_c, 0) ELSE 0 END AS write_5m_n,
        CASE WHEN detailed THEN coalesce(write_1h_c, 0) ELSE 0 END AS write_1h_n,
        CASE WHEN detailed THEN coalesce(audio_in_c, 0) ELSE 0 END AS audio_n,
        CASE WHEN detailed THEN coalesce(image_in_c, 0) ELSE 0 END AS image_n,
        CASE WHEN detailed THEN coalesce(video_in_c, 0) ELSE 0 END AS video_n,
        CASE WHEN detailed THEN coalesce(audio_read_c, 0) ELSE 0 END AS audio_read_n,
        CASE WHEN detailed THEN coalesce(image_read_c, 0) ELSE 0 END AS image_read_n,
        CASE WHEN detailed THEN coalesce(reasoning_c, 0) ELSE 0 END AS reasoning_n,
        CASE WHEN detailed THEN coalesce(audio_out_c, 0) ELSE 0 END AS audio_out_n,
        CASE WHEN detailed THEN coalesce(image_out_c, 0) ELSE 0 END AS image_out_n,
        CASE WHEN detailed THEN coalesce(video_out_c, 0) ELSE 0 END AS video_out_n
    FROM whole
),
held AS (
    SELECT
        *,
        -- Cached audio and images are counted in both the cache reads and their modality.
        read_n + (audio_n - audio_read_n) + (image_n - image_read_n) + video_n AS sent_parts,
        audio_out_n + image_out_n + video_out_n AS made_parts,
        -- A total that holds the reasoning besides the completion says that it is no part of it.
        reasoning_n > 0 AND total = prompt + completion + reasoning_n AS reasoning_apart
    FROM parts
),
ruled AS (
    SELECT
        *,
        -- The build that leaves cache writes out of the prompt tokens states them in this place only. It
        -- shows where the prompt tokens cannot hold them, or where the total counts them besides.
        write_flat_c > 0
            AND prompt >= sent_parts
            AND (prompt < sent_parts + write_n OR total = prompt + completion + write_n) AS write_apart,
        prompt + completion + CASE
            WHEN reasoning_apart THEN reasoning_n
            WHEN write_flat_c > 0 AND total = prompt + completion + write_n THEN write_n
            ELSE 0
        END AS counted_total
    FROM held
),
leaves AS (
    SELECT
        *,
        sent_parts + CASE WHEN write_apart THEN 0 ELSE write_n END AS within_prompt,
        made_parts + CASE WHEN reasoning_apart THEN 0 ELSE reasoning_n END AS within_completion,
        coalesce(
            as_text(llm_provider), as_text(error_provider), 'unknown'
        ) AS gateway_provider,
        list_filter(
            list_concat(
                request_tag_list, log_tag_list,
                [{'key': 'organization', 'value': coalesce(as_text(organization), as_text(key_organization))}]
            ),
            lambda tag: lower(tag.key) <> 'user-agent'
        ) AS tag_list
    FROM ruled
),
told AS (
    SELECT *, told_by(tag_list) AS tagged
    FROM leaves
),
named AS (
    SELECT
        *,
        coalesce(as_text(user_name), as_text(key_user), tagged['user_id']) AS user_id,
        coalesce(as_text(team_alias), as_text(team_id), as_text(key_team), tagged['team']) AS team,
        coalesce(as_text(project_alias), as_text(project_id), tagged['project']) AS project,
        coalesce(as_text(end_user), as_text(key_end_user), tagged['customer']) AS customer,
        tagged['feature'] AS feature,
        tagged['environment'] AS environment,
        tagged['task_id'] AS task_id,
        tagged['step'] AS step
    FROM told
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('request_id', as_text(request_id)),
        absent('startTime', as_text(start)),
        unread('startTime', start, ts, 'not an instant'),
        unread('endTime', finish, ts_end, 'not an instant'),
        unread('completionStartTime', first_token, first_token_at, 'not an instant'),
        absent('prompt_tokens', as_text(prompt_tokens)),
        miscounted('prompt_tokens', prompt_tokens, prompt_c),
        miscounted('completion_tokens', completion_tokens, completion_c),
        miscounted('total_tokens', total_tokens, total_c),
        miscounted('usage_object.prompt_tokens', usage_prompt, usage_prompt_c),
        miscounted('usage_object.completion_tokens', usage_completion, usage_completion_c),
        miscounted('cache_read_input_tokens', read_flat, read_flat_c),
        miscounted('cached_tokens', read_detail, read_detail_c),
        miscounted('cache_creation_input_tokens', write_flat, write_flat_c),
        miscounted('cache_creation_tokens', write_detail, write_detail_c),
        miscounted('ephemeral_5m_input_tokens', write_5m, write_5m_c),
        miscounted('ephemeral_1h_input_tokens', write_1h, write_1h_c),
        miscounted('prompt_tokens_details.audio_tokens', audio_in, audio_in_c),
        miscounted('prompt_tokens_details.image_tokens', image_in, image_in_c),
        miscounted('prompt_tokens_details.video_tokens', video_in, video_in_c),
        miscounted('cached_tokens_details.audio_tokens', audio_read, audio_read_c),
        miscounted('cached_tokens_details.image_tokens', image_read, image_read_c),
        miscounted('reasoning_tokens', reasoning_tokens, reasoning_c),
        miscounted('completion_tokens_details.audio_tokens', audio_out, audio_out_c),
        miscounted('completion_tokens_details.image_tokens', image_out, image_out_c),
        miscounted('completion_tokens_details.video_tokens', video_out, video_out_c),
        unread('web_search_requests', searches, searches_q, 'not a quantity'),
        unread('google_maps_grounding_requests', lookups, lookups_q, 'not a quantity'),
        unread('pages_processed', ocr_pages, pages_q, 'not a quantity'),
        miscounted('attempted_retries', retries, retries_c),
        miscounted('attempted_fallbacks', fallbacks, fallbacks_c),
        unread('spend', spend, cost, 'not an amount'),
        unread('request_duration_ms', duration_ms, duration, 'not a duration'),
        unread('request_tags', request_tags, request_tag_list, 'not a list of tags'),
        unread('spend_logs_metadata', log_metadata, log_tag_list, 'not an object of tags'),
        exceeds('ephemeral cache writes', write_5m_n + write_1h_n, 'cache_creation_tokens', write_n),
        exceeds('cached audio_tokens', audio_read_n, 'audio_tokens', audio_n),
        exceeds('cached image_tokens', image_read_n, 'image_tokens', image_n),
        exceeds('cached audio_tokens and image_tokens', audio_read_n + image_read_n, 'cached_tokens', read_n),
        exceeds('cached_tokens', read_n, 'prompt_tokens', prompt),
        exceeds('prompt_tokens_details', within_prompt, 'prompt_tokens', prompt),
        exceeds('completion_tokens_details', within_completion, 'completion_tokens', coalesce(completion, 0)),
        exceeds('prompt_tokens and completion_tokens', coalesce(counted_total, prompt), 'total_tokens', total),
        inexplicable('total_tokens', total - counted_total)
    ) AS problem,
    as_text(request_id) AS key,
    -- Of two rows of one request the successful one stands, then the one that counts more, knows more, ended later.
    concat_ws(
        ' ',
        CASE WHEN failed THEN '0' ELSE '1' END,
        lpad(CAST(prompt + coalesce(completion, 0) AS VARCHAR), 16, '0'),
        CASE WHEN coalesce(read_said, write_said) IS NULL THEN '0' ELSE '1' END,
        lpad(CAST(epoch_us(coalesce(ts_end, ts)) AS VARCHAR), 20, '0')
    ) AS rank,
    concat_ws(
        '|', call_type, api_key, spend, start, finish, first_token, duration_ms, model, deployment, model_group,
        original_model_group, llm_provider, user_id, team, project, customer, organization, key_organization,
        request_tags, log_metadata, "session", cache_hit, status, error_class, error_code, error_provider, retries,
        fallbacks, prompt_tokens, completion_tokens, total_tokens, read_flat, read_detail, write_flat, write_detail,
        write_5m, write_1h, audio_in, image_in, video_in, audio_read, image_read, reasoning_tokens, audio_out,
        image_out, video_out, searches, lookups, ocr_pages, tier, geo, speed
    ) AS content,
    'request' AS grain,
    ts,
    ts_end,
    coalesce(
        duration,
        CASE WHEN ts_end >= ts THEN (epoch_us(ts_end) - epoch_us(ts) + 500) // 1000 END
    ) AS latency_ms,
    -- A call that was not streamed has its first token at its end, which says nothing about the first.
    CASE
        WHEN first_token_at >= ts AND first_token_at < ts_end
        THEN (epoch_us(first_token_at) - epoch_us(ts) + 500) // 1000
    END AS ttft_ms,
    coalesce(provider_named(gateway_provider), gateway_provider) AS provider,
    coalesce(as_text(original_model_group), as_text(model_group)) AS model_requested,
    CASE
        WHEN starts_with(model, gateway_provider || '/') THEN as_text(substr(model, length(gateway_provider) + 2))
        ELSE as_text(model)
    END AS model_served,
    as_text(deployment) AS deployment,
    nullif(as_text(geo), 'not_available') AS region,
    CASE
        WHEN call_type IN ('retrieve_batch', 'aretrieve_batch') THEN 'batch'
        WHEN tier = 'default' THEN 'standard'
        ELSE nullif(as_text(tier), 'auto')
    END AS service_tier,
    nullif(as_text(speed), 'standard') AS variant,
    CASE
        WHEN call_type IN ('completion', 'acompletion') THEN 'chat'
        WHEN call_type IN ('embedding', 'aembedding') THEN 'embedding'
        WHEN call_type IN ('text_completion', 'atext_completion') THEN 'completion'
        WHEN call_type IN ('anthropic_messages', 'aanthropic_messages') THEN 'messages'
        WHEN call_type IN (
            'aresponses', 'aimage_generation', 'aimage_edit', 'atranscription', 'aspeech', 'amoderation', 'arerank',
            'aocr', 'aretrieve_batch', 'acreate_batch', 'acreate_file'
        ) THEN substr(call_type, 2)
        ELSE as_text(call_type)
    END AS operation,
    user_id,
    team,
    feature,
    project,
    environment,
    customer,
    as_key_id(api_key) AS api_key_id,
    left_over(tag_list, MAP {
        'user_id': user_id, 'team': team, 'feature': feature, 'project': project, 'environment': environment,
        'customer': customer, 'task_id': task_id, 'step': step
    }) AS tags,
    as_text(request_id) AS request_id,
    as_text(request_id) AS response_id,
    as_text("session") AS session_id,
    task_id,
    step,
    retries_c AS hidden_attempts,
    fallbacks_c > 0 AS is_fallback,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    coalesce(as_text(error_class), as_text(error_code)) AS error_type,
    hit AS gateway_cache_hit,
    CASE WHEN hit THEN 'cached' ELSE 'unknown' END AS billing,
    CASE WHEN total > counted_total THEN 'partial' ELSE 'reported' END AS token_basis,
    cost AS reported_cost,
    amount_text(spend) AS reported_cost_text,
    CASE WHEN as_text(spend) IS NOT NULL THEN 'USD' END AS reported_currency,
    CAST(1 AS BIGINT) AS requests,
    rest_of(prompt, within_prompt) AS input,
    CASE WHEN detailed AND read_said IS NOT NULL THEN rest_of(read_n, audio_read_n + image_read_n) END AS cache_read,
    -- What was written and is in neither lifetime's count: its lifetime is unknown.
    nullif(rest_of(write_n, write_5m_n + write_1h_n), 0) AS cache_write,
    nullif(write_5m_n, 0) AS cache_write_5m,
    nullif(write_1h_n, 0) AS cache_write_1h,
    rest_of(completion, within_completion) AS output,
    CASE WHEN detailed THEN reasoning_c END AS reasoning,
    nullif(rest_of(audio_n, audio_read_n), 0) AS input_audio,
    nullif(rest_of(image_n, image_read_n), 0) AS input_image,
    nullif(video_n, 0) AS input_video,
    nullif(audio_read_n, 0) AS cache_read_audio,
    nullif(image_read_n, 0) AS cache_read_image,
    nullif(audio_out_n, 0) AS output_audio,
    nullif(image_out_n, 0) AS output_image,
    nullif(video_out_n, 0) AS output_video,
    searches_q AS web_search,
    lookups_q AS maps,
    pages_q AS pages,
    -- What the total counts and no part explains: kept, named and without a price.
    CASE
        WHEN total > counted_total
        THEN [unexplained_tokens(total - counted_total)]
    END AS other
FROM named
