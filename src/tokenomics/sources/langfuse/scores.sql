-- Langfuse scores to outcomes.
-- Grain: one row per score. Texts, corrections and scores of dataset runs are skipped.
WITH typed AS (
    SELECT
        *,
        coalesce(as_text(data_type), 'NUMERIC') AS scale,
        as_number("value") AS number,
        coalesce(as_flag(said), as_flag(regexp_replace("value", '\.0*$', ''))) AS flag,
        as_instant_in("at", 'UTC') AS ts,
        coalesce(as_text(observation), as_text(trace), as_text("session")) AS target
    FROM raw
)
SELECT
    source_file,
    source_line,
    scale IN ('TEXT', 'CORRECTION') OR (target IS NULL AND as_text(id) IS NOT NULL) AS skip,
    coalesce(
        absent('id', as_text(id)),
        absent('name', as_text(name)),
        absent('timestamp', as_text("at")),
        unread('timestamp', "at", ts, 'not an instant'),
        unread('value', "value", number, 'not a number'),
        CASE
            WHEN scale NOT IN ('NUMERIC', 'BOOLEAN', 'CATEGORICAL') THEN 'data_type: not one of NUMERIC, BOOLEAN, CATEGORICAL'
            WHEN scale = 'CATEGORICAL' AND as_text(said) IS NULL THEN 'string_value: missing'
            WHEN scale = 'NUMERIC' AND number IS NULL THEN 'value: missing'
            WHEN scale = 'BOOLEAN' AND flag IS NULL THEN 'value: neither true nor false'
        END
    ) AS problem,
    concat_ws('|', project_id, id) AS key,
    lpad(CAST(coalesce(epoch_us(as_instant_in(updated, 'UTC')), epoch_us(ts)) AS VARCHAR), 20, '0') AS rank,
    concat_ws('|', target, name, number, said, scale, epoch_us(ts)) AS content,
    -- A score of an observation names its trace as well.
    CASE
        WHEN as_text(observation) IS NOT NULL THEN 'request'
        WHEN as_text(trace) IS NOT NULL THEN 'trace'
        ELSE 'session'
    END AS target_kind,
    target AS target_id,
    as_text(name) AS name,
    -- The number of a category is 0 wherever the project gave it none.
    CASE WHEN scale = 'NUMERIC' THEN number WHEN scale = 'BOOLEAN' THEN CAST(flag AS INTEGER) END AS value,
    CASE
        WHEN scale = 'CATEGORICAL' THEN as_text(said)
        WHEN scale = 'BOOLEAN' AND flag THEN 'success'
        WHEN scale = 'BOOLEAN' THEN 'failure'
    END AS label,
    ts
FROM typed
