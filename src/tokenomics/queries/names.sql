-- The names that prices are asked for, and the span of time they were used in.
-- Grain: one row a provider, model and grain of record; instants in microseconds since 1970.
SELECT provider, model, grain,
       epoch_us(min(ts)) AS first, epoch_us(max(ts)) AS last
FROM {calls} AS calls
GROUP BY provider, model, grain
