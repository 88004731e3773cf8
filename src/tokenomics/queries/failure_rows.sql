-- What became of calls: counts and costs of each group, mode and error. Attempts and fallbacks are
-- unknown where no call of the row states any.
-- Grain: one row a combination of the dimensions, mode and error.
SELECT {dimensions} calls.mode, calls.error,
       sum(calls.requests) AS requests, sum(calls.cost) AS cost,
       bool_or(calls.priced OR NOT calls.unpriced) AS is_known,
       sum(CASE WHEN NOT calls.priced AND calls.unpriced THEN calls.requests ELSE 0 END) AS unpriced,
       sum(CASE WHEN calls.cost = 0 AND NOT calls.unpriced THEN calls.requests ELSE 0 END) AS free,
       sum(CASE WHEN calls.attempt IS NOT NULL THEN calls.requests END) AS attempts_stated,
       sum(CASE WHEN calls.attempt > 1 THEN calls.requests ELSE 0 END) AS retries,
       sum(CASE WHEN calls.attempt > 1 THEN calls.cost ELSE 0 END) AS retry_cost,
       bool_or(calls.attempt > 1 AND (calls.priced OR NOT calls.unpriced)) AS is_retry_known,
       sum(CASE WHEN calls.is_fallback IS NOT NULL THEN calls.requests END) AS fallbacks_stated,
       sum(CASE WHEN calls.is_fallback THEN calls.requests ELSE 0 END) AS fallbacks,
       sum(CASE WHEN calls.is_fallback THEN calls.cost ELSE 0 END) AS fallback_cost,
       bool_or(calls.is_fallback AND (calls.priced OR NOT calls.unpriced)) AS is_fallback_known,
       sum(calls.hidden_attempts) AS unlisted,
       sum(CASE WHEN calls.is_repeat AND calls.flow IS NULL THEN calls.requests ELSE 0 END) AS flowless
FROM {each} AS calls
GROUP BY {grouping}
