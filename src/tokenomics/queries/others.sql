-- Quantities of meters that the meter table does not know, priced where the book has a rate.
-- Grain: one row a combination of the dimensions, provider, model and meter.
SELECT {dimensions} calls.provider, calls.model, calls.item.meter AS meter,
       sum(calls.item.quantity) AS quantity,
       sum(CASE WHEN {rate} IS NULL THEN calls.item.quantity ELSE 0 END) AS lacking,
       sum(coalesce(calls.item.quantity * {rate}, 0)) AS cost,
       bool_or(calls.item.quantity > 0 AND {rate} IS NOT NULL) AS priced,
       bool_or(calls.item.quantity > 0 AND {rate} IS NULL) AS unpriced
FROM {calls} AS calls
LEFT JOIN {other_rates} AS rates ON {same_key} AND calls.item.meter = rates.meter
GROUP BY {dimensions} calls.provider, calls.model, calls.item.meter
