-- What outcomes state in one of their columns.
-- Grain: one row a value.
SELECT DISTINCT outcomes.{column} AS value
FROM {outcomes} AS outcomes
ORDER BY value
