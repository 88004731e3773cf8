-- Gemini CLI's messages to usage drafts.
-- Grain: one row per written message that states tokens.
WITH counted AS (
    SELECT
        *,
        as_instant("timestamp") AS ts,
        as_count(input) AS input_n,
        as_count(output) AS output_n,
        coalesce(as_count(cached), 0) AS cached_n,
        coalesce(as_count(thoughts), 0) AS thoughts_n,
        coalesce(as_count(tool), 0) AS tool_n,
        nullif(as_count(total), 0) AS total_n
    FROM raw
),
summed AS (
    SELECT
        *,
        coalesce(input_n, 0) + coalesce(output_n, 0) + thoughts_n + tool_n AS size_n
    FROM counted
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('id', as_text(message)),
        absent('sessionId', as_text("session")),
        absent('timestamp', as_text("timestamp")),
        bad_instant('timestamp', "timestamp", ts),
        absent('model', as_text(model)),
        absent('tokens.input', as_text(input)),
        bad_count('tokens.input', input),
        bad_count('tokens.output', output),
        bad_count('tokens.cached', cached),
        bad_count('tokens.thoughts', thoughts),
        bad_count('tokens.tool', tool),
        bad_count('tokens.total', total),
        exceeds('tokens.cached', cached_n, 'tokens.input', input_n),
        exceeds('the parts', size_n, 'tokens.total', total_n),
        inexplicable('tokens.total', total_n - size_n)
    ) AS problem,
    concat_ws('|', as_text("session"), as_text(message)) AS key,
    -- The last writing of a message stands; the older layout is left behind when a chat moves to the newer.
    concat_ws(' ', CASE WHEN layout = 'lines' THEN '1' ELSE '0' END, lpad(place, 12, '0')) AS rank,
    concat_ws('|', "timestamp", model, chat_kind, input, output, cached, thoughts, tool, total) AS content,
    'request' AS grain,
    ts,
    'google' AS provider,
    as_text(model) AS model_served,
    'chat' AS operation,
    as_map([{'key': 'kind', 'value': as_text(chat_kind)}]) AS tags,
    as_text(message) AS request_id,
    as_text("session") AS session_id,
    'success' AS status,
    'unknown' AS billing,
    CASE WHEN total_n > size_n THEN 'partial' ELSE 'reported' END AS token_basis,
    CAST(1 AS BIGINT) AS requests,
    -- What tools put into the prompt is counted beside it.
    rest_of(input_n, cached_n) + tool_n AS input,
    cached_n AS cache_read,
    output_n AS output,
    thoughts_n AS reasoning,
    CASE WHEN total_n > size_n THEN [unexplained_tokens(total_n - size_n)] END AS other
FROM summed
