-- Calls of which some usage has no price.
-- Grain: one row a combination of the dimensions that has such calls.
SELECT {dimensions}, sum(calls.requests) AS requests
FROM {each} AS calls
WHERE calls.unpriced
GROUP BY {dimensions}
