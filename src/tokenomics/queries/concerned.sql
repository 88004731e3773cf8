-- Usage records that a finding concerns, as they are or as they would be otherwise.
-- Grain: one row a usage record.
SELECT {columns}, {concerned} AS concerned
FROM {relation} AS calls
{join}
WHERE {condition}
