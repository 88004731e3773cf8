-- The sum of all rows of a report and their number.
-- Grain: one row.
SELECT count(*) AS rows, sum(CASE WHEN unpriced THEN 1 ELSE 0 END) AS unpriced_rows, {sums},
       CASE WHEN bool_or(unpriced) AND NOT bool_or(priced) THEN NULL ELSE sum(cost) END AS shown,
       bool_or(unpriced) AS unpriced
FROM {rows} AS calls
