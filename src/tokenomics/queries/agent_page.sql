-- The rows of agents in their order: of all calls, of hours, of tasks, and of what few tasks cost.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {dimensions} count(*) OVER () AS row_count, groups.*, hours.*, ranks.*, tails.*
FROM ({groups}) AS groups
LEFT JOIN ({hours}) AS hours ON {same_hours}
LEFT JOIN {rows} AS ranks ON {same_rows}
LEFT JOIN ({tails}) AS tails ON {same_tails}
{ordering}
