-- Groups of two reports side by side. A cost is null where nothing of the group has a price, and 0
-- where the group has no record on that side.
-- Grain: one row a combination of the dimensions that either report has.
SELECT {names},
       sum(CASE WHEN side = 0 THEN requests ELSE 0 END) AS requests_before,
       sum(CASE WHEN side = 1 THEN requests ELSE 0 END) AS requests,
       CASE WHEN min(side) = 1 THEN 0 ELSE sum(CASE WHEN side = 0 THEN shown END) END AS cost_before,
       CASE WHEN max(side) = 0 THEN 0 ELSE sum(CASE WHEN side = 1 THEN shown END) END AS cost
FROM ({sides}) AS sides
GROUP BY {names}
