-- The usage records that an id names: a record id or its beginning, a request or response id.
-- Grain: one row a usage record, at most six.
-- Parameters: $id, and $prefix: the id as a pattern of hexadecimal digits.
SELECT {columns}
FROM {relation} AS records
WHERE {conditions}
ORDER BY records.ts, records.record_id
LIMIT 6
