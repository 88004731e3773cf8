-- A join of calls with what their meters cost that the meter table does not know.
-- Grain: one row a call.
LEFT JOIN (SELECT calls.record_id, sum(calls.cost) AS cost, bool_or(calls.priced) AS priced,
                  bool_or(calls.unpriced) AS unpriced
           FROM {others} AS calls
           GROUP BY calls.record_id) AS others ON others.record_id = calls.record_id
