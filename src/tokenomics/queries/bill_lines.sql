-- Lines of bills, summed by what they charge; how many there are, measure a quantity, and state a list price.
-- Grain: one row a period, provider, service, model, meter, unit, tier, kind, currency and exchange rate; instants in
-- microseconds since 1970.
SELECT epoch_us(charges.ts) AS first, epoch_us(charges.ts_end) AS last, charges.provider, charges.service,
       charges.model_served, charges.meter, charges.unit, charges.service_tier, charges.line_kind,
       charges.currency, charges.pricing_currency, charges.exchange_rate, count(*) AS lines, count(charges.quantity) AS measured,
       count(charges.list_cost) AS listed, sum(charges.quantity) AS quantity,
       sum(charges.billed_cost) AS billed_cost, sum(charges.list_cost) AS list_cost
FROM {charges} AS charges
WHERE {conditions}
GROUP BY charges.ts, charges.ts_end, charges.provider, charges.service, charges.model_served, charges.meter,
         charges.unit, charges.service_tier, charges.line_kind, charges.currency, charges.pricing_currency,
         charges.exchange_rate
ORDER BY charges.ts, charges.ts_end, charges.provider, charges.service, charges.model_served, charges.meter,
         charges.unit, charges.service_tier, charges.line_kind, charges.currency, charges.pricing_currency,
         charges.exchange_rate
