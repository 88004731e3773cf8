-- OpenAI usage results to usage drafts.
-- Grain: one row per result of a bucket. Buckets and rows of an export without a result are skipped.
WITH stated AS (
    SELECT
        * REPLACE (
            as_text(project_id) AS project_id,
            as_text(user_id) AS user_id,
            as_key_id(api_key_id) AS api_key_id,
            as_text(model) AS model,
            lower(as_text(batch)) AS batch,
            as_text(service_tier) AS service_tier,
            as_text(api_source) AS api_source,
            as_text("size") AS "size",
            as_text("source") AS "source",
            as_text(context_level) AS context_level,
            as_text(vector_store_id) AS vector_store_id
        ),
        CASE coalesce(as_text("object"), 'organization.usage.completions.result')
            WHEN 'organization.usage.completions.result' THEN 'completions'
            WHEN 'organization.usage.embeddings.result' THEN 'embedding'
            WHEN 'organization.usage.moderations.result' THEN 'moderation'
            WHEN 'organization.usage.images.result' THEN 'image_generation'
            WHEN 'organization.usage.audio_speeches.result' THEN 'speech'
            WHEN 'organization.usage.audio_transcriptions.result' THEN 'transcription'
            WHEN 'organization.usage.vector_stores.result' THEN 'vector_store'
            WHEN 'organization.usage.code_interpreter_sessions.result' THEN 'code_interpreter'
            WHEN 'organization.usage.file_searches.result' THEN 'file_search'
            WHEN 'organization.usage.web_searches.result' THEN 'web_search'
        END AS operation,
        concat(
            num_model_requests, input_tokens, output_tokens, compute_units, images, characters, seconds, usage_bytes,
            num_sessions, num_requests, "object", model, project_id, user_id, api_key_id, service_tier
        ) = '' AS skip
    FROM raw
),
typed AS (
    SELECT
        *,
        as_epoch(start_time, 1000000) AS ts,
        as_epoch(end_time, 1000000) AS ts_end,
        as_flag(batch) AS batched,
        as_count(num_model_requests) AS requests_c,
        as_count(input_tokens) AS input_c,
        as_count(output_tokens) AS output_c,
        as_count(input_cached_tokens) AS cached_c,
        as_count(input_cache_write_tokens) AS write_c,
        as_count(input_uncached_tokens) AS uncached_c,
        as_count(input_text_tokens) AS text_c,
        as_count(output_text_tokens) AS made_text_c,
        as_count(input_cached_text_tokens) AS cached_text_c,
        as_count(input_audio_tokens) AS audio_c,
        as_count(input_cached_audio_tokens) AS cached_audio_c,
        as_count(output_audio_tokens) AS made_audio_c,
        as_count(input_image_tokens) AS image_c,
        as_count(input_cached_image_tokens) AS cached_image_c,
        as_count(output_image_tokens) AS made_image_c,
        as_quantity(compute_units) AS units_q,
        as_pieces(images) AS images_q,
        as_pieces(characters) AS characters_q,
        as_quantity(seconds) AS seconds_q,
        as_count(usage_bytes) AS bytes_c,
        as_pieces(num_sessions) AS sessions_q,
        as_pieces(num_requests) AS calls_q
    FROM stated
),
parts AS (
    SELECT
        *,
        -- Pages that state no uncached or text tokens are of the older kind: text and audio side by side.
        coalesce(uncached_c, text_c, made_text_c) IS NOT NULL AS detailed,
        coalesce(cached_c, cached_text_c + coalesce(cached_audio_c, 0) + coalesce(cached_image_c, 0)) AS cached_said,
        coalesce(cached_audio_c, 0) + coalesce(cached_image_c, 0) AS cached_media,
        coalesce(audio_c, 0) + coalesce(image_c, 0) AS media,
        coalesce(made_audio_c, 0) + coalesce(made_image_c, 0) AS made_media
    FROM typed
),
fresh AS (
    SELECT
        *,
        coalesce(cached_said, 0) + coalesce(write_c, 0) AS kept,
        coalesce(uncached_c, rest_of(input_c, coalesce(cached_said, 0) + coalesce(write_c, 0))) AS uncached
    FROM parts
),
split AS (
    SELECT
        *,
        -- Modalities that hold what was cached of them, as they once did, sum up to more than the uncached tokens.
        coalesce(detailed AND cached_said > 0 AND text_c + media = uncached + cached_said, false) AS is_inclusive,
        NOT detailed OR coalesce(made_text_c = output_c, false) AS made_apart
    FROM fresh
),
leaves AS (
    SELECT
        *,
        CASE WHEN is_inclusive THEN coalesce(cached_audio_c, 0) ELSE 0 END AS audio_within,
        CASE WHEN is_inclusive THEN coalesce(cached_image_c, 0) ELSE 0 END AS image_within,
        CASE
            WHEN NOT detailed THEN 0
            WHEN is_inclusive THEN media - cached_media
            ELSE media
        END AS fresh_media,
        CASE WHEN detailed AND uncached_c IS NOT NULL THEN input_c - uncached_c - kept END AS unexplained
    FROM split
),
timed AS (
    SELECT
        *,
        CAST(epoch(ts) AS BIGINT) AS first_s,
        CAST(epoch(ts_end) AS BIGINT) - CAST(epoch(ts) AS BIGINT) AS length_s,
        max(epoch(ts_end) - epoch(ts)) OVER pulled AS longest_s,
        max(CAST(epoch(ts_end) AS BIGINT)) OVER (PARTITION BY source_file, pull) AS last_s,
        concat_ws(
            ', ',
            CASE WHEN count(api_key_id) OVER pulled > 0 THEN 'api_key_id' END,
            CASE WHEN count(api_source) OVER pulled > 0 THEN 'api_source' END,
            CASE WHEN count(batch) OVER pulled > 0 THEN 'batch' END,
            CASE WHEN count(context_level) OVER pulled > 0 THEN 'context_level' END,
            CASE WHEN count(model) OVER pulled > 0 THEN 'model' END,
            CASE WHEN count(project_id) OVER pulled > 0 THEN 'project_id' END,
            CASE WHEN count(service_tier) OVER pulled > 0 THEN 'service_tier' END,
            CASE WHEN count("size") OVER pulled > 0 THEN 'size' END,
            CASE WHEN count("source") OVER pulled > 0 THEN 'source' END,
            CASE WHEN count(user_id) OVER pulled > 0 THEN 'user_id' END,
            CASE WHEN count(vector_store_id) OVER pulled > 0 THEN 'vector_store_id' END
        ) AS grouped_by,
        CAST(
            coalesce(input_c, 0) + coalesce(output_c, 0) + coalesce(requests_c, 0) + coalesce(images_q, 0)
            + coalesce(characters_q, 0) + coalesce(seconds_q, 0) + coalesce(bytes_c, 0) + coalesce(sessions_q, 0)
            + coalesce(calls_q, 0) AS BIGINT
        ) AS size_of_all,
        CAST(ROW(
            requests_c, input_c, output_c, cached_c, write_c, uncached_c, text_c, made_text_c, cached_text_c,
            audio_c, cached_audio_c, made_audio_c, image_c, cached_image_c, made_image_c, units_q, images_q,
            characters_q, seconds_q, bytes_c, sessions_q, calls_q
        ) AS VARCHAR) AS content
    FROM leaves
    WINDOW pulled AS (PARTITION BY source_file, pull, operation)
),
wide AS (
    SELECT *, bucket_width(length_s, CAST(longest_s AS BIGINT)) AS width_s
    FROM timed
),
known AS (
    SELECT
        *,
        series_name(width_s, grouped_by) AS series,
        concat_ws(
            chr(31), operation, bucket_start(first_s, width_s), series_name(width_s, grouped_by),
            coalesce(api_key_id, ''), coalesce(api_source, ''), coalesce(CAST(batched AS VARCHAR), ''),
            coalesce(context_level, ''), coalesce(model, ''), coalesce(project_id, ''), coalesce(service_tier, ''),
            coalesce("size", ''), coalesce("source", ''), coalesce(user_id, ''), coalesce(vector_store_id, '')
        ) AS bucket
    FROM wide
),
told AS (
    SELECT
        *,
        -- Two sums of one bucket that nothing here tells apart are told apart by something unknown.
        dense_rank() OVER (PARTITION BY source_file, pull, bucket ORDER BY size_of_all DESC, content) AS place
    FROM known
)
SELECT
    source_file,
    source_line,
    skip,
    coalesce(
        CASE WHEN operation IS NULL THEN 'object: no usage result that is known' END,
        absent('start_time', as_text(start_time)),
        absent('end_time', as_text(end_time)),
        unread('start_time', start_time, ts, 'not an instant'),
        unread('end_time', end_time, ts_end, 'not an instant'),
        CASE WHEN ts_end <= ts THEN 'end_time: not after start_time' END,
        unread('batch', batch, batched, 'not true or false'),
        CASE
            WHEN operation IN ('completions', 'embedding', 'moderation') THEN absent('input_tokens', as_text(input_tokens))
            WHEN operation = 'image_generation' THEN absent('images', as_text(images))
            WHEN operation = 'speech' THEN absent('characters', as_text(characters))
            WHEN operation = 'transcription' THEN absent('seconds', as_text(seconds))
            WHEN operation = 'vector_store' THEN absent('usage_bytes', as_text(usage_bytes))
            WHEN operation = 'code_interpreter' THEN absent('num_sessions', as_text(num_sessions))
            ELSE absent('num_requests', as_text(num_requests))
        END,
        CASE WHEN operation = 'completions' THEN absent('output_tokens', as_text(output_tokens)) END,
        miscounted('num_model_requests', num_model_requests, requests_c),
        miscounted('input_tokens', input_tokens, input_c),
        miscounted('output_tokens', output_tokens, output_c),
        miscounted('input_cached_tokens', input_cached_tokens, cached_c),
        miscounted('input_cache_write_tokens', input_cache_write_tokens, write_c),
        miscounted('input_uncached_tokens', input_uncached_tokens, uncached_c),
        miscounted('input_text_tokens', input_text_tokens, text_c),
        miscounted('output_text_tokens', output_text_tokens, made_text_c),
        miscounted('input_cached_text_tokens', input_cached_text_tokens, cached_text_c),
        miscounted('input_audio_tokens', input_audio_tokens, audio_c),
        miscounted('input_cached_audio_tokens', input_cached_audio_tokens, cached_audio_c),
        miscounted('output_audio_tokens', output_audio_tokens, made_audio_c),
        miscounted('input_image_tokens', input_image_tokens, image_c),
        miscounted('input_cached_image_tokens', input_cached_image_tokens, cached_image_c),
        miscounted('output_image_tokens', output_image_tokens, made_image_c),
        unread('compute_units', compute_units, units_q, 'not a quantity'),
        miscounted('images', images, images_q),
        miscounted('characters', characters, characters_q),
        unread('seconds', seconds, seconds_q, 'not a quantity'),
        miscounted('usage_bytes', usage_bytes, bytes_c),
        miscounted('num_sessions', num_sessions, sessions_q),
        miscounted('num_requests', num_requests, calls_q),
        exceeds('input_cached_tokens and input_cache_write_tokens', kept, 'input_tokens', input_c),
        exceeds('parts of input_tokens', coalesce(uncached_c, 0) + kept, 'input_tokens', input_c),
        exceeds('cached audio and images', cached_media, 'input_cached_tokens', coalesce(cached_said, 0)),
        exceeds('cached audio', audio_within, 'input_audio_tokens', coalesce(audio_c, 0)),
        exceeds('cached images', image_within, 'input_image_tokens', coalesce(image_c, 0)),
        exceeds('input_audio_tokens and input_image_tokens', fresh_media, 'input_uncached_tokens', uncached),
        inexplicable('input_tokens', unexplained),
        CASE
            WHEN NOT made_apart
            THEN exceeds('output_audio_tokens and output_image_tokens', made_media, 'output_tokens', output_c)
        END
    ) AS problem,
    bucket_key(bucket, place) AS key,
    -- A whole bucket before one that is cut off, then the page that was fetched later.
    concat_ws(' ', printf('%012d', length_s), as_text(as_of), bucket_rank(length_s, last_s, size_of_all)) AS rank,
    content,
    'bucket' AS grain,
    series,
    ts,
    ts_end,
    'openai' AS provider,
    model AS model_served,
    CASE
        WHEN batched THEN 'batch'
        WHEN service_tier = 'default' THEN 'standard'
        ELSE service_tier
    END AS service_tier,
    operation,
    user_id,
    project_id AS project,
    api_key_id,
    as_map([
        {'key': 'api_source', 'value': api_source},
        {'key': 'context_level', 'value': context_level},
        {'key': 'size', 'value': "size"},
        {'key': 'source', 'value': "source"},
        {'key': 'vector_store_id', 'value': vector_store_id}
    ]) AS tags,
    -- Tokens given for shared data, and moderation, cost nothing.
    CASE
        WHEN service_tier = 'incentivized-tier' OR operation = 'moderation' THEN 'free'
        WHEN service_tier = 'scale' THEN 'provisioned'
        ELSE 'metered'
    END AS billing,
    CASE
        WHEN operation = 'completions'
            AND (cached_said IS NULL OR unexplained > 0 OR (NOT detailed AND media > 0))
        THEN 'partial'
        ELSE 'reported'
    END AS token_basis,
    -- The model requests that searched the web are among those of the completions.
    CASE WHEN operation <> 'web_search' THEN requests_c END AS requests,
    CASE WHEN detailed THEN rest_of(uncached, fresh_media) ELSE uncached END AS input,
    rest_of(cached_said, cached_media) AS cache_read,
    write_c AS cache_write,
    CASE WHEN made_apart THEN output_c ELSE rest_of(output_c, made_media) END AS output,
    nullif(rest_of(audio_c, audio_within), 0) AS input_audio,
    nullif(rest_of(image_c, image_within), 0) AS input_image,
    nullif(cached_audio_c, 0) AS cache_read_audio,
    nullif(cached_image_c, 0) AS cache_read_image,
    nullif(made_audio_c, 0) AS output_audio,
    nullif(made_image_c, 0) AS output_image,
    images_q AS images,
    characters_q AS characters,
    seconds_q AS seconds_in,
    sessions_q AS code_session,
    CASE WHEN operation = 'file_search' THEN calls_q END AS file_search,
    CASE WHEN operation = 'web_search' THEN calls_q END AS web_search,
    -- What has no meter is kept, named and without a price. A byte is a millionth of a megabyte.
    nullif(list_filter([
        {
            'meter': 'vector_store_megabytes',
            'quantity': CAST(CAST(bytes_c AS DECIMAL(15,0)) * CAST(0.000001 AS DECIMAL(6,6)) AS DECIMAL(18,6)),
            'unit': 'megabyte'
        },
        {'meter': 'compute_units', 'quantity': units_q, 'unit': CAST(NULL AS VARCHAR)},
        unexplained_tokens(unexplained)
    ], lambda item: item.quantity > 0), []) AS other
FROM told
