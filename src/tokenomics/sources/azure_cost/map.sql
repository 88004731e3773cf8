-- Azure's cost and usage lines to lines of a bill; what follows `lines` is the same for all clouds.
-- Grain: one row per day, meter and resource, as exported.
WITH told AS (
    SELECT
        *,
        price_words(meter_name) AS words
    FROM raw
),
metered AS (
    SELECT
        *,
        is_capacity(words) AS is_bought,
        CASE WHEN contains(words, ' token') AND NOT is_capacity(words) THEN token_meter(words) END AS tokens,
        lower(coalesce(as_text(what), 'Usage')) AS kind_said
    FROM told
),
sized AS (
    -- A text, worked out here: a macro within a macro is spelt out many times over.
    SELECT *, CASE WHEN tokens IS NOT NULL THEN tokens_of(amount, azure_places(words, unit_said)) ELSE amount END AS amount_said
    FROM metered
),
lines AS (
    SELECT
        *,
        false AS skip,
        coalesce(
            absent('Date', as_text("day")),
            unread('Date', "day", as_bill_day("day"), 'not a day like 09/28/2026 or 2026-09-28'),
            absent('cost', as_text(cost)),
            bad_amount('cost', cost),
            bad_amount('Quantity', amount),
            bad_amount('exchangeRatePricingToBilling', rate_said)
        ) AS problem,
        concat_ws(
            '|', coalesce(as_text(billing_account), as_text(subscription), ''),
            strftime(coalesce(as_bill_day(period), as_bill_day("day")) AT TIME ZONE 'UTC', '%Y-%m')
        ) AS statement,
        as_text(invoice) IS NOT NULL AS is_invoiced,
        as_bill_day("day") AS ts,
        as_bill_day("day") + INTERVAL 24 HOUR AS ts_end,
        coalesce(as_text(billing_account), as_text(subscription)) AS scope_id,
        'azure' AS provider,
        coalesce(as_text(category), as_text(service_named)) AS service,
        CASE WHEN tokens IS NOT NULL THEN azure_model(meter_name) END AS model_served,
        CASE
            WHEN kind_said = 'refund' THEN 'refund'
            WHEN kind_said = 'tax' THEN 'tax'
            WHEN kind_said IN ('roundingadjustment', 'adjustment') THEN 'correction'
            WHEN kind_said IN ('unusedreservation', 'unusedsavingsplan') OR is_bought THEN 'commitment'
            WHEN kind_said = 'purchase' AND (as_text(reservation) IS NOT NULL OR as_text(term) IS NOT NULL) THEN 'commitment'
            WHEN kind_said IN ('usage', 'purchase') THEN 'usage'
        END AS line_kind,
        coalesce(as_text(product), as_text(meter_name)) AS description,
        CASE WHEN tokens IS NOT NULL OR is_bought THEN azure_region(words, location) ELSE as_text(location) END AS region,
        as_text(meter_name) AS sku,
        CASE WHEN is_bought THEN 'capacity_unit_hours' ELSE tokens END AS meter,
        CASE WHEN tokens IS NOT NULL THEN price_tier(words) END AS service_tier,
        as_measured(amount_said) AS quantity,
        CASE
            WHEN tokens IS NOT NULL THEN 'tokens'
            WHEN is_bought THEN 'capacity-unit-hours'
            ELSE as_text(unit_said)
        END AS unit,
        -- A reservation's share of usage costs nothing more than the reservation: only amortized exports state it.
        CASE
            WHEN kind_said LIKE 'unused%' OR (kind_said = 'usage' AND as_text(reservation) IS NOT NULL)
            THEN CAST(0 AS DECIMAL(38, 18))
            ELSE as_amount(cost)
        END AS billed_cost,
        CASE
            WHEN kind_said = 'purchase' AND as_text(reservation) IS NOT NULL THEN NULL
            ELSE as_amount(cost)
        END AS effective_cost,
        CAST(NULL AS DECIMAL(38, 18)) AS list_cost,
        upper(as_text(coin)) AS currency,
        upper(as_text(priced_in)) AS pricing_currency,
        as_amount(rate_said) AS exchange_rate,
        as_map(list_concat(
            coalesce(tag_entries(CASE
                WHEN as_text(tagged) IS NULL THEN NULL
                WHEN json_valid(tagged) THEN tagged
                -- Some exports leave out the braces.
                WHEN json_valid('{' || tagged || '}') THEN '{' || tagged || '}'
            END), tag_entries(NULL)),
            [
                {'key': 'subscription', 'value': coalesce(as_text(subscription_name), as_text(subscription))},
                {'key': 'resource_group', 'value': as_text(group_name)},
                {'key': 'cost_center', 'value': as_text(cost_center)}
            ]
        )) AS tags
    FROM sized
)
