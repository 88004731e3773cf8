-- Rows that were parted by whether calls state a user or session, summed over both parts.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {dimensions} {sums}, sum(calls.cost) AS cost,
       bool_or(calls.priced) AS priced, bool_or(calls.unpriced) AS unpriced
FROM {rows} AS calls
{grouping}
