-- What rows say of changes of code.
-- Grain: one row a change.
WITH typed AS (
    SELECT
        *,
        as_instant(merged) AS merged_ts,
        as_instant(closed) AS closed_ts,
        as_instant(reverted) AS reverted_ts,
        as_flag(tests) AS is_tested,
        as_quantity(review) AS review_q,
        as_quantity(rework) AS rework_q,
        coalesce(
            as_text(repository),
            nullif(regexp_extract(url, '^https?://[^/]+/(.+?)/(-/)?(pull|merge_requests)/[0-9]+', 1), ''),
            ''
        ) AS repository_said,
        -- The button of GitHub and GitLab names the branch of a revert after the change that it takes back.
        nullif(regexp_extract(branch, '^revert-([0-9]+)-', 1), '') AS takes_back
    FROM raw
),
named AS (
    SELECT
        *,
        -- A bare number is one of its repository.
        CASE
            WHEN regexp_full_match(trim(number), '#?[0-9]+') THEN repository_said || '#' || ltrim(trim(number), '#')
            ELSE replace(as_text(number), ' ', '_')
        END AS number_id,
        CASE WHEN takes_back IS NOT NULL THEN repository_said || '#' || takes_back END AS taken_back_id,
        coalesce(as_text("commit"), as_text(squash)) AS commit_id
    FROM typed
),
facts AS (
    SELECT
        *,
        CASE
            WHEN as_text(task) IS NOT NULL THEN 'task'
            WHEN as_text(trace) IS NOT NULL THEN 'trace'
            WHEN as_text(session_id) IS NOT NULL THEN 'session'
            WHEN as_text(branch) IS NOT NULL THEN 'task'
            WHEN coalesce(number_id, commit_id) IS NOT NULL THEN 'change'
        END AS target_kind,
        coalesce(as_text(task), as_text(trace), as_text(session_id), as_text(branch), number_id, commit_id) AS target_id,
        nullif(concat_ws(' ', number_id, commit_id, CASE WHEN as_text("commit") IS NOT NULL THEN as_text(squash) END), '') AS change_said
    FROM named
)
