-- Minutes that people spent on reviewing and mending what tasks made: the latest that each source
-- and name states of a task; how many statements there are of either, and how many tasks were mended.
-- Grain: one row a combination of the dimensions and a verdict.
SELECT {dimensions} tasks.verdict,
       sum(spent.minutes) AS minutes, sum(spent.rework) AS rework,
       sum(spent.reviews) AS reviews, sum(spent.reworks) AS reworks,
       count(DISTINCT CASE WHEN spent.rework > 0 THEN spent.task END) AS mended
FROM (SELECT targets.task, outcomes.name, outcomes.source,
             struct_extract(max(struct_pack(at := outcomes.ts, seen := outcomes.observed_at,
                                            minutes := coalesce(outcomes.review_minutes, 0)
                                                       + coalesce(outcomes.rework_minutes, 0),
                                            rework := coalesce(outcomes.rework_minutes, 0))), 'minutes') AS minutes,
             struct_extract(max(struct_pack(at := outcomes.ts, seen := outcomes.observed_at,
                                            minutes := coalesce(outcomes.review_minutes, 0)
                                                       + coalesce(outcomes.rework_minutes, 0),
                                            rework := coalesce(outcomes.rework_minutes, 0))), 'rework') AS rework,
             count(outcomes.review_minutes) AS reviews, count(outcomes.rework_minutes) AS reworks
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
