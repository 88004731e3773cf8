-- What each source states of each provider.
-- Grain: one row a provider, source, grain and series; instants in microseconds since 1970.
SELECT records.provider, records.source, records.grain, {series} AS series,
       count(*) AS records, count({response}) AS named, epoch_us(min(records.ts)) AS first,
       epoch_us(max(records.ts)) AS last
FROM {relation} AS records
GROUP BY records.provider, records.source, records.grain, {series}
ORDER BY records.provider, records.source, records.grain, {series} NULLS FIRST
