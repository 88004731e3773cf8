-- Judgements in OpenTelemetry logs to outcome drafts.
-- Grain: one row per evaluation with a score or a verdict, and one per decision of a person about an edit.
WITH judged AS (
    SELECT
        source_file,
        source_line,
        as_epoch("at", 0.001) AS ts,
        CASE
            WHEN event = 'claude_code.tool_decision' THEN 'session'
            WHEN as_text(response) IS NOT NULL THEN 'request'
            WHEN trace IS NOT NULL THEN 'trace'
            WHEN as_text(conversation) IS NOT NULL THEN 'session'
            WHEN span IS NOT NULL THEN 'request'
        END AS target_kind,
        CASE
            WHEN event = 'claude_code.tool_decision' THEN as_text("session")
            ELSE coalesce(as_text(response), trace, as_text(conversation), span)
        END AS target_id,
        CASE WHEN event = 'claude_code.tool_decision' THEN 'edit' ELSE as_text(evaluation) END AS name,
        CASE
            WHEN event <> 'claude_code.tool_decision' THEN as_number(score)
            WHEN lower(decision) IN ('accept', 'reject') THEN CAST(CAST(lower(decision) = 'accept' AS INTEGER) AS DOUBLE)
        END AS "value",
        CASE WHEN event = 'claude_code.tool_decision' THEN lower(as_text(decision)) ELSE as_text(verdict) END AS label
    FROM raw
    WHERE event = 'gen_ai.evaluation.result'
        -- What settings decide nobody judged.
        OR (event = 'claude_code.tool_decision' AND tool IN ('Edit', 'MultiEdit', 'Write', 'NotebookEdit') AND starts_with(decided_by, 'user'))
)
SELECT
    source_file,
    source_line,
    false AS skip,
    CAST(NULL AS VARCHAR) AS problem,
    concat_ws('|', 'judged', target_kind, target_id, name) AS key,
    lpad(CAST(epoch_us(ts) AS VARCHAR), 20, '0') AS rank,
    concat_ws('|', "value", label) AS content,
    target_kind,
    target_id,
    name,
    "value",
    label,
    ts
FROM judged
WHERE ts IS NOT NULL AND target_id IS NOT NULL AND name IS NOT NULL AND coalesce(CAST("value" AS VARCHAR), label) IS NOT NULL
