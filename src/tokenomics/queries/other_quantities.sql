-- Quantities of meters that the meter table does not know, or of those without a rate.
-- Grain: one row a combination of the names and a meter, in order of meter.
SELECT {names} meter, sum({quantity}) AS quantity
FROM {others} AS calls
GROUP BY {names} meter
HAVING sum({quantity}) > 0
ORDER BY meter
