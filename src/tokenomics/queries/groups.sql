-- Quantities before pricing.
-- Grain: one row a combination of the dimensions and the rate key.
SELECT {keys}, {sums}
FROM {calls} AS calls
GROUP BY {varying}
