-- Tasks: what the first of their calls that states it says of them, and when they were worked on.
-- Grain: one row a task.
SELECT calls.task, {firsts} min(calls.ts) AS first, max(calls.ts) AS last
FROM {calls} AS calls
WHERE calls.task IS NOT NULL
GROUP BY calls.task
