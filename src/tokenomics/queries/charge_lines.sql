-- Lines of bills as they were charged, in order of time.
-- Grain: one row a line of a bill; instants in microseconds since 1970.
SELECT epoch_us(charges.ts) AS first, epoch_us(charges.ts_end) AS last, charges.scope_id, charges.provider,
       charges.service, charges.model_served, charges.line_kind, charges.description, charges.region,
       charges.sku, charges.meter, charges.service_tier, charges.quantity, charges.unit, charges.currency,
       charges.billed_cost, charges.effective_cost, charges.list_cost, charges.contracted_cost, charges.tags
FROM {charges} AS charges
WHERE {conditions}
ORDER BY charges.ts, charges.record_id
