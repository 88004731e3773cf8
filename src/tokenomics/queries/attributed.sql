-- Usage records as rules attribute them, and whether they lie in the period of a question and pass
-- its filters besides.
-- Grain: one row a usage record.
SELECT {columns}, {in_period} AS in_period, {asked} AS asked
FROM {relation}
