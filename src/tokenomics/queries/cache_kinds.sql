-- What is known of the prompts of calls, whether blocks of a prefix or not, with how many there are of each.
-- Grain: one row a state.
SELECT calls.state, count(*) AS calls
FROM {calls} AS calls
GROUP BY calls.state
