-- Pairs of records of two sources that state the same model and tokens within two minutes, one of
-- them without a response id and without a call that is known already: each with its nearest partner, where the choice is mutual. Counts of a
-- source that is blind to caches may be those of the input beside what was cached.
-- Grain: one row a pair; ids in hexadecimal digits.
WITH calls AS (
    SELECT records.record_id, records.source, records.provider, families.family,
           coalesce({response}, same.call) AS response_id, epoch_us(records.ts) AS micros, {sent} AS sent, {made} AS made,
           {fresh} AS fresh, {blind} AS is_blind
    FROM {relation} AS records
    JOIN {families} AS families
        ON records.provider = families.provider AND {model} IS NOT DISTINCT FROM families.model
    JOIN {watched} AS watched ON records.source = watched.source
    LEFT JOIN {same} AS same ON records.record_id = same.record_id
    WHERE records.grain = 'request'
),
slots AS (
    SELECT calls.*, micros // 120000000 + shifts.shift AS slot
    FROM calls CROSS JOIN (VALUES (-1), (0), (1)) AS shifts(shift)
),
alike AS (
    SELECT one.record_id AS one, two.record_id AS two, one.source AS source, two.source AS other,
           one.provider, abs(one.micros - two.micros) AS apart
    FROM calls AS one
    JOIN slots AS two
        ON one.provider = two.provider AND one.family = two.family AND one.sent = two.sent
            AND one.made = two.made AND one.micros // 120000000 = two.slot AND one.source < two.source
    WHERE abs(one.micros - two.micros) <= 120000000
        AND one.sent + one.made > 0
        AND (one.response_id IS NULL OR two.response_id IS NULL)
),
beside AS (
    SELECT CASE WHEN one.source < two.source THEN one.record_id ELSE two.record_id END AS one,
           CASE WHEN one.source < two.source THEN two.record_id ELSE one.record_id END AS two,
           least(one.source, two.source) AS source, greatest(one.source, two.source) AS other,
           one.provider, abs(one.micros - two.micros) AS apart
    FROM calls AS one
    JOIN slots AS two
        ON one.provider = two.provider AND one.family = two.family AND one.sent = two.fresh
            AND one.made = two.made AND one.micros // 120000000 = two.slot AND one.source <> two.source
    WHERE one.is_blind AND NOT two.is_blind AND two.sent > two.fresh
        AND abs(one.micros - two.micros) <= 120000000
        AND one.sent + one.made > 0
        AND (one.response_id IS NULL OR two.response_id IS NULL)
),
near AS (
    SELECT one, two, source, other, provider, apart FROM alike
    UNION
    SELECT one, two, source, other, provider, apart FROM beside
),
ranked AS (
    SELECT near.*,
           row_number() OVER (PARTITION BY one, other ORDER BY apart, two) AS nth_one,
           row_number() OVER (PARTITION BY two, source ORDER BY apart, one) AS nth_two
    FROM near
)
SELECT lower(hex(one)) AS one, lower(hex(two)) AS two, source, other, provider
FROM ranked
WHERE nth_one = 1 AND nth_two = 1
ORDER BY one, two
