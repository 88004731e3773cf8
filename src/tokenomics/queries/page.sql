-- The rows of a report in their order; the cost is null where nothing could be priced.
-- Grain: one row a combination of the dimensions.
SELECT {dimensions} {names},
       CASE WHEN unpriced AND NOT priced THEN NULL ELSE cost END AS shown, unpriced
FROM {rows} AS calls
{ordering}
