-- The steps of tasks, and what the calls used and cost that state one.
-- Grain: one row a task with steps.
SELECT calls.task, count(DISTINCT calls.step) AS steps,
       sum(calls.tokens) AS tokens, sum(calls.cost) AS cost,
       bool_or(calls.priced) AS priced
FROM {calls} AS calls
WHERE calls.task IS NOT NULL AND calls.step IS NOT NULL
GROUP BY calls.task
