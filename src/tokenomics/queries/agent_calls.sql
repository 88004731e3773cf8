-- Calls as agents make them: whose they are, where they stand in time, in which quarter of an hour,
-- what they used and cost, and what of that was for tools. A bucket is nobody's, as it says of no call
-- when it was made.
-- Grain: one row a usage record.
SELECT {dimensions} calls.task, calls.agent, calls.step, calls.ts,
       CASE WHEN calls.grain = 'request' THEN calls.person END AS person,
       calls.grain = 'request' AS is_call, epoch_us(calls.ts) // 900000000 AS quarter,
       coalesce(calls.source_line, 0) AS line,
       {tokens} AS tokens, {context} AS context, {tools} AS tools, {fees} AS fees,
       calls.requests, calls.cost, calls.priced
FROM {each} AS calls
{besides}
