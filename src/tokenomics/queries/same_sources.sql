-- Which sources state the same calls: records beyond the first of each call.
-- Grain: one row a provider and set of sources.
SELECT calls.provider, calls.sources, sum(calls.records - 1) AS calls
FROM (
    SELECT same.call, min(records.provider) AS provider, count(*) AS records,
           list(DISTINCT records.source ORDER BY records.source) AS sources
    FROM {same} AS same
    JOIN {relation} AS records ON same.record_id = records.record_id
    GROUP BY same.call
) AS calls
GROUP BY calls.provider, calls.sources
ORDER BY calls.provider, calls.sources
