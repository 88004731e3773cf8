-- How long calls usually are: the median of their tokens, of two middle ones the smaller.
-- Grain: one row a group of calls.
SELECT {groups}, count(*) AS calls, quantile_disc(calls.tokens, 0.5) AS tokens
FROM {calls} AS calls
GROUP BY {groups}
