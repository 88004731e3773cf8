-- What tasks come to: sums of them, and how their multipliers, contexts and depths are spread.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {dimensions} count(*) AS tasks, sum(tasks.requests) AS requests, sum(tasks.tokens) AS tokens,
       sum(tasks.cost) AS cost, coalesce(bool_or(tasks.priced), false) AS priced,
       sum(tasks.sub_agents) AS sub_agents, sum(tasks.sub_agent_cost) AS sub_agent_cost,
       sum(tasks.steps) AS steps, sum(tasks.step_tokens) AS step_tokens,
       sum(tasks.step_cost) AS step_cost, coalesce(bool_or(tasks.step_priced), false) AS step_priced,
       count(*) - count(tasks.multiplier) AS unmeasured,
       sum(tasks.first_tokens) AS first_tokens,
       sum(tasks.tokens) FILTER (WHERE tasks.multiplier IS NOT NULL) AS measured_tokens,
       quantile_disc(tasks.multiplier, 0.5) AS multiplier_p50,
       quantile_disc(tasks.multiplier, 0.9) AS multiplier_p90,
       quantile_disc(tasks.multiplier, 0.99) AS multiplier_p99,
       max(tasks.multiplier) AS multiplier_max,
       count(tasks.growth) AS grown,
       quantile_disc(tasks.growth, 0.5) AS growth_p50,
       quantile_disc(tasks.growth, 0.9) AS growth_p90,
       quantile_disc(tasks.growth_a_call, 0.5) AS growth_a_call_p50,
       quantile_disc(tasks.growth_a_call, 0.9) AS growth_a_call_p90,
       quantile_disc(tasks.requests, 0.5) AS depth_p50,
       quantile_disc(tasks.requests, 0.9) AS depth_p90,
       max(tasks.requests) AS depth_max
FROM {tasks} AS tasks
{grouping}
