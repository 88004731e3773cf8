-- The sums of all groups side by side, and how many there are with a known cost on each side.
-- Grain: one row.
SELECT count(*) AS groups, coalesce(sum(requests_before), 0) AS requests_before,
       coalesce(sum(requests), 0) AS requests, coalesce(sum(cost_before), 0) AS cost_before,
       coalesce(sum(cost), 0) AS cost, count(cost_before) AS known_before, count(cost) AS known
FROM {groups}
