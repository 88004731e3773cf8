-- What each value of a dimension cost hour by hour, where its dearest hour costs enough to matter.
-- As doubles: what is usual is learnt of them, a statistic. flow_cost has the exact money that is told.
-- Grain: one row an hour and value.
WITH hours AS (
    SELECT hour, {value} AS value, sum(cost) AS cost FROM {calls} AS calls GROUP BY 1, 2
),
kept AS (
    SELECT value
    FROM (SELECT value, sum(cost) AS whole, max(cost) AS dearest
          FROM hours WHERE value IS NOT NULL GROUP BY value) AS sums
    WHERE dearest >= {least}
    ORDER BY whole DESC, value LIMIT {most}
)
SELECT hours.hour, hours.value, CAST(hours.cost AS DOUBLE) AS cost
FROM hours
JOIN kept ON kept.value = hours.value
ORDER BY hours.value, hours.hour
