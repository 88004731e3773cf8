-- common_time
-- How many calls two sources state of a provider while both state any: those that count something, without
-- those that are known to be the same in both.
-- Grain: one row a source.
-- Parameters: $provider, $one and $two: the sources.
SELECT records.source, count(*) AS calls
FROM {relation} AS records
JOIN (
    SELECT max(spans.first) AS first, min(spans.last) AS last
    FROM (
        SELECT records.source, min(records.ts) AS first, max(records.ts) AS last
        FROM {relation} AS records
        WHERE records.provider = $provider AND records.source IN ($one, $two) AND records.grain = 'request'
        GROUP BY records.source
    ) AS spans
) AS span ON records.ts >= span.first - INTERVAL 2 MINUTE AND records.ts <= span.last + INTERVAL 2 MINUTE
LEFT JOIN {same} AS same ON records.record_id = same.record_id
LEFT JOIN (
    SELECT same.call
    FROM {same} AS same
    JOIN {relation} AS records ON same.record_id = records.record_id
    WHERE records.source IN ($one, $two)
    GROUP BY same.call
    HAVING count(DISTINCT records.source) = 2
) AS known ON same.call = known.call
WHERE records.provider = $provider AND records.source IN ($one, $two) AND records.grain = 'request'
    AND known.call IS NULL AND {sent} + {made} > 0
GROUP BY records.source
