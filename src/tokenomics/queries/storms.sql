-- Storms: calls of one flow that failed or were tried again, many of them within a short time.
-- The last of {least} such calls within {window} microseconds is dense; a call is linked to the one before
-- where both are among the calls that a dense one ends; linked calls are one storm.
-- Grain: one row a storm, the dearest first.
SELECT storms.feature, storms.flow, min(storms.at) AS began, max(storms.at) AS ended,
       count(*) AS calls, sum(storms.cost) AS cost, bool_or(storms.is_known) AS is_known,
       count(*) OVER () AS storm_count, sum(count(*)) OVER () AS all_calls,
       sum(sum(storms.cost)) OVER () AS all_cost
FROM (
  SELECT linked.*, sum(CASE WHEN linked.is_linked = 1 THEN 0 ELSE 1 END) OVER (
           PARTITION BY linked.feature, linked.flow ORDER BY linked.at, linked.record_id
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS storm
  FROM (
    SELECT dense.*, max(dense.is_dense) OVER (
             PARTITION BY dense.feature, dense.flow ORDER BY dense.at, dense.record_id
             ROWS BETWEEN CURRENT ROW AND {following} FOLLOWING) AS is_linked
    FROM (
      SELECT calls.*, CASE WHEN calls.at - lag(calls.at, {before}) OVER (
               PARTITION BY calls.feature, calls.flow ORDER BY calls.at, calls.record_id
             ) <= {window} THEN 1 ELSE 0 END AS is_dense
      FROM (
        SELECT found.{feature} AS feature, found.flow, found.record_id, epoch_us(found.ts) AS at, found.cost,
               found.priced OR NOT found.unpriced AS is_known
        FROM {each} AS found
        WHERE found.flow IN (SELECT busy.flow FROM {each} AS busy WHERE busy.flow IS NOT NULL
                             GROUP BY busy.flow HAVING count(*) >= {least})
      ) AS calls
    ) AS dense
  ) AS linked
) AS storms
GROUP BY storms.feature, storms.flow, storms.storm
HAVING count(*) >= {least}
ORDER BY cost DESC, calls DESC, began, storms.feature NULLS LAST, storms.flow
LIMIT {told}
