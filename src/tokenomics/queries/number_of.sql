-- How many records a condition leaves.
-- Grain: one row.
SELECT count(*) AS number
FROM {calls} AS calls
