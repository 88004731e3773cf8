-- What a change came to first: merged, closed without it, or reverted where that is all that is said.
-- Grain: one row a change. One that is still open is skipped.
,
judged AS (
    SELECT
        *,
        CASE WHEN merged_ts IS NOT NULL THEN 'merged' WHEN closed_ts IS NOT NULL THEN 'closed' ELSE 'reverted' END AS event,
        coalesce(merged_ts, closed_ts, reverted_ts) AS ts
    FROM facts
)
SELECT
    source_file,
    source_line,
    coalesce(as_text(merged), as_text(closed), as_text(reverted)) IS NULL AS skip,
    coalesce(
        bad_instant('merged_at', merged, merged_ts),
        bad_instant('closed_at', closed, closed_ts),
        bad_instant('reverted_at', reverted, reverted_ts),
        CASE WHEN reverted_ts < merged_ts THEN 'reverted_at: before it was merged' END,
        unread('tests_passed', tests, is_tested, 'not true or false'),
        unread('review_minutes', review, review_q, 'not a quantity of 0 or more'),
        unread('rework_minutes', rework, rework_q, 'not a quantity of 0 or more'),
        absent('branch', target_id)
    ) AS problem,
    concat_ws('|', target_kind, target_id, 'outcome', event, change_said) AS key,
    lpad(CAST(epoch_us(ts) AS VARCHAR), 20, '0') AS rank,
    concat_ws('|', event, epoch_us(ts), review_q, rework_q) AS content,
    target_kind,
    target_id,
    CASE WHEN target_kind <> 'change' THEN change_said END AS change_ids,
    'outcome' AS name,
    CASE event WHEN 'merged' THEN 'success' WHEN 'closed' THEN 'abandoned' ELSE 'failure' END AS label,
    ts,
    review_q AS review_minutes,
    rework_q AS rework_minutes
FROM judged
