-- Refused rows, each with the count of all of them; $files: their files, null for all.
-- Grain: one refused row.
SELECT count(*) OVER () AS count, source_file, source_line, field, reason, source, epoch_us(ts) AS ts
FROM {relation} AS refused
WHERE $files IS NULL OR list_contains(CAST($files AS VARCHAR[]), source_file)
ORDER BY source_file, source_line NULLS FIRST, field, reason
{limit}
