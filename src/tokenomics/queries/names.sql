-- The names that prices are asked for.
-- Grain: one row a provider, model and grain of record.
SELECT provider, model, grain, sum(requests) AS requests
FROM {calls} AS calls
GROUP BY provider, model, grain
