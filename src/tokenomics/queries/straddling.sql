-- Requests of buckets that reach over the end of the period, of their group's time or of a period
-- whose quantity counts.
-- Grain: one row.
SELECT coalesce(sum(calls.requests), 0) AS requests
FROM {calls} AS calls
WHERE calls.grain = 'bucket' AND calls.reaches
