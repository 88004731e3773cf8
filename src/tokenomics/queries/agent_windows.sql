-- Calls by who made them in which quarter of an hour; a bucket's are nobody's, as it says of no call
-- when it was made. Calls of a task are where the task is.
-- Grain: one row a combination of the dimensions, person and quarter.
SELECT {dimensions} CASE WHEN calls.is_call THEN calls.person END AS person,
       CASE WHEN calls.is_call AND calls.person IS NOT NULL THEN calls.quarter END AS quarter,
       sum(calls.requests) AS requests, sum(calls.tokens) AS tokens, sum(calls.cost) AS cost,
       bool_or(calls.priced) AS priced, sum(calls.tools) AS tools, sum(calls.fees) AS fees,
       sum(calls.requests) FILTER (WHERE calls.task IS NULL) AS untasked,
       sum(calls.cost) FILTER (WHERE calls.task IS NULL) AS untasked_cost
FROM {calls} AS calls
{joined}
GROUP BY {group}
