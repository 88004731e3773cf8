-- Which task a judgement of a trace, session or request is about: where it is about one task alone.
-- Grain: one row an id of that kind.
SELECT {kind} AS kind, ids.id, min(ids.task) AS task
FROM (SELECT DISTINCT calls.id, calls.task FROM {calls} AS calls
      WHERE calls.id IN (SELECT outcomes.target_id FROM {outcomes} AS outcomes
                         WHERE outcomes.target_kind = {kind})) AS ids
WHERE ids.task IS NOT NULL
GROUP BY ids.id
HAVING count(*) = 1
