-- The models that calls had and have, where a step gave them to another one.
-- Grain: one row a pair of models.
SELECT DISTINCT calls.before, calls.after
FROM {calls} AS calls
WHERE calls.before <> calls.after
