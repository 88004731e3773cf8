-- How many calls two sources state of a provider while both state any.
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
WHERE records.provider = $provider AND records.source IN ($one, $two) AND records.grain = 'request'
GROUP BY records.source
