-- How many groups of calls have too few for a median to mean anything, and how many calls they have.
-- Grain: one row.
SELECT count(*) AS groups, coalesce(sum(medians.calls), 0) AS calls
FROM {medians} AS medians
WHERE medians.calls < {least}
