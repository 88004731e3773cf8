-- Google's billing rows to lines of a bill; what follows `lines` is the same for all clouds.
-- Grain: one row per exported row, one per credit of it. Sums below the console's table are skipped.
WITH told AS (
    SELECT
        *,
        price_words(sku_name) AS words,
        service_name IN ('Gemini API', 'Vertex AI', 'Generative Language API') AS is_ai,
        as_text(credit) IS NOT NULL AS is_credit,
        as_text(tax) IS NOT NULL OR cost_type = 'tax' AS is_tax,
        as_amount(CASE WHEN as_text(credit) IS NOT NULL THEN credit_amount ELSE cost END) AS charged
    FROM raw
),
metered AS (
    SELECT
        *,
        CASE
            WHEN NOT is_ai OR is_credit THEN NULL
            WHEN contains(words, ' storage ') AND contains(words, ' token ') THEN 'storage_token_hours'
            WHEN regexp_matches(words, ' grounding .*search ') THEN 'web_search'
            WHEN regexp_matches(words, ' grounding .*maps ') THEN 'maps'
            WHEN contains(words, ' gemini ') OR contains(words, ' token ') THEN token_meter(words)
        END AS metered_as
    FROM told
),
lines AS (
    SELECT
        *,
        as_text(cost) IS NULL AND as_text(sku_name) IS NULL AND as_text(tax) IS NULL AS skip,
        coalesce(
            absent('usage_start_time', coalesce(as_text(starts), as_text(first_day))),
            unread('usage_start_time', starts, as_instant(starts), 'not an instant with a zone'),
            unread('usage_end_time', ends, as_instant(ends), 'not an instant with a zone'),
            unread('Date', first_day, first_of_day(first_day, 'UTC'), 'not a day like 2026-09-28'),
            CASE WHEN is_credit THEN absent('credits.amount', as_text(credit_amount)) ELSE absent('cost', as_text(cost)) END,
            bad_amount('credits.amount', credit_amount),
            bad_amount('cost', cost),
            bad_amount('cost_at_list', list_said),
            bad_amount('usage.amount', amount),
            bad_amount('currency_conversion_rate', rate_said)
        ) AS problem,
        -- An export only adds lines; the console's table of a month grows.
        'console|' || substr(first_day, 1, 7) AS statement,
        as_text("month") IS NOT NULL AS is_invoiced,
        coalesce(as_instant(starts), first_of_day(first_day, 'America/Los_Angeles')) AS ts,
        coalesce(as_instant(ends), last_of_day(last_day, 'America/Los_Angeles') + INTERVAL 1 MICROSECOND) AS ts_end,
        as_text(billing_account) AS scope_id,
        CASE
            WHEN service_name = 'Vertex AI' THEN 'google-vertex'
            WHEN is_ai THEN 'google'
            ELSE 'google-cloud'
        END AS provider,
        as_text(service_name) AS service,
        CASE WHEN is_ai THEN google_model(sku_name) END AS model_served,
        CASE
            WHEN is_credit THEN 'credit'
            WHEN is_tax THEN 'tax'
            WHEN cost_type IN ('adjustment', 'rounding_error') THEN 'correction'
            WHEN metered_as IN ('web_search', 'maps') THEN 'tool'
            WHEN metered_as = 'storage_token_hours' THEN 'storage'
            ELSE 'usage'
        END AS line_kind,
        coalesce(as_text(credit_name), as_text(tax), as_text(sku_name)) AS description,
        as_text(place) AS region,
        as_text(sku_id) AS sku,
        metered_as AS meter,
        CASE WHEN is_ai THEN price_tier(words) END AS service_tier,
        CASE
            WHEN is_credit OR is_tax OR contains(words, ' predictions ') THEN NULL
            ELSE as_measured(amount)
        END AS quantity,
        CASE
            WHEN metered_as = 'storage_token_hours' THEN 'token-hours'
            WHEN metered_as IN ('web_search', 'maps') THEN 'calls'
            WHEN metered_as IS NOT NULL AND unit_said = 'count' THEN 'tokens'
            ELSE as_text(unit_said)
        END AS unit,
        charged AS billed_cost,
        charged AS effective_cost,
        CASE WHEN NOT is_credit THEN as_amount(list_said) END AS list_cost,
        upper(as_text(coin)) AS currency,
        -- Google's list prices are in dollars.
        'USD' AS pricing_currency,
        as_amount(rate_said) AS exchange_rate,
        as_map(list_concat(
            CASE
                WHEN labels LIKE '[%' AND json_valid(labels)
                THEN list_transform(json_transform(labels, '[{"key": "VARCHAR", "value": "VARCHAR"}]'), lambda one: {'key': one.key, 'value': one.value})
                ELSE tag_entries(NULL)
            END,
            [
                {'key': 'project', 'value': as_text(project)},
                {'key': 'correction', 'value': as_text(adjustment)}
            ]
        )) AS tags
    FROM metered
)
