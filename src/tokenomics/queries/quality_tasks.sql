-- Tasks: what became of them, what their calls cost, and the minutes that people spent on them.
-- Grain: one row a task.
SELECT {listed} chosen.task, chosen.verdict, spent.cost, coalesce(labour.minutes, 0) AS minutes
FROM (SELECT {columns} chosen.task, chosen.verdict FROM {verdicts} AS chosen
      WHERE {conditions}) AS chosen
JOIN (SELECT calls.task, sum(calls.cost) AS cost FROM {each} AS calls GROUP BY calls.task) AS spent
  ON spent.task = chosen.task
LEFT JOIN ({minutes}) AS labour ON labour.task = chosen.task
