-- Minutes that people spent on reviewing and mending what tasks made: the latest that each source
-- and name states of a task.
-- Grain: one row a combination of the dimensions and a verdict.
SELECT {dimensions} tasks.verdict, sum(spent.latest.minutes) AS minutes
FROM (SELECT targets.task, outcomes.name, outcomes.source,
             max(struct_pack(at := outcomes.ts, seen := outcomes.observed_at,
                             minutes := coalesce(outcomes.review_minutes, 0)
                                        + coalesce(outcomes.rework_minutes, 0))) AS latest
      FROM {outcomes} AS outcomes
      JOIN {targets} AS targets
        ON targets.kind = outcomes.target_kind AND targets.id = outcomes.target_id
      WHERE outcomes.review_minutes IS NOT NULL OR outcomes.rework_minutes IS NOT NULL
      GROUP BY targets.task, outcomes.name, outcomes.source) AS spent
JOIN (SELECT {columns} chosen.task, chosen.verdict FROM {verdicts} AS chosen
      WHERE {conditions}) AS tasks
  ON tasks.task = spent.task
GROUP BY {dimensions} tasks.verdict
ORDER BY {dimensions} tasks.verdict
