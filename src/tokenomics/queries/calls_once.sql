-- Calls, each once: of several records of one the counts of the most trusted, and attributes of all.
-- Grain: one row a call.
WITH known AS (
    SELECT placed.stands AS record_id, {known}
    FROM {base} AS records
    JOIN {placed} AS placed ON records.record_id = placed.record_id
    WHERE placed.place > 1
    GROUP BY placed.stands
)
SELECT {merged}, false AS unlogged
FROM {base} AS records
LEFT JOIN known ON records.record_id = known.record_id
LEFT JOIN (SELECT record_id FROM {placed} WHERE place > 1) AS told ON records.record_id = told.record_id
WHERE records.grain = 'request' AND told.record_id IS NULL
