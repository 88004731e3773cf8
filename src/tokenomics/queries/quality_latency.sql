-- How long the calls of tasks take, in milliseconds: the nearest ranks of those that say it.
-- Grain: one row a combination of the dimensions.
SELECT {dimensions} quantile_disc(calls.latency, 0.5) AS p50,
       quantile_disc(calls.latency, 0.95) AS p95
FROM {each} AS calls
JOIN {tasks} AS tasks ON tasks.task = calls.task
WHERE calls.latency IS NOT NULL
{grouping}
