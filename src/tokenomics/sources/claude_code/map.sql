-- Claude Code session lines to usage drafts.
-- Grain: one row per line of a log. Lines without usage, and local error notices, are skipped.
WITH seen AS (
    SELECT
        * REPLACE (
            coalesce(message_id, data ->> '$.message.message.id') AS message_id,
            coalesce(model, data ->> '$.message.message.model') AS model,
            coalesce(request, data ->> '$.message.requestId') AS request,
            coalesce(usage, data ->> '$.message.message.usage') AS usage
        )
    FROM (
        -- Other progress lines hold what hooks and tools printed.
        SELECT * REPLACE (CASE WHEN "type" = 'progress' THEN TRY(CAST(data AS JSON)) END AS data) FROM raw
    )
),
stated AS (
    SELECT
        *,
        TRY(json_extract_string(usage, [
            '$.input_tokens', '$.cache_read_input_tokens', '$.cache_creation_input_tokens',
            '$.cache_creation.ephemeral_5m_input_tokens', '$.cache_creation.ephemeral_1h_input_tokens',
            '$.output_tokens', '$.server_tool_use.web_search_requests', '$.service_tier',
            '$.inference_geo', '$.speed'
        ])) AS stated
    FROM seen
),
counted AS (
    SELECT
        *,
        stated[1] AS input,
        stated[2] AS cache_read,
        stated[3] AS cache_write,
        stated[4] AS cache_write_5m,
        stated[5] AS cache_write_1h,
        stated[6] AS output,
        stated[7] AS web_search,
        stated[8] AS service_tier,
        stated[9] AS region,
        stated[10] AS speed,
        as_count(stated[1]) AS input_n,
        as_count(stated[2]) AS read_n,
        as_count(stated[3]) AS write_n,
        as_count(stated[4]) AS write_5m_n,
        as_count(stated[5]) AS write_1h_n,
        as_count(stated[6]) AS output_n,
        as_count(stated[7]) AS search_n,
        as_amount(reported_cost) AS cost_n,
        as_instant("timestamp") AS ts,
        usage IS NULL OR (model = '<synthetic>' AND coalesce(stated[6], '0') = '0') AS skip
    FROM stated
),
judged AS (
    SELECT
        *,
        -- Whether every count that is stated was read: the reasons are sought only where not.
        ts IS NOT NULL
            AND coalesce(input, cache_read, cache_write, output) IS NOT NULL
            AND (input IS NULL) = (input_n IS NULL)
            AND (cache_read IS NULL) = (read_n IS NULL)
            AND (cache_write IS NULL) = (write_n IS NULL)
            AND (cache_write_5m IS NULL) = (write_5m_n IS NULL)
            AND (cache_write_1h IS NULL) = (write_1h_n IS NULL)
            AND (output IS NULL) = (output_n IS NULL)
            AND (web_search IS NULL) = (search_n IS NULL)
            AND (reported_cost IS NULL OR cost_n IS NOT NULL)
            AND (coalesce(write_5m_n, 0) + coalesce(write_1h_n, 0) <= write_n OR write_n IS NULL) AS is_sound
    FROM counted
)
SELECT
    source_file,
    source_line,
    skip,
    CASE WHEN is_sound THEN NULL ELSE coalesce(
        CASE WHEN coalesce(input, cache_read, cache_write, output) IS NULL THEN 'usage: states no tokens' END,
        miscounted('input_tokens', input, input_n),
        miscounted('cache_read_input_tokens', cache_read, read_n),
        miscounted('cache_creation_input_tokens', cache_write, write_n),
        miscounted('ephemeral_5m_input_tokens', cache_write_5m, write_5m_n),
        miscounted('ephemeral_1h_input_tokens', cache_write_1h, write_1h_n),
        miscounted('output_tokens', output, output_n),
        miscounted('web_search_requests', web_search, search_n),
        unread('costUSD', reported_cost, cost_n, 'not an amount'),
        exceeds(
            'cache_creation', coalesce(write_5m_n, 0) + coalesce(write_1h_n, 0),
            'cache_creation_input_tokens', write_n
        ),
        CASE WHEN ts IS NULL THEN 'timestamp: ' || CASE
            WHEN "timestamp" IS NULL THEN 'missing'
            ELSE 'not an instant with a zone'
        END END
    ) END AS problem,
    message_id AS key,
    -- A replay in a side chain repeats a call; of the lines of one call the last has the true output.
    concat_ws(
        ' ',
        CASE WHEN sidechain = 'true' THEN '0' ELSE '1' END,
        -- Fifteen digits each, so that texts compare as counts do.
        substr(CAST(1000000000000000 + coalesce(output_n, 0) AS VARCHAR), 2),
        substr(CAST(1000000000000000 + least(
            coalesce(input_n, 0) + coalesce(read_n, 0) + coalesce(write_n, 0), 999999999999999
        ) AS VARCHAR), 2),
        CASE WHEN speed IS NULL THEN '0' ELSE '1' END,
        "timestamp"
    ) AS rank,
    concat_ws(
        '|', model, request, session, cwd, branch, agent, CAST(stated AS VARCHAR), reported_cost
    ) AS content,
    'request' AS grain,
    ts,
    CASE
        WHEN starts_with(message_id, 'msg_bdrk_') THEN 'aws-bedrock'
        WHEN starts_with(message_id, 'msg_vrtx_') THEN 'google-vertex'
        ELSE 'anthropic'
    END AS provider,
    as_text(model) AS model_served,
    as_count(duration_ms) AS latency_ms,
    nullif(as_text(region), 'not_available') AS region,
    as_text(service_tier) AS service_tier,
    nullif(as_text(speed), 'standard') AS variant,
    'messages' AS operation,
    last_folder(cwd) AS project,
    CASE
        WHEN agent IS NOT NULL THEN MAP {'branch': coalesce(branch, ''), 'agent': agent}
        WHEN nullif(branch, '') IS NOT NULL THEN MAP {'branch': branch}
    END AS tags,
    as_text(request) AS request_id,
    message_id AS response_id,
    as_text(session) AS session_id,
    CASE WHEN api_error = 'true' THEN 'failure' ELSE 'success' END AS status,
    'unknown' AS billing,
    'reported' AS token_basis,
    cost_n AS reported_cost,
    amount_text(reported_cost) AS reported_cost_text,
    CASE WHEN reported_cost IS NOT NULL THEN 'USD' END AS reported_currency,
    1::BIGINT AS requests,
    input_n AS input,
    read_n AS cache_read,
    -- What was written and is in neither lifetime's count: its lifetime is unknown.
    nullif(write_n - coalesce(write_5m_n, 0) - coalesce(write_1h_n, 0), 0) AS cache_write,
    write_5m_n AS cache_write_5m,
    write_1h_n AS cache_write_1h,
    output_n AS output,
    search_n AS web_search
FROM judged
