-- Tasks: what they used and cost, and how many times what their first call did. The context is that of
-- the main line: the calls that state no agent, else those of the agent that began.
-- Ratios are millionths, cut off, so that they are whole numbers.
-- Grain: one row a task.
SELECT tasks.task, {dimensions} tasks.requests, tasks.tokens, tasks.cost, tasks.priced,
       tasks.agents - 1 AS sub_agents,
       tasks.cost - struct_extract(tasks.main, 'cost') AS sub_agent_cost,
       CASE WHEN tasks.first_tokens > 0 THEN tasks.first_tokens END AS first_tokens,
       CASE WHEN tasks.first_tokens > 0
            THEN tasks.tokens * 1000000 // tasks.first_tokens END AS multiplier,
       CASE WHEN tasks.turns > 1
            THEN tasks.last_context * 1000000 // tasks.first_context END AS growth,
       CASE WHEN tasks.turns > 1
            THEN (tasks.last_context - tasks.first_context) * 1000000 // (tasks.turns - 1) END
         AS growth_a_call,
       steps.steps, steps.tokens AS step_tokens, steps.cost AS step_cost, steps.priced AS step_priced
FROM (SELECT threads.*, struct_extract(threads.first, 'tokens') AS first_tokens,
             struct_extract(threads.main, 'turns') AS turns,
             struct_extract(struct_extract(threads.main, 'began'), 'context') AS first_context,
             struct_extract(struct_extract(threads.main, 'ended'), 'context') AS last_context
      FROM (SELECT threads.task, {firsts} min(threads.began) AS began, max(threads.ended) AS ended,
                   sum(threads.requests) AS requests, sum(threads.tokens) AS tokens,
                   sum(threads.cost) AS cost, bool_or(threads.priced) AS priced,
                   count(*) AS agents, min(threads.first) AS first,
                   min(struct_pack(is_other := threads.agent IS NOT NULL, first := threads.first,
                                   cost := threads.cost, turns := threads.turns,
                                   began := threads.first_turn, ended := threads.last_turn)) AS main
            FROM {threads} AS threads
            GROUP BY threads.task) AS threads) AS tasks
LEFT JOIN {steps} AS steps ON steps.task = tasks.task
