-- The first and last instant of a relation, in microseconds since 1970.
-- Grain: one row, nulls where the relation is empty.
SELECT epoch_us(min(ts)) AS first, epoch_us(max(ts)) AS last
FROM {relation}
