-- Requests that touch a meter without a rate, with an undated rate, with an assumed rate.
-- Grain: one row a provider and model that has any.
SELECT calls.provider, calls.model,
       sum(CASE WHEN {unpriced} THEN calls.requests ELSE 0 END) AS unpriced,
       sum(CASE WHEN {undated} THEN calls.requests ELSE 0 END) AS undated,
       sum(CASE WHEN {assumed} THEN calls.requests ELSE 0 END) AS assumed
FROM {calls} AS calls
JOIN {rates} AS rates ON {same_key}
WHERE {watched} AND ({unpriced} OR {undated} OR {assumed})
GROUP BY calls.provider, calls.model
