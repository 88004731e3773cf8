-- Data points of OpenTelemetry metrics to outcome drafts.
-- Grain: one row per point that says that a session of an agent made commits, pull requests or lines, or that a person took an edit or refused it.
WITH told AS (
    SELECT
        source_file,
        source_line,
        as_text("session") AS target_id,
        as_epoch("at", 0.001) AS ts,
        as_count(CASE WHEN is_number(total) THEN scaled(total, 0) ELSE total END) AS total_c,
        CASE metric
            WHEN 'claude_code.commit.count' THEN 'commit'
            WHEN 'claude_code.pull_request.count' THEN 'pull_request'
            WHEN 'claude_code.lines_of_code.count' THEN CASE kind WHEN 'added' THEN 'lines_added' WHEN 'removed' THEN 'lines_removed' END
            -- What settings decide nobody judged.
            WHEN 'claude_code.code_edit_tool.decision' THEN CASE
                WHEN NOT coalesce(starts_with(decided_by, 'user'), true) THEN NULL
                WHEN lower(decision) = 'accept' THEN 'edit_accepted'
                WHEN lower(decision) = 'reject' THEN 'edit_rejected'
            END
        END AS name
    FROM raw
    WHERE shape = 'sum'
)
SELECT
    source_file,
    source_line,
    false AS skip,
    CAST(NULL AS VARCHAR) AS problem,
    concat_ws('|', target_id, name) AS key,
    lpad(CAST(epoch_us(ts) AS VARCHAR), 20, '0') AS rank,
    name AS content,
    'session' AS target_kind,
    target_id,
    name,
    -- That there were any: how many, no single point says.
    CAST(1 AS DOUBLE) AS "value",
    CASE WHEN name IN ('commit', 'pull_request') THEN 'success' END AS label,
    ts
FROM told
WHERE name IS NOT NULL AND target_id IS NOT NULL AND ts IS NOT NULL AND total_c > 0
