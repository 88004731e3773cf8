-- The usage records a question is about, with the columns it needs.
-- Grain: one row a usage record within the period and the filters.
-- Parameters: values of filters, attribution rules and tag names.
SELECT {columns}
FROM {relation}
WHERE {conditions}
