-- Usage records with what evidence decides of them, `decision`: null where it decides nothing.
-- Grain: one row a usage record.
SELECT asked.*, decided.decision
FROM (SELECT calls.*, {picked} AS of_picked, {task} AS of_task, {feature} AS of_feature,
             {model} AS of_model, {band} AS of_band
      FROM {relation} AS calls) AS asked
LEFT JOIN {tasks} AS tasks ON tasks.task = asked.of_task
LEFT JOIN {decisions} AS decided
  ON decided.picked = asked.of_picked AND decided.feature = asked.of_feature
  AND decided.provider = asked.provider AND decided.model = asked.of_model
  AND decided.band = coalesce(tasks.band, asked.of_band)
