-- Lines of bills that an overhead is drawn from, summed by the period that they charge; how many
-- there are, and how many state the cost that is asked for.
-- Grain: one row a period and currency; instants in microseconds since 1970.
SELECT epoch_us(charges.ts) AS first, epoch_us(charges.ts_end) AS last, charges.currency,
       coalesce(sum(charges.{cost}), 0) AS amount, count(*) AS lines, count(charges.{cost}) AS stated
FROM {charges} AS charges
WHERE {conditions}
GROUP BY charges.ts, charges.ts_end, charges.currency
ORDER BY charges.ts, charges.ts_end, charges.currency
