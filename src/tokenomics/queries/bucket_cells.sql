-- A provider's sums, each with its meters as whole numbers of their smallest part.
-- Grain: one row a bucket; instants in microseconds since 1970.
SELECT lower(hex(records.record_id)) AS id, records.source, records.provider,
       coalesce({scope}, '') AS scope_id, coalesce({series}, '') AS series,
       coalesce({operation}, '') AS operation, families.family, {tier} AS tier,
       epoch_us(records.ts) AS first, epoch_us({ends}) AS last,
       coalesce({by_gateway}, false) AS by_gateway, {whose} AS whose,
       {has_other} AS has_other, {quantities}
FROM {relation} AS records
JOIN {families} AS families
    ON records.provider = families.provider AND {model} IS NOT DISTINCT FROM families.model
WHERE records.grain = 'bucket'
ORDER BY id
