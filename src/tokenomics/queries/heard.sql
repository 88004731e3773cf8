-- The latest judgement of each name about a task, whatever source it is of.
-- Grain: one row a task and name.
SELECT targets.task, outcomes.name,
       max(outcomes.ts) AS at,
       struct_extract(max(struct_pack(at := outcomes.ts, seen := outcomes.observed_at,
                                      label := lower(outcomes.label), value := outcomes.value)), 'label')
         AS label,
       struct_extract(max(struct_pack(at := outcomes.ts, seen := outcomes.observed_at,
                                      label := lower(outcomes.label), value := outcomes.value)), 'value')
         AS value
FROM {outcomes} AS outcomes
JOIN {targets} AS targets
  ON targets.kind = outcomes.target_kind AND targets.id = outcomes.target_id
GROUP BY targets.task, outcomes.name
