-- Calls with what became of their task, as columns beside their own; task_id is null where no
-- task that is asked for has the call, and untasked tells those that no task has at all.
-- Grain: one row a call.
SELECT {columns}, verdicts.task AS task_id, {said} verdicts.counts_at AS task_at, verdicts.verdict,
       CASE WHEN {task} IS NULL THEN 'none' END AS untasked
FROM {relation} AS records
LEFT JOIN (SELECT chosen.* FROM {verdicts} AS chosen WHERE {conditions}) AS verdicts
  ON verdicts.task = {task}
