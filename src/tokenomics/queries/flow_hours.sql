-- What each value of a dimension cost hour by hour, where its dearest hour costs enough to matter.
-- As doubles: what is usual is learnt of them, a statistic. flow_cost has the exact money that is told.
-- Grain: one row an hour and value.
WITH hours AS (
    SELECT hour, {value} AS value, sum(cost) AS cost FROM {calls} AS calls GROUP BY 1, 2
),
kept AS (
    SELECT value FROM hours WHERE value IS NOT NULL GROUP BY 1 HAVING max(cost) >= {least}
    ORDER BY sum(cost) DESC, 1 LIMIT {most}
)
SELECT hours.hour, hours.value, CAST(hours.cost AS DOUBLE) AS cost
FROM hours
JOIN kept ON kept.value = hours.value
ORDER BY hours.value, hours.hour
