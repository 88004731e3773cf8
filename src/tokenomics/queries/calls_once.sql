-- Calls, each once: of several records of one the counts of the most trusted, and attributes of all.
-- Grain: one row a call.
WITH ranked AS (
    SELECT {columns}, same.call,
           row_number() OVER (PARTITION BY same.call ORDER BY {trust}, records.record_id) AS place
    FROM {base} AS records
    JOIN {same} AS same ON records.record_id = same.record_id
),
known AS (
    SELECT call, {known}
    FROM ranked
    GROUP BY call
)
SELECT {merged}
FROM ranked JOIN known ON ranked.call = known.call
WHERE ranked.place = 1
UNION ALL
SELECT {columns}
FROM {base} AS records
LEFT JOIN {same} AS same ON records.record_id = same.record_id
WHERE records.grain = 'request' AND same.record_id IS NULL
