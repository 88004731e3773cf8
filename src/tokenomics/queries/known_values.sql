-- The most common values of a dimension.
-- Grain: one row a value, the most common first.
SELECT calls.known
FROM {calls} AS calls
WHERE calls.known IS NOT NULL
GROUP BY calls.known
ORDER BY count(*) DESC, calls.known
LIMIT {limit}
