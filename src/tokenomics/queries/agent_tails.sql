-- What few tasks cost: the dearest hundredth and twentieth of them, never more, and those of more than
-- three times the calls that nine of ten tasks stay within.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {ranked_dimensions} sum(ranked.cost) FILTER (WHERE ranked.place * 100 <= ranked.tasks) AS hundredth,
       sum(ranked.cost) FILTER (WHERE ranked.place * 20 <= ranked.tasks) AS twentieth,
       count(*) FILTER (WHERE ranked.requests > 3 * ranked.depth_p90) AS runaways,
       coalesce(sum(ranked.cost) FILTER (WHERE ranked.requests > 3 * ranked.depth_p90), 0)
         AS runaway_cost
FROM (SELECT {dimensions} tasks.cost, tasks.requests, ranks.tasks, ranks.depth_p90,
             row_number() OVER ({partition} ORDER BY tasks.cost DESC) AS place
      FROM {tasks} AS tasks
      JOIN {rows} AS ranks ON {same}) AS ranked
{grouping}
