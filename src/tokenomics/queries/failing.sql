-- Calls with what became of them, and of those that failed or were tried again the flow they are of.
-- Grain: one row a usage record.
SELECT *, {columns}
FROM {relation}
