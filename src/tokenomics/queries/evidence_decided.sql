-- Usage records with what evidence decides of them, `decision`: null where it decides nothing.
-- `decided` has what is decided of each band; only its calls are looked for among tasks.
-- Grain: one row a usage record.
SELECT asked.*, CASE coalesce(tasks.band, asked.of_band) {whens} END AS decision
FROM (SELECT calls.*, {picked} AS of_picked, {task} AS of_task, {feature} AS of_feature,
             {model} AS of_model, {band} AS of_band
      FROM {relation} AS calls) AS asked
LEFT JOIN {decisions} AS decided
  ON decided.picked = asked.of_picked AND decided.feature = asked.of_feature
  AND decided.provider = asked.provider AND decided.model = asked.of_model
LEFT JOIN {tasks} AS tasks
  ON tasks.task = CASE WHEN decided.picked IS NOT NULL THEN asked.of_task END
