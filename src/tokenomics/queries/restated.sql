-- What became of the records between two versions of a ledger, and of the money that they state.
-- Grain: one row a source, provider, service, month (UTC) and currency in which something differs.
-- A record is the same while its `merge_rank`, which ends in a digest of its content, its instant and money are.
WITH compared AS (
    SELECT coalesce(newer.source, older.source) AS source,
           coalesce(newer.provider, older.provider) AS provider,
           coalesce(newer.service, older.service) AS service,
           strftime(coalesce(newer.ts, older.ts) AT TIME ZONE 'UTC', '%Y-%m') AS month,
           coalesce(newer.currency, older.currency) AS currency,
           CASE WHEN older.record_id IS NULL THEN 1 ELSE 0 END AS added,
           CASE WHEN newer.record_id IS NULL THEN 1 ELSE 0 END AS removed,
           CASE WHEN older.record_id IS NOT NULL AND newer.record_id IS NOT NULL
                     AND (older.merge_rank <> newer.merge_rank OR older.ts <> newer.ts
                          OR older.money IS DISTINCT FROM newer.money) THEN 1 ELSE 0 END AS changed,
           older.money AS before, newer.money AS after
    FROM {older} AS older FULL JOIN {newer} AS newer ON older.record_id = newer.record_id
)
SELECT compared.source, compared.provider, compared.service, compared.month, compared.currency,
       CAST(sum(compared.added) AS BIGINT) AS added, CAST(sum(compared.removed) AS BIGINT) AS removed,
       CAST(sum(compared.changed) AS BIGINT) AS changed,
       sum(compared.before) AS before, sum(compared.after) AS after
FROM compared
GROUP BY compared.source, compared.provider, compared.service, compared.month, compared.currency
HAVING sum(compared.added + compared.removed + compared.changed) > 0
ORDER BY compared.month, compared.source, compared.provider, compared.service, compared.currency
