-- Calls with what they wrote to a prompt cache that no later call of theirs read in time, or whose
-- time is not over. A call's own are those of its session and model, without a session those of its
-- feature and model.
-- Grain: one row a usage record that is asked for and writes to a cache.
SELECT writes.record_id, {unread}, {waiting} AS waiting, writes.session_id IS NULL AS guessed
FROM (SELECT calls.record_id, calls.session_id, calls.asked, {writes}, epoch_us(calls.ts) AS at,
             min(CASE WHEN calls.is_read THEN epoch_us(calls.ts) END) OVER (
                 PARTITION BY calls.provider, calls.model, calls.session_id, calls.own
                 ORDER BY epoch_us(calls.ts)
                 RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS read_at
      FROM {calls} AS calls) AS writes,
     (SELECT max(epoch_us(calls.ts)) AS at FROM {every} AS calls) AS latest
WHERE {written} > 0 AND writes.asked
