-- The groups whose cost changed most, the dearest first of those that changed alike.
-- Grain: one row a group, at most {limit}.
SELECT {names}, requests_before, requests, cost_before, cost
FROM {groups}
ORDER BY abs(coalesce(cost, 0) - coalesce(cost_before, 0)) DESC, coalesce(cost, 0) DESC, {ordering}
LIMIT {limit}
