-- Quantities of meters that the meter table does not know, with everything that their prices depend on.
-- Grain: one row a combination of the dimensions, the rate key, a meter and its unit.
SELECT {keys}, calls.item.meter AS meter, calls.item.unit AS unit, sum(calls.item.quantity) AS quantity
FROM {calls} AS calls
GROUP BY {keys}, calls.item.meter, calls.item.unit
ORDER BY {keys}, calls.item.meter, calls.item.unit
