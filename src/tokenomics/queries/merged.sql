-- The priced rows together with the amounts of meters that the meter table does not know.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {dimensions} {sums}, sum(calls.cost) AS cost,
       bool_or(calls.priced) AS priced, bool_or(calls.unpriced) AS unpriced
FROM (
    SELECT {dimensions} {names}, calls.cost, calls.priced, calls.unpriced
    FROM {rows} AS calls
    UNION ALL
    SELECT {dimensions} {nulls}, calls.cost, calls.priced, calls.unpriced
    FROM {others} AS calls
) AS calls
{grouping}
