-- Tasks with how they were judged, whether that counts, the band of their largest call's input, and
-- whether several models worked on them.
-- Grain: one row a task.
SELECT chosen.task, chosen.{feature} AS feature, chosen.{provider} AS provider,
       chosen.{model} AS model, chosen.verdict, ({due}) AS is_due, {band} AS band, sized.is_mixed
FROM {verdicts} AS chosen
JOIN (SELECT calls.task, max(calls.size) AS size, min(calls.model) <> max(calls.model) AS is_mixed
      FROM {calls} AS calls WHERE calls.task IS NOT NULL GROUP BY calls.task) AS sized
  ON sized.task = chosen.task
