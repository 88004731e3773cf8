-- The calls of a task by one agent, which share a context: what they used, and how it began and ended.
-- Of a bucket nobody knows which call was the first; calls without input say nothing of the context.
-- Where two calls are of one instant their lines and then their tokens say which came first.
-- Grain: one row a task and agent, null being its main line.
SELECT calls.task, calls.agent, {firsts}
       min(calls.ts) AS began, max(calls.ts) AS ended,
       sum(calls.requests) AS requests, sum(calls.tokens) AS tokens,
       sum(calls.cost) AS cost, bool_or(calls.priced) AS priced,
       struct_extract(min(struct_pack(at := calls.ts, line := calls.line, tokens := calls.known)), 'line')
         AS first_line,
       struct_extract(min(struct_pack(at := calls.ts, line := calls.line, tokens := calls.known)), 'tokens')
         AS first_tokens,
       count(*) FILTER (WHERE calls.is_call AND calls.context > 0) AS turns,
       struct_extract(min(struct_pack(at := calls.ts, line := calls.line, context := calls.context))
                        FILTER (WHERE calls.is_call AND calls.context > 0), 'context') AS first_context,
       struct_extract(max(struct_pack(at := calls.ts, line := calls.line, context := calls.context))
                        FILTER (WHERE calls.is_call AND calls.context > 0), 'context') AS last_context
FROM (SELECT calls.*, CASE WHEN calls.is_call THEN calls.tokens END AS known FROM {calls} AS calls) AS calls
WHERE calls.task IS NOT NULL
GROUP BY calls.task, calls.agent
