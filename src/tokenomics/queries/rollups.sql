-- Records that another record of the same source and trace names as its parent: sums of others.
-- Grain: one row a record.
SELECT records.record_id, records.provider, records.source
FROM {relation} AS records
JOIN (
    SELECT DISTINCT records.source, records.parent_id, coalesce({trace}, '') AS trace
    FROM {relation} AS records
    WHERE records.parent_id IS NOT NULL
) AS below
    ON records.source = below.source AND records.request_id = below.parent_id
        AND coalesce({trace}, '') = below.trace
