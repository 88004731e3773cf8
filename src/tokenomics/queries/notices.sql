-- What was said to whom, oldest first; of the same instant in the order of keys, channels and status.
-- Grain: one row a notice.
SELECT epoch_us(ts) AS at, key, status, channel, message_id, subject, period
FROM {relation} AS notices
ORDER BY ts, key, channel, status
