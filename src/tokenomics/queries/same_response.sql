-- Calls that several records state with one response id.
-- Grain: one row a record of such a call.
SELECT records.record_id, records.response_id AS call
FROM {relation} AS records
JOIN (
    SELECT records.response_id
    FROM {relation} AS records
    WHERE records.response_id IS NOT NULL AND records.grain = 'request'
    GROUP BY records.response_id
    HAVING count(*) > 1
) AS shared ON records.response_id = shared.response_id
WHERE records.grain = 'request'
