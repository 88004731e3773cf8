-- Which models a cache is asked of, and at which service tiers.
-- Grain: one row a provider, model and tier; the last instant in microseconds since 1970.
SELECT calls.provider, calls.model, calls.service_tier, epoch_us(max(calls.ts)) AS last
FROM {calls} AS calls
GROUP BY calls.provider, calls.model, calls.service_tier
