-- How many records were left out.
-- Grain: one row a provider and source.
SELECT records.provider, records.source, count(*) AS calls
FROM {left} AS records
GROUP BY records.provider, records.source
ORDER BY records.provider, records.source
