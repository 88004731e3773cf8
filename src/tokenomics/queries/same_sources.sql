-- Which sources state the same calls: records beyond the first of each call.
-- Grain: one row a provider and set of sources, which are bits of whole numbers.
SELECT calls.provider, {sets}, sum(calls.records - 1) AS calls
FROM (
    SELECT same.call, min(same.provider) AS provider, count(*) AS records, {found}
    FROM {same} AS same
    GROUP BY same.call
) AS calls
GROUP BY calls.provider, {sets}
ORDER BY calls.provider, {sets}
