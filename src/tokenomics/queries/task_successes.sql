-- The tasks of a question that succeeded.
-- Grain: one row a task.
SELECT chosen.task
FROM {verdicts} AS chosen
WHERE {conditions} AND chosen.verdict = 'success'
