-- A gateway's sums that state no meter, only money and tokens of no kind, on days of which something else
-- states meters: a gateway, whoever served the calls, or anybody of the same provider.
-- Grain: one row a sum.
WITH told AS (
    SELECT records.record_id, records.provider, records.source, records.grain, records.stated_by,
           epoch_us(records.ts) // 86400000000 AS nth_day, {bare} AS is_bare
    FROM {relation} AS records
),
known AS (
    SELECT DISTINCT nth_day, provider, coalesce(stated_by = 'gateway', false) AS by_gateway
    FROM told
    WHERE NOT is_bare
)
SELECT DISTINCT told.record_id, told.provider, told.source
FROM told
JOIN known ON told.nth_day = known.nth_day AND (known.by_gateway OR known.provider = told.provider)
WHERE told.grain = 'bucket' AND told.stated_by = 'gateway' AND told.is_bare
