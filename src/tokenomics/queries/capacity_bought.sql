-- Lines of bills for capacity: commitments, and what is counted in capacity units times hours.
-- Grain: one row a provider, period and currency; instants in microseconds since 1970.
SELECT charges.provider, epoch_us(charges.ts) AS first, epoch_us(charges.ts_end) AS last,
       charges.currency, sum(charges.billed_cost) AS amount
FROM {charges} AS charges
WHERE (charges.line_kind = 'commitment' OR charges.meter = 'capacity_unit_hours') AND {conditions}
GROUP BY charges.provider, charges.ts, charges.ts_end, charges.currency
ORDER BY charges.provider, charges.ts, charges.ts_end, charges.currency
