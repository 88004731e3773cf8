-- How many different users or sessions there are.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {dimensions} count(DISTINCT calls.counted) AS counted
FROM {calls} AS calls
{grouping}
