-- Anthropic usage results to usage drafts.
-- Grain: one row per result of a bucket, or per row of the console's export. Empty buckets are skipped.
WITH stated AS (
    SELECT
        * REPLACE (
            as_text(model) AS model,
            as_key_id(api_key_id) AS api_key_id,
            as_key_id(api_key) AS api_key,
            as_text(workspace_id) AS workspace_id,
            as_text(workspace) AS workspace,
            as_text(account_id) AS account_id,
            as_text(service_account_id) AS service_account_id,
            as_text(tier) AS tier,
            -- The export writes '≤ 200k' where the report writes '0-200k'.
            regexp_replace(regexp_replace(as_text(context_window), '^(≤|<=)\s*', '0-'), '^>\s*200k$', '200k-1M') AS context_window,
            as_text(inference_geo) AS inference_geo,
            as_text(speed) AS speed
        ),
        coalesce(
            as_text(uncached), as_text(cache_read), as_text("write"), as_text(write_5m), as_text(write_1h),
            as_text(output), as_text(searches), as_text(model)
        ) IS NULL AS skip
    FROM raw
),
typed AS (
    SELECT
        *,
        coalesce(as_instant(starting_at), CASE WHEN is_day(usage_date) THEN first_of_day(usage_date, 'UTC') END) AS ts,
        coalesce(
            as_instant(ending_at),
            CASE WHEN is_day(usage_date) THEN first_of_day(usage_date, 'UTC') + INTERVAL 24 HOUR END
        ) AS ts_end,
        as_count(uncached) AS input_c,
        as_count(cache_read) AS read_c,
        as_count("write") AS write_c,
        as_count(write_5m) AS write_5m_c,
        as_count(write_1h) AS write_1h_c,
        as_count(output) AS output_c,
        as_pieces(searches) AS searches_q,
        as_count(calls) AS calls_c
    FROM stated
),
timed AS (
    SELECT
        *,
        CAST(epoch(ts) AS BIGINT) AS first_s,
        CAST(epoch(ts_end) AS BIGINT) - CAST(epoch(ts) AS BIGINT) AS length_s,
        max(epoch(ts_end) - epoch(ts)) OVER pulled AS longest_s,
        max(CAST(epoch(ts_end) AS BIGINT)) OVER pulled AS last_s,
        concat_ws(
            ', ',
            CASE WHEN count(account_id) OVER pulled > 0 THEN 'account_id' END,
            CASE WHEN count(api_key) OVER pulled > 0 THEN 'api_key' END,
            CASE WHEN count(api_key_id) OVER pulled > 0 THEN 'api_key_id' END,
            CASE WHEN count(context_window) OVER pulled > 0 THEN 'context_window' END,
            CASE WHEN count(inference_geo) OVER pulled > 0 THEN 'inference_geo' END,
            CASE WHEN count(model) OVER pulled > 0 THEN 'model' END,
            CASE WHEN count(service_account_id) OVER pulled > 0 THEN 'service_account_id' END,
            CASE WHEN count(tier) OVER pulled > 0 THEN 'service_tier' END,
            CASE WHEN count(speed) OVER pulled > 0 THEN 'speed' END,
            CASE WHEN count(workspace) OVER pulled > 0 THEN 'workspace' END,
            CASE WHEN count(workspace_id) OVER pulled > 0 THEN 'workspace_id' END,
            $newer_names
        ) AS grouped_by,
        CAST(
            coalesce(input_c, 0) + coalesce(read_c, 0) + coalesce(write_c, 0) + coalesce(write_5m_c, 0)
            + coalesce(write_1h_c, 0) + coalesce(output_c, 0) + coalesce(searches_q, 0) AS BIGINT
        ) AS size_of_all,
        CAST(ROW(input_c, read_c, write_c, write_5m_c, write_1h_c, output_c, searches_q) AS VARCHAR) || coalesce(' ' || calls_c, '') AS content
    FROM typed
    WINDOW pulled AS (PARTITION BY source_file, pull)
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
            chr(31), bucket_start(first_s, width_s), series_name(width_s, grouped_by), coalesce(account_id, ''),
            coalesce(api_key, ''), coalesce(api_key_id, ''), coalesce(context_window, ''), coalesce(inference_geo, ''),
            coalesce(model, ''), coalesce(service_account_id, ''), coalesce(tier, ''), coalesce(speed, ''),
            coalesce(workspace, ''), coalesce(workspace_id, ''), $newer_values
        ) AS bucket
    FROM wide
),
told AS (
    SELECT
        *,
        -- Keys of one name, and what else nothing here tells apart, are sums of their own.
        dense_rank() OVER (PARTITION BY source_file, pull, bucket ORDER BY size_of_all DESC, content) AS place
    FROM known
)
SELECT
    source_file,
    source_line,
    skip,
    coalesce(
        absent('starting_at', coalesce(as_text(starting_at), as_text(usage_date))),
        unread('usage_date_utc', usage_date, ts, 'not a day like 2026-11-02'),
        unread('starting_at', starting_at, as_instant(starting_at), 'not an instant with a zone'),
        absent('ending_at', coalesce(as_text(ending_at), as_text(usage_date))),
        unread('ending_at', ending_at, as_instant(ending_at), 'not an instant with a zone'),
        CASE WHEN ts_end <= ts THEN 'ending_at: not after starting_at' END,
        absent('uncached_input_tokens', as_text(uncached)),
        absent('output_tokens', as_text(output)),
        miscounted('uncached_input_tokens', uncached, input_c),
        miscounted('cache_read_input_tokens', cache_read, read_c),
        miscounted('usage_input_tokens_cache_write', "write", write_c),
        miscounted('ephemeral_5m_input_tokens', write_5m, write_5m_c),
        miscounted('ephemeral_1h_input_tokens', write_1h, write_1h_c),
        miscounted('output_tokens', output, output_c),
        miscounted('web_search_requests', searches, searches_q),
        miscounted('requests', calls, calls_c)
    ) AS problem,
    bucket_key(bucket, place) AS key,
    -- Newer reports say when they were refreshed.
    concat_ws(' ', as_text(as_of), bucket_rank(length_s, last_s, size_of_all)) AS rank,
    content,
    'bucket' AS grain,
    series,
    as_text(organization_id) AS scope_id,
    ts,
    ts_end,
    'anthropic' AS provider,
    model AS model_served,
    nullif(inference_geo, 'not_available') AS region,
    tier AS service_tier,
    context_window AS context_tier,
    nullif(speed, 'standard') AS variant,
    'messages' AS operation,
    coalesce(account_id, as_text(actor), as_text(user_profile_id), as_text(claude_tag_user_id)) AS user_id,
    coalesce(workspace_id, workspace) AS project,
    coalesce(api_key_id, api_key) AS api_key_id,
    as_map([{'key': 'service_account_id', 'value': service_account_id}, $newer_tags]) AS tags,
    as_text(session_id) AS session_id,
    CASE WHEN tier = 'priority' THEN 'provisioned' ELSE 'metered' END AS billing,
    'reported' AS token_basis,
    calls_c AS requests,
    input_c AS input,
    read_c AS cache_read,
    write_c AS cache_write,
    write_5m_c AS cache_write_5m,
    write_1h_c AS cache_write_1h,
    output_c AS output,
    searches_q AS web_search
FROM told
