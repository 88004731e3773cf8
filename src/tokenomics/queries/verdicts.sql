-- What became of each task: success, failure, unknown, or open while its judgement is awaited;
-- and the instant by which it belongs to a period.
-- Grain: one row a task.
SELECT tasks.task, {columns} {counts_at} AS counts_at,
       CASE WHEN {holds} THEN 'success' WHEN NOT ({holds}) THEN 'failure'
            WHEN {is_awaited} THEN 'open' ELSE {unknown} END AS verdict
FROM {tasks} AS tasks
LEFT JOIN (SELECT heard.task, {judgements} FROM {heard} AS heard GROUP BY heard.task) AS judged
  ON judged.task = tasks.task
