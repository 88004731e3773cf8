-- What counts beside calls: a provider's sums that stand alone, and of the others what no log states.
-- Grain: one row a sum.
SELECT {columns}, false AS unlogged
FROM {base} AS records
WHERE records.grain = 'bucket' AND records.record_id NOT IN (SELECT record_id FROM {left})
UNION ALL
SELECT {replaced}, true AS unlogged
FROM {base} AS records
JOIN {rest} AS rest ON records.record_id = rest.record_id
