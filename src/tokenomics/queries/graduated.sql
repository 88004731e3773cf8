-- Records that use a meter whose price may depend on an account's quantity.
-- Grain: one row a usage record.
SELECT records.*
FROM {relation} AS records
WHERE {uses}
