-- Costs that are no model calls, in the order in which they are told.
-- Grain: one row an overhead; instants in microseconds since 1970.
SELECT overheads.name, overheads.nature, epoch_us(overheads.ts) AS first,
       epoch_us(overheads.ts_end) AS last, overheads.amount, overheads.currency, overheads.scope,
       overheads.allocate_by
FROM {overheads} AS overheads
ORDER BY overheads.name, overheads.ts, overheads.record_id
