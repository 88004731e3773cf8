-- All calls, those of no task too, and apart what of them is of no task and of nobody. Calls of a task
-- are where the task is.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {dimensions} sum(calls.requests) AS all_requests, sum(calls.tokens) AS all_tokens,
       sum(calls.cost) AS all_cost, coalesce(bool_or(calls.priced), false) AS all_priced,
       sum(calls.tools) AS tools, sum(calls.fees) AS fees,
       coalesce(sum(calls.requests) FILTER (WHERE calls.task IS NULL), 0) AS untasked,
       coalesce(sum(calls.cost) FILTER (WHERE calls.task IS NULL), 0) AS untasked_cost,
       coalesce(sum(calls.requests) FILTER (WHERE calls.person IS NULL), 0) AS unnamed,
       sum(calls.cost) FILTER (WHERE calls.person IS NOT NULL) AS named_cost,
       coalesce(bool_or(calls.priced) FILTER (WHERE calls.person IS NOT NULL), false) AS named_priced
FROM {calls} AS calls
{joined}
{grouping}
