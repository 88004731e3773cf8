-- Records of a provider's days that another source is the authority on.
-- Grain: one row a record.
-- Parameters: $provider, $source: the authority.
SELECT records.record_id, records.provider, records.source
FROM {relation} AS records
JOIN (
    SELECT DISTINCT epoch_us(records.ts) // 86400000000 AS day
    FROM {relation} AS records
    WHERE records.provider = $provider AND records.source = $source
) AS days ON epoch_us(records.ts) // 86400000000 = days.day
WHERE records.provider = $provider AND records.source <> $source
