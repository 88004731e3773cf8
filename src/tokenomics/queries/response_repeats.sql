-- Calls that ask what a call of the same account and model asked before, whose answer is not {forgotten}
-- yet. Of calls at one instant the order of their lines counts.
-- Grain: one row a call that repeats another.
SELECT asks.record_id, asks.asked, asks.is_retry
FROM (
  SELECT calls.record_id, calls.asked, calls.is_retry, epoch_us(calls.ts) AS asked_at,
         max(CASE WHEN calls.is_answer THEN epoch_us(calls.ts) END) OVER (
           PARTITION BY calls.prompt, calls.provider, calls.model, calls.scope_id
           ORDER BY epoch_us(calls.ts), calls.source_file, calls.source_line, calls.record_id
           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS answered_at
  FROM {calls} AS calls
) AS asks
WHERE asks.answered_at IS NOT NULL AND NOT ({forgotten})
