-- How many tasks succeeded, and how many of them have a call that a step changes.
-- Grain: one row.
SELECT count(*) AS successes, count(touched.task) AS touched
FROM {successes} AS successes
LEFT JOIN (SELECT DISTINCT calls.task FROM {calls} AS calls) AS touched
    ON touched.task = successes.task
