-- Which filters any record matches by itself, and how many records there are.
-- Grain: one row.
SELECT count(*) AS records, {tests}
FROM {calls} AS calls
