,
timed AS (
    SELECT
        *,
        CAST(epoch(ts) AS BIGINT) AS first_s,
        CAST(epoch(ts_end) AS BIGINT) - CAST(epoch(ts) AS BIGINT) AS length_s,
        max(CAST(epoch(ts_end) AS BIGINT) - CAST(epoch(ts) AS BIGINT)) OVER pulled AS longest_s,
        max(CAST(epoch(ts_end) AS BIGINT)) OVER pulled AS last_s,
        concat_ws(', ', $grouped_by) AS grouped_by
    FROM lines
    WINDOW pulled AS (PARTITION BY source_file, pull)
),
wide AS (
    SELECT *, bucket_width(length_s, longest_s) AS width_s
    FROM timed
),
known AS (
    SELECT
        *,
        $series AS series,
        concat_ws(chr(31), bucket_start(first_s, width_s), width_s, $line) AS line
    FROM wide
),
told AS (
    SELECT
        *,
        -- Lines that nothing tells apart are lines of their own all the same.
        row_number() OVER (PARTITION BY source_file, pull, line ORDER BY $size DESC, source_line) AS place
    FROM known
)
SELECT
    source_file,
    source_line,
    skip,
    problem,
    bucket_key(line, place) AS key,
    -- What was refreshed later stands, then a whole day before one that is cut off, then the later pull.
    concat_ws(
        ' ', coalesce(as_of, ''), printf('%012d', length_s), printf('%012d', last_s),
        CASE WHEN $size < 0 THEN '0' ELSE '1' END, lpad(CAST(abs($size) AS VARCHAR), 40, '0')
    ) AS rank,
    CAST(struct_pack($content) AS VARCHAR) AS content,
    series,
    ts,
    ts_end,
    $columns
FROM told
