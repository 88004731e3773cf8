-- What the tools of calls cost: the call's cost less what it costs without them; null where no price
-- of theirs is known.
-- Grain: one row a call with tools.
SELECT calls.record_id,
       CASE WHEN calls.unpriced AND calls.cost = others.cost THEN NULL
            ELSE calls.cost - others.cost END AS fees
FROM {each} AS calls
JOIN {without} AS others ON others.record_id = calls.record_id
WHERE {tools} > 0
