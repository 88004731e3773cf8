-- same_response
-- Calls that several records state with one response id, or with the id that a provider gave to one
-- request: whoever knows only that one is told the response by whoever knows both.
-- Grain: one row a record of such a call.
WITH named AS (
    SELECT records.record_id, {response} AS response_id,
           CASE WHEN substr({request}, 1, 4) = 'req_' THEN {request} END AS request_id
    FROM {relation} AS records
    WHERE records.grain = 'request'
),
answered AS (
    SELECT named.request_id, min(named.response_id) AS response_id
    FROM named
    WHERE named.request_id IS NOT NULL AND named.response_id IS NOT NULL
    GROUP BY named.request_id
),
calls AS (
    SELECT named.record_id, coalesce(answered.response_id, named.response_id, named.request_id) AS call
    FROM named
    LEFT JOIN answered ON coalesce(named.response_id, named.request_id) = answered.request_id
)
SELECT calls.record_id, calls.call
FROM calls
JOIN (
    SELECT calls.call
    FROM calls
    WHERE calls.call IS NOT NULL
    GROUP BY calls.call
    HAVING count(*) > 1
) AS shared ON calls.call = shared.call
