-- Calls by what evidence is asked of: the band is that of their task's largest call, or their own
-- where they are of no task.
-- Grain: one row a number of `picked`, feature, provider, model and band of input.
SELECT calls.picked, calls.feature, calls.provider, calls.model,
       coalesce(tasks.band, calls.band) AS band, {values}
FROM {calls} AS calls
LEFT JOIN {tasks} AS tasks ON tasks.task = calls.task
GROUP BY calls.picked, calls.feature, calls.provider, calls.model, coalesce(tasks.band, calls.band)
