-- Judgements that are about no task, or about several.
-- Grain: one row.
SELECT count(*) AS outcomes
FROM {outcomes} AS outcomes
LEFT JOIN {targets} AS targets
  ON targets.kind = outcomes.target_kind AND targets.id = outcomes.target_id
WHERE targets.task IS NULL
