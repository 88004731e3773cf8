-- What counts: calls, a provider's sums that stand alone, and of the other sums what no log states.
-- Grain: one row a call or a sum.
SELECT {columns}, false AS unlogged
FROM {calls} AS records
UNION ALL
SELECT {columns}, false AS unlogged
FROM {base} AS records
WHERE records.grain = 'bucket' AND records.record_id NOT IN (SELECT record_id FROM {left})
UNION ALL
SELECT {replaced}, true AS unlogged
FROM {base} AS records
JOIN {rest} AS rest ON records.record_id = rest.record_id
