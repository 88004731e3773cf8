-- What logs state of the sessions and services that telemetry sums up, and of everybody where it names
-- neither. A call is logged by its start and summed up when it is over: one that is under way between two
-- stretches belongs to both.
-- Grain: one row a provider, family, stretch, session or service, and tier; instants in microseconds since 1970.
WITH calls AS (
    SELECT records.*, {session} AS whose FROM {relation} AS records
    UNION ALL
    SELECT records.*, {service} AS whose FROM {relation} AS records
    UNION ALL
    SELECT records.*, {everybody} AS whose FROM {relation} AS records
)
SELECT cells.provider, cells.family, cells.first, cells.last, cells.by_gateway, cells.whose,
       {tier} AS tier, {sums}
FROM {cells} AS cells
JOIN {families} AS families
    ON cells.provider = families.provider AND cells.family IN (families.family, '')
JOIN calls AS records
    ON records.whose = cells.whose
        AND records.provider = families.provider AND {model} IS NOT DISTINCT FROM families.model
        AND epoch_us({ends}) >= cells.first AND epoch_us(records.ts) < cells.last
GROUP BY cells.provider, cells.family, cells.first, cells.last, cells.by_gateway, cells.whose, {tier}
