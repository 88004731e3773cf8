-- A condition on calls: the call uses a meter that neither the meter table nor the book knows.
-- Grain: one condition; the call has billable and other, its rates the meters that only the book knows.
EXISTS (
    SELECT 1
    FROM (SELECT unnest(calls.other) AS item) AS items
    WHERE items.item.quantity > 0
      AND calls.billable
      AND NOT coalesce(list_contains(rates.other_meters, items.item.meter), false)
)
