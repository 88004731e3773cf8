-- Quantities a rate key, the basis of coverage and of what is unpriced.
-- Grain: one row a rate key, token basis and source.
SELECT {keys}, {sums}
FROM {groups}
GROUP BY {keys}
ORDER BY {keys}
