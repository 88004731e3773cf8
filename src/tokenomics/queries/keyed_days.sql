-- The usage that is kept of a report by day, with everything that its prices depend on.
-- Grain: one row a day and rate key.
SELECT {day} AS at, {keys}, {sums}
FROM {kept}
GROUP BY {day}, {keys}
