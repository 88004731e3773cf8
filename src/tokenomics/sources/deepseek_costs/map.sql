-- DeepSeek's costs to lines of a bill; what follows `lines` is the same for all sums by the day.
-- Grain: one row a period, model and wallet.
WITH dated AS (
    SELECT
        *,
        coalesce(as_instant(start_time), CASE WHEN is_day(utc_date) THEN first_of_day(utc_date, 'UTC') END) AS ts,
        coalesce(
            as_instant(end_time), CASE WHEN is_day(utc_date) THEN first_of_day(utc_date, 'UTC') + INTERVAL 24 HOUR END
        ) AS ts_end
    FROM raw
),
lines AS (
    SELECT
        * REPLACE (as_text("user") AS "user", as_text(model) AS model, as_text(wallet) AS wallet),
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
            absent('cost', as_text(cost)),
            bad_amount('cost', cost),
            absent('currency', as_text(code)),
            CASE WHEN NOT regexp_full_match(trim(code), '[A-Za-z]{3}') THEN 'currency: not a code of three letters' END
        ) AS problem,
        CASE WHEN as_text(utc_date) IS NOT NULL THEN -as_amount(cost) ELSE as_amount(cost) END AS billed_cost,
        upper(trim(code)) AS currency,
        'deepseek' AS provider,
        'DeepSeek API' AS service,
        as_text(model) AS model_served,
        'usage' AS line_kind,
        as_text(model) AS description,
        false AS quantity_known,
        as_map([{'key': 'user_id', 'value': "user"}, {'key': 'wallet_type', 'value': wallet}]) AS tags
    FROM dated
)
