-- Usage records as they would be with one thing otherwise.
-- Grain: one row a usage record.
SELECT {columns}
FROM {relation} AS calls
{join}
