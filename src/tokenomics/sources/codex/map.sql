-- Codex token counts to usage drafts.
-- Grain: one row per line that says that tokens were used since the one before.
WITH counted AS (
    SELECT
        *,
        as_instant("timestamp") AS ts,
        as_count(input_tokens) AS input_n,
        as_count(cached_input_tokens) AS cached_n,
        as_count(cache_write_input_tokens) AS written_n,
        as_count(output_tokens) AS output_n,
        as_count(reasoning_output_tokens) AS reasoning_n
    FROM raw
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('timestamp', as_text("timestamp")),
        bad_instant('timestamp', "timestamp", ts),
        bad_count('input_tokens', input_tokens),
        bad_count('cached_input_tokens', cached_input_tokens),
        bad_count('cache_write_input_tokens', cache_write_input_tokens),
        bad_count('output_tokens', output_tokens),
        bad_count('reasoning_output_tokens', reasoning_output_tokens),
        exceeds('cached_input_tokens', cached_n, 'input_tokens', input_n),
        exceeds('cached and written tokens', cached_n + written_n, 'input_tokens', input_n),
        exceeds('reasoning_output_tokens', reasoning_n, 'output_tokens', output_n)
    ) AS problem,
    -- Neither the session nor the model: a branch copies lines under another session's name.
    concat_ws('|', "timestamp", snapshot) AS key,
    -- The session's own line stands before a copy, and the one that knows more.
    concat_ws(
        ' ',
        CASE WHEN is_fork = 'true' THEN '0' ELSE '1' END,
        CASE WHEN model IS NULL THEN '0' ELSE '1' END,
        lpad(CAST(input_n + output_n AS VARCHAR), 16, '0')
    ) AS rank,
    concat_ws(
        '|', "session", parent, llm_provider, branch, cwd, model, effort, turn, tier, plan,
        input_tokens, cached_input_tokens, cache_write_input_tokens, output_tokens, reasoning_output_tokens
    ) AS content,
    'request' AS grain,
    ts,
    CASE
        WHEN llm_provider IS NULL OR starts_with(llm_provider, 'openai') THEN 'openai'
        WHEN starts_with(llm_provider, 'azure') THEN 'azure'
        WHEN llm_provider = 'amazon-bedrock' THEN 'aws-bedrock'
        ELSE llm_provider
    END AS provider,
    model AS model_served,
    CASE WHEN tier = 'fast' THEN 'priority' WHEN tier NOT IN ('default', 'auto') THEN tier END AS service_tier,
    'responses' AS operation,
    last_folder(cwd) AS project,
    as_map([
        {'key': 'branch', 'value': branch},
        {'key': 'effort', 'value': effort},
        {'key': 'plan', 'value': plan},
        {'key': 'agent', 'value': CASE WHEN parent IS NOT NULL THEN "session" END}
    ]) AS tags,
    turn AS trace_id,
    coalesce(parent, "session") AS session_id,
    'success' AS status,
    'unknown' AS billing,
    'reported' AS token_basis,
    1::BIGINT AS requests,
    rest_of(input_n, cached_n + written_n) AS input,
    cached_n AS cache_read,
    nullif(written_n, 0) AS cache_write,
    rest_of(output_n, reasoning_n) AS output,
    reasoning_n AS reasoning
FROM counted
