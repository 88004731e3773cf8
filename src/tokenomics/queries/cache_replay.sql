-- How many tokens of calls a prompt cache would have held when they were made: those of the leading
-- blocks that calls of the same account and model used before, none of them {forgotten} since. Each
-- use counts, whether it writes or reads. Of calls at one instant the order of their lines counts.
-- Grain: one row a call; `covered` are the tokens that its blocks name, `cached` those that are held.
WITH numbered AS (
  SELECT calls.*, epoch_us(calls.ts) AS used_at,
         row_number() OVER (ORDER BY calls.ts, calls.source_file, calls.source_line,
                            calls.record_id) AS place
  FROM {calls} AS calls
)
SELECT calls.record_id, calls.asked, calls.writes, calls.text_tokens,
       least(array_length(calls.prefix_digests) * calls.block_tokens, calls.text_tokens) AS covered,
       least(coalesce(missed.block - 1, array_length(calls.prefix_digests)) * calls.block_tokens,
             calls.text_tokens) AS cached
FROM numbered AS calls
LEFT JOIN (
  SELECT uses.place, min(uses.block) AS block
  FROM (
    SELECT blocks.place, blocks.used_at, blocks.block, lag(blocks.used_at) OVER (
             PARTITION BY blocks.digest, {account}
             ORDER BY blocks.place, blocks.block) AS used_before
    FROM (
      SELECT calls.place, calls.used_at, calls.seller, calls.scope_id,
             unnest(calls.prefix_digests) AS digest,
             generate_subscripts(calls.prefix_digests, 1) AS block
      FROM numbered AS calls
    ) AS blocks
  ) AS uses
  WHERE uses.used_before IS NULL OR {forgotten}
  GROUP BY uses.place
) AS missed ON missed.place = calls.place
