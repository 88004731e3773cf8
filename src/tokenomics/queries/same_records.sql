-- Records of calls that several state, with what tells which of them is trusted.
-- Grain: one row a record.
SELECT {told}, joined.call
FROM {relation} AS records
JOIN {joined} AS joined ON records.record_id = joined.record_id
