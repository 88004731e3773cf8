-- What combinations of values cost in each hour from one up to another.
-- As doubles: they are weighed against what is usual, which is a statistic. flow_cost has the exact money.
-- Grain: one row an hour and a combination; the hour is the first value.
SELECT {values}, CAST(sum(cost) AS DOUBLE) AS cost
FROM {calls} AS calls
WHERE hour >= $first AND hour < $end
GROUP BY {values}
ORDER BY {values}
