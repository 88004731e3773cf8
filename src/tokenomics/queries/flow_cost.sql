-- What a flow cost from an hour up to another.
-- Grain: one row; null where it had no call.
SELECT sum(cost) AS cost
FROM {calls} AS calls
WHERE hour >= $first AND hour < $end AND {of_flow}
