-- The hours in which capacity was used, by when calls on it began and ended.
-- Grain: one row a provider, and first and last hour of a call; hours are counted from 1970 on.
SELECT DISTINCT calls.provider, epoch_us(calls.ts) // 3600000000 AS first,
       epoch_us({last}) // 3600000000 AS last
FROM {calls} AS calls
WHERE {conditions}
