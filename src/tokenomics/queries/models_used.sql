-- Which models the features of a period use, and how many of their calls are short.
-- Grain: one row a feature, provider and model.
SELECT calls.feature, calls.provider, calls.model, count(*) AS calls,
       sum(CASE WHEN calls.asked AND calls.is_short THEN 1 ELSE 0 END) AS short
FROM {calls} AS calls
GROUP BY calls.feature, calls.provider, calls.model
