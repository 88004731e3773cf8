-- Minutes that people spent on reviewing and mending, the latest that each source and name states
-- of what was judged.
-- Grain: one row.
SELECT coalesce(sum(spent.minutes), 0) AS minutes
FROM (SELECT outcomes.target_kind, outcomes.target_id, outcomes.name, outcomes.source,
             max(outcomes.ts) AS at,
             struct_extract(max(struct_pack(at := outcomes.ts, seen := outcomes.observed_at,
                                            minutes := coalesce(outcomes.review_minutes, 0)
                                                       + coalesce(outcomes.rework_minutes, 0))), 'minutes')
               AS minutes
      FROM {outcomes} AS outcomes
      WHERE outcomes.review_minutes IS NOT NULL OR outcomes.rework_minutes IS NOT NULL
      GROUP BY outcomes.target_kind, outcomes.target_id, outcomes.name, outcomes.source) AS spent
WHERE {conditions}
