-- DeepSeek's amounts to usage drafts; what follows `lines` is the same for all sums by the day.
-- Grain: one row a period, model, key, kind of token and price.
WITH dated AS (
    SELECT
        *,
        coalesce(as_instant(start_time), CASE WHEN is_day(utc_date) THEN first_of_day(utc_date, 'UTC') END) AS ts,
        coalesce(
            as_instant(end_time), CASE WHEN is_day(utc_date) THEN first_of_day(utc_date, 'UTC') + INTERVAL 24 HOUR END
        ) AS ts_end,
        as_count(amount) AS amount_c,
        CASE WHEN as_text(utc_date) IS NOT NULL THEN scaled(as_text(price), -6) ELSE scaled(as_text(price), 0) END AS price_each
    FROM raw
),
lines AS (
    SELECT
        * REPLACE (
            as_text("user") AS "user", as_text(model) AS model, as_key_id(key_name) AS key_name, as_key_id(masked) AS masked,
            as_text(what) AS what, as_text(price) AS price
        ),
        CAST(NULL AS VARCHAR) AS pull,
        CAST(NULL AS VARCHAR) AS as_of,
        false AS skip,
        coalesce(
            absent('start_time_iso', coalesce(as_text(start_time), as_text(utc_date))),
            unread('start_time_iso', start_time, as_instant(start_time), 'not an instant with a zone'),
            unread('utc_date', utc_date, ts, 'not a day like 2026-11-02'),
            absent('end_time_iso', coalesce(as_text(end_time), as_text(utc_date))),
            unread('end_time_iso', end_time, as_instant(end_time), 'not an instant with a zone'),
            CASE WHEN ts_end <= ts THEN 'end_time_iso: not after start_time_iso' END,
            absent('type', as_text(what)),
            absent('amount', as_text(amount)),
            miscounted('amount', amount, amount_c),
            inexplicable('amount', amount_c),
            bad_amount('price', price)
        ) AS problem,
        coalesce(amount_c, 0) AS amount_q,
        'bucket' AS grain,
        'deepseek' AS provider,
        as_text(model) AS model_served,
        as_text("user") AS user_id,
        as_key_id(coalesce(as_text(key_name), as_text(masked))) AS api_key_id,
        as_map([{'key': 'price', 'value': price_each}]) AS tags,
        'metered' AS billing,
        'reported' AS token_basis,
        CASE WHEN what = 'request_count' THEN amount_c END AS requests,
        CASE WHEN what = 'input_cache_miss_tokens' THEN amount_c END AS input,
        CASE WHEN what = 'input_cache_hit_tokens' THEN amount_c END AS cache_read,
        CASE WHEN what = 'output_tokens' THEN amount_c END AS output,
        CASE
            WHEN what NOT IN ('request_count', 'input_cache_miss_tokens', 'input_cache_hit_tokens', 'output_tokens')
            THEN [{'meter': as_text(what), 'quantity': TRY_CAST(amount_c AS DECIMAL(18,6)), 'unit': CAST(NULL AS VARCHAR)}]
        END AS other
    FROM dated
)
