-- How often judged tasks succeed, and how many of them several models worked on.
-- Grain: one row a feature, provider, model and band of input.
SELECT tasks.feature, tasks.provider, tasks.model, tasks.band,
       count(*) FILTER (WHERE tasks.verdict = 'success') AS successes, count(*) AS judged,
       count(*) FILTER (WHERE tasks.is_mixed) AS mixed
FROM {tasks} AS tasks
WHERE tasks.is_due AND tasks.verdict IN ('success', 'failure') AND tasks.feature IS NOT NULL
  AND tasks.model IS NOT NULL AND tasks.band IS NOT NULL
GROUP BY tasks.feature, tasks.provider, tasks.model, tasks.band
