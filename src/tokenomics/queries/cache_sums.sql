-- What a prompt cache would have held of the calls that a question asks for.
-- Grain: one row a meter of what is written; without a meter the provider sells no such cache.
SELECT found.writes, count(*) AS calls, sum(found.text_tokens) AS text_tokens,
       sum(found.cached) AS cached, sum(found.covered - found.cached) AS written
FROM {found} AS found
WHERE found.asked
GROUP BY found.writes
