-- How many records a condition leaves, and how many calls they stand for.
-- Grain: one row.
SELECT count(*) AS records, coalesce(sum(calls.requests), 0) AS requests
FROM {calls} AS calls
