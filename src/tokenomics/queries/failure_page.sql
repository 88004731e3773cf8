-- The rows of failures in their order: groups together, the dearest first, and so within a group.
-- Grain: one row a combination of the dimensions, mode and error.
SELECT count(*) OVER () AS row_count,
       sum(modes.requests) OVER (PARTITION BY {grouping}) AS group_requests,
       sum(modes.cost) OVER (PARTITION BY {grouping}) AS group_cost,
       modes.*
FROM {rows} AS modes
{ordering}
