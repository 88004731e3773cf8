-- Money that came in, by what it belongs to.
-- Grain: one row a currency and scope.
SELECT revenues.currency, revenues.scope, sum(revenues.amount) AS amount
FROM {revenues} AS revenues
WHERE {conditions}
GROUP BY revenues.currency, revenues.scope
