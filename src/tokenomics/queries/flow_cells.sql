-- What combinations of values cost in an hour.
-- Grain: one row a combination.
SELECT {values}, CAST(sum(cost) AS DOUBLE) AS cost
FROM {calls} AS calls
WHERE hour = $hour
GROUP BY {values}
ORDER BY {values}
