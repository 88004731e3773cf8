-- What became of all calls: the sums of all groups.
-- Grain: one row a mode and error, the dearest first.
SELECT modes.mode, modes.error, sum(modes.requests) AS requests, sum(modes.cost) AS cost,
       bool_or(modes.is_known) AS is_known, sum(modes.unpriced) AS unpriced,
       sum(modes.free) AS free,
       sum(modes.attempts_stated) AS attempts_stated, sum(modes.retries) AS retries,
       sum(modes.retry_cost) AS retry_cost, bool_or(modes.is_retry_known) AS is_retry_known,
       sum(modes.fallbacks_stated) AS fallbacks_stated, sum(modes.fallbacks) AS fallbacks,
       sum(modes.fallback_cost) AS fallback_cost,
       bool_or(modes.is_fallback_known) AS is_fallback_known,
       sum(modes.unlisted) AS unlisted, sum(modes.flowless) AS flowless
FROM {rows} AS modes
GROUP BY modes.mode, modes.error
ORDER BY cost DESC, requests DESC, modes.mode, modes.error NULLS LAST
