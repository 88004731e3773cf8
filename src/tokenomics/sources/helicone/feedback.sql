-- What people and programs say of Helicone's requests to outcome drafts.
-- Grain: one row per request with a rating, and one per score of a request.
WITH typed AS (
    SELECT
        source_file,
        source_line,
        coalesce(as_text(request), as_text(response)) AS target,
        coalesce(as_instant_in(rated_at, 'UTC'), as_instant_in(finish, 'UTC'), as_instant_in("start", 'UTC')) AS ts,
        as_flag(rating) AS is_good,
        map_entries(TRY(json_transform(scores, '"MAP(VARCHAR,VARCHAR)"'))) AS score_list
    FROM raw
),
said AS (
    SELECT source_file, source_line, target, ts, 'feedback' AS name, CAST(CAST(is_good AS INTEGER) AS DOUBLE) AS "value", CASE WHEN is_good THEN 'success' ELSE 'failure' END AS label
    FROM typed
    WHERE is_good IS NOT NULL
    UNION ALL
    SELECT source_file, source_line, target, ts, score.key, coalesce(as_number(score.value), CAST(as_flag(score.value) AS DOUBLE)), NULL
    FROM (SELECT *, unnest(score_list) AS score FROM typed) AS scored
    WHERE score.value IS NOT NULL
)
SELECT
    source_file,
    source_line,
    false AS skip,
    CAST(NULL AS VARCHAR) AS problem,
    concat_ws('|', target, name) AS key,
    lpad(CAST(epoch_us(ts) AS VARCHAR), 20, '0') AS rank,
    concat_ws('|', "value", label) AS content,
    'request' AS target_kind,
    target AS target_id,
    name,
    "value",
    label,
    ts
FROM said
WHERE trim(name) <> ''
