-- What combinations of values cost in an hour.
-- As doubles: they are weighed against what is usual, which is a statistic. flow_cost has the exact money.
-- Grain: one row a combination.
SELECT {values}, CAST(sum(cost) AS DOUBLE) AS cost
FROM {calls} AS calls
WHERE hour = $hour
GROUP BY {values}
ORDER BY {values}
