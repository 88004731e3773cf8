-- Lines of bills, each charge once: where a source states a day of one account by several groupings that
-- come to the same amount, the finest one is left.
-- Grain: one row a line of a bill, in the columns of charges.
WITH stated AS (
    SELECT source, provider, currency, coalesce(scope_id, '') AS scope, series, epoch_us(ts) // 86400000000 AS nth_day,
           sum(billed_cost) AS billed, length(series) - length(replace(series, ',', '')) AS fineness
    FROM {charges} AS lines
    WHERE series IS NOT NULL
    GROUP BY source, provider, currency, coalesce(scope_id, ''), series, epoch_us(ts) // 86400000000
),
repeated AS (
    SELECT DISTINCT one.source, one.provider, one.currency, one.scope, one.series, one.nth_day
    FROM stated AS one
    JOIN stated AS two
        ON one.source = two.source AND one.provider = two.provider AND one.currency = two.currency
        AND one.nth_day = two.nth_day AND one.billed = two.billed AND one.series <> two.series
        AND (one.scope = two.scope OR one.scope = '' OR two.scope = '')
    WHERE two.fineness > one.fineness OR (two.fineness = one.fineness AND two.series < one.series)
)
SELECT lines.*
FROM {charges} AS lines
LEFT JOIN repeated
    ON lines.source = repeated.source AND lines.provider = repeated.provider AND lines.currency = repeated.currency
    AND coalesce(lines.scope_id, '') = repeated.scope AND lines.series = repeated.series
    AND epoch_us(lines.ts) // 86400000000 = repeated.nth_day
WHERE repeated.source IS NULL
