-- Tasks with calls before or after a period.
-- Grain: one row.
SELECT count(DISTINCT calls.task) AS cut
FROM {calls} AS calls
JOIN {tasks} AS tasks ON tasks.task = calls.task
WHERE {outside}
