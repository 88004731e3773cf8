-- Quantities of a report with everything that prices depend on, kept for a comparison. `counted`
-- says that the source states how many requests they are of.
-- Grain: one row a combination of the dimensions, the rate key and `counted`.
SELECT {keys}, bool_and({counted}) AS counted, {sums}
FROM {groups}
GROUP BY {keys}, {counted}
