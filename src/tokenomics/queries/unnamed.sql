-- How many calls have no response id.
-- Grain: one row a provider and source.
SELECT records.provider, records.source, count(*) - count({response}) AS unnamed
FROM {relation} AS records
WHERE records.grain = 'request'
GROUP BY records.provider, records.source
