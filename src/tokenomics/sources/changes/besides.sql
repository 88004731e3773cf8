-- What rows say of changes besides what they came to first: that they were reverted, that they take
-- another one back, and whether their tests passed.
-- Grain: one row a judgement.
,
said AS (
    SELECT source_file, source_line, target_kind, target_id, change_said, 'outcome' AS name, 'reverted' AS event, CAST(NULL AS DOUBLE) AS "value", 'failure' AS label, reverted_ts AS ts
    FROM facts
    WHERE reverted_ts IS NOT NULL AND coalesce(merged_ts, closed_ts) IS NOT NULL
    UNION ALL
    SELECT source_file, source_line, 'change', taken_back_id, change_said, 'outcome', 'taken back', NULL, 'failure', merged_ts
    FROM facts
    WHERE taken_back_id IS NOT NULL AND merged_ts IS NOT NULL
    UNION ALL
    SELECT source_file, source_line, target_kind, target_id, change_said, 'tests', 'tests', CAST(CAST(is_tested AS INTEGER) AS DOUBLE), CASE WHEN is_tested THEN 'success' ELSE 'failure' END, coalesce(merged_ts, closed_ts, reverted_ts)
    FROM facts
    -- A change that is open has come to nothing yet, its tests neither.
    WHERE is_tested IS NOT NULL AND coalesce(merged_ts, closed_ts, reverted_ts) IS NOT NULL
)
SELECT
    source_file,
    source_line,
    false AS skip,
    CAST(NULL AS VARCHAR) AS problem,
    concat_ws('|', target_kind, target_id, name, event, change_said) AS key,
    lpad(CAST(epoch_us(ts) AS VARCHAR), 20, '0') AS rank,
    concat_ws('|', event, label, epoch_us(ts)) AS content,
    target_kind,
    target_id,
    name,
    "value",
    label,
    ts
FROM said
