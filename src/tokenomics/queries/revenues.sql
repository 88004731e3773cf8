-- Money that came in, by what it belongs to; `at` is when, for what is to be converted.
-- Grain: one row a currency, instant `at` and scope.
SELECT revenues.currency, {at} AS at, revenues.scope, sum(revenues.amount) AS amount
FROM {revenues} AS revenues
WHERE {conditions}
GROUP BY revenues.currency, {at}, revenues.scope
ORDER BY revenues.currency, {at}
