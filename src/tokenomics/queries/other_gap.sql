-- A condition on calls: the call uses a meter that neither the meter table nor the book knows.
-- Grain: one condition; the call has billable and other, the rates a row a known meter.
EXISTS (
    SELECT 1
    FROM (SELECT unnest(calls.other) AS item) AS items
    WHERE items.item.quantity > 0
      AND calls.billable
      AND items.item.meter NOT IN (SELECT rates.meter FROM {other_rates} AS rates WHERE {same_key})
)
