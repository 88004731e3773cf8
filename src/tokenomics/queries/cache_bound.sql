-- The most that calls could read from a cache of another life, where nobody knows their blocks: no more than
-- the longest prompt that a call of the same account and model had in it within {life} microseconds before,
-- and no more than `most`. At one instant nobody knows which call was first.
-- Grain: one row a call that {meter} is sold to; `covered` are the tokens that it has in the cache.
SELECT calls.record_id, calls.asked, calls.writes, calls.elsewhere, calls.text_tokens,
       calls.cached_tokens AS covered,
       least(calls.most, CASE WHEN calls.at_once > 1 THEN calls.most
                              ELSE coalesce(calls.longest, 0) END) AS cached
FROM (
  SELECT known.*, count(*) OVER (
           PARTITION BY known.provider, known.model, known.scope_id, epoch_us(known.ts)) AS at_once,
         max(known.cached_tokens) OVER (
           PARTITION BY known.provider, known.model, known.scope_id ORDER BY epoch_us(known.ts)
           RANGE BETWEEN {life} PRECEDING AND 1 PRECEDING) AS longest
  FROM {calls} AS known
) AS calls
WHERE calls.writes = {meter}
