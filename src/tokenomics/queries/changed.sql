-- Which task a change of code is of, by what judgements say of it besides: where they name one task alone.
-- Grain: one row an id of a change.
SELECT 'change' AS kind, ids.id, min(ids.task) AS task
FROM (SELECT DISTINCT told.id, told.task
      FROM (SELECT targets.task, unnest(string_split(outcomes.change_ids, ' ')) AS id
            FROM {outcomes} AS outcomes
            JOIN {targets} AS targets
              ON targets.kind = outcomes.target_kind AND targets.id = outcomes.target_id
            WHERE outcomes.change_ids IS NOT NULL) AS told) AS ids
WHERE ids.id <> ''
GROUP BY ids.id
HAVING count(*) = 1
