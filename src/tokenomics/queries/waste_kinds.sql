-- Of the calls that a question asks for, those of which less can be told: sums of many, and calls
-- that nobody is billed by the token.
-- Grain: one row.
SELECT coalesce(sum(CASE WHEN calls.is_sum THEN calls.requests ELSE 0 END), 0) AS sums,
       coalesce(sum(CASE WHEN calls.is_flat THEN calls.requests ELSE 0 END), 0) AS flat
FROM {calls} AS calls
