-- Tasks by what became of them.
-- Grain: one row a combination of the dimensions and a verdict.
SELECT {dimensions} tasks.verdict, count(*) AS tasks
FROM (SELECT {columns} chosen.verdict FROM {verdicts} AS chosen WHERE {conditions}) AS tasks
GROUP BY {dimensions} tasks.verdict
ORDER BY {dimensions} tasks.verdict
