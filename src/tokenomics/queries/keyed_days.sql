-- The usage that is kept of a report by day, with everything that its prices depend on.
-- Grain: one row a day, values of other dimensions and rate key, the columns in `keys`.
SELECT {keys}, {sums}
FROM {kept}
GROUP BY {keys}
