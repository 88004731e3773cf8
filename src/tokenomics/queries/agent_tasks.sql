-- Tasks: what they used and cost, and how many times what their first call did. The context is that of
-- the main line: the calls that state no agent, else those of the agent that began.
-- Ratios are millionths, cut off, so that they are whole numbers.
-- Grain: one row a task.
SELECT tasks.task, {dimensions} tasks.requests, tasks.tokens, tasks.cost, tasks.priced,
       tasks.agents - 1 AS sub_agents, tasks.cost - tasks.main_cost AS sub_agent_cost,
       CASE WHEN tasks.first_tokens > 0 THEN tasks.first_tokens END AS first_tokens,
       CASE WHEN tasks.first_tokens > 0
            THEN tasks.tokens * 1000000 // tasks.first_tokens END AS multiplier,
       CASE WHEN tasks.turns > 1
            THEN tasks.last_context * 1000000 // tasks.first_context END AS growth,
       CASE WHEN tasks.turns > 1
            THEN (tasks.last_context - tasks.first_context) * 1000000 // (tasks.turns - 1) END
         AS growth_a_call,
       steps.steps, steps.tokens AS step_tokens, steps.cost AS step_cost, steps.priced AS step_priced
FROM (SELECT threads.task, {firsts} min(threads.began) AS began, max(threads.ended) AS ended,
             sum(threads.requests) AS requests, sum(threads.tokens) AS tokens,
             sum(threads.cost) AS cost, bool_or(threads.priced) AS priced, count(*) AS agents,
             struct_extract(min(struct_pack(at := threads.began, line := threads.first_line,
                                            tokens := threads.first_tokens)), 'tokens') AS first_tokens,
             max(threads.cost) FILTER (WHERE threads.place = 1) AS main_cost,
             max(threads.turns) FILTER (WHERE threads.place = 1) AS turns,
             max(threads.first_context) FILTER (WHERE threads.place = 1) AS first_context,
             max(threads.last_context) FILTER (WHERE threads.place = 1) AS last_context
      FROM (SELECT threads.*,
                   row_number() OVER (PARTITION BY threads.task
                                      ORDER BY threads.agent IS NOT NULL, threads.began,
                                               threads.first_line, threads.first_tokens, threads.cost,
                                               threads.turns, threads.first_context,
                                               threads.last_context)
                     AS place
            FROM {threads} AS threads) AS threads
      GROUP BY threads.task) AS tasks
LEFT JOIN {steps} AS steps ON steps.task = tasks.task
