-- Quantities times rates. The source is grouped by rate key, or single records: the amounts
-- are the same to the last digit, because nothing is rounded.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {dimensions} {sums}, {amount} AS cost, {priced} AS priced, {unpriced} AS unpriced
FROM {source} AS calls
JOIN {rates} AS rates ON {same_key}
{grouping}
