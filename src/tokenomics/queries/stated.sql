-- What calls cost that state a user or session; null where nothing of it could be priced.
-- Grain: one row a combination of the dimensions that has such calls.
SELECT {dimensions}
       CASE WHEN bool_or(calls.unpriced) AND NOT bool_or(calls.priced) THEN NULL
            ELSE sum(calls.cost) END AS shown,
       bool_or(calls.unpriced) AS unpriced
FROM {rows} AS calls
WHERE calls.states_unit
{grouping}
HAVING count(*) > 0
