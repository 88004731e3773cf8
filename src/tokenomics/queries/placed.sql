-- Records of calls that several state, as they are trusted, and which of a call's records stands.
-- Grain: one row a record of such a call.
SELECT same.record_id,
       row_number() OVER (PARTITION BY same.call
                          ORDER BY same.doubt, same.size DESC, same.source, same.record_id) AS place,
       first_value(same.record_id) OVER (PARTITION BY same.call
                                         ORDER BY same.doubt, same.size DESC, same.source, same.record_id) AS stands
FROM {same} AS same
