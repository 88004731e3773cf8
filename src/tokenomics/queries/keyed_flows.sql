-- Kept quantities of some flows, and of all others together as flow -1.
-- Grain: one row a flow, rate key and `counted`.
SELECT coalesce(flows.flow, -1) AS flow, {keys}, counted, {sums}
FROM {kept} AS kept
LEFT JOIN {flows} AS flows ON {same_flow}
GROUP BY coalesce(flows.flow, -1), {keys}, counted
ORDER BY 1, {keys}, counted
