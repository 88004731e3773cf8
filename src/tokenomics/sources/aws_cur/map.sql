-- Amazon's cost and usage lines to lines of a bill; what follows `lines` is the same for all clouds.
-- Grain: one row per line item.
WITH told AS (
    SELECT
        *,
        coalesce(
            as_text(product_name),
            as_text(TRY(json_extract_string(product, '$.product_name'))),
            as_text(code)
        ) AS product_said,
        starts_with(code, 'AmazonBedrock') OR contains(lower(coalesce(product_name, '')), 'bedrock')
        OR contains(lower(coalesce(TRY(json_extract_string(product, '$.product_name')), '')), 'bedrock') AS is_bedrock,
        -- A region's code in front is no word of the price.
        price_words(regexp_replace(usage_type, '^[A-Z]{2,4}[0-9]-', '')) AS words
    FROM raw
),
metered AS (
    SELECT
        *,
        code = 'AmazonBedrockAgentCore' AS is_agents,
        is_bedrock AND is_capacity(words) AS is_bought,
        CASE WHEN is_bedrock AND contains(words, ' token') AND NOT is_capacity(words) AND what <> 'Tax' THEN token_meter(words) END AS tokens
    FROM told
),
sized AS (
    -- A text, worked out here: a macro within a macro is spelt out many times over.
    SELECT *, CASE WHEN tokens IS NOT NULL THEN tokens_of(amount, amazon_places(pricing_unit, described, usage_type)) ELSE amount END AS amount_said
    FROM metered
),
lines AS (
    SELECT
        *,
        false AS skip,
        coalesce(
            absent('line_item_usage_start_date', as_text(starts)),
            unread('line_item_usage_start_date', starts, as_instant_in(starts, 'UTC'), 'not an instant'),
            unread('line_item_usage_end_date', ends, as_instant_in(ends, 'UTC'), 'not an instant'),
            absent('line_item_unblended_cost', as_text(cost)),
            bad_amount('line_item_unblended_cost', cost),
            bad_amount('line_item_usage_amount', amount),
            bad_amount('pricing_public_on_demand_cost', public_cost),
            bad_amount('reservation_effective_cost', reserved_cost),
            bad_amount('savings_plan_savings_plan_effective_cost', planned_cost)
        ) AS problem,
        concat_ws('|', coalesce(payer, ''), substr(coalesce(as_text(period), starts), 1, 7)) AS statement,
        as_text(invoice) IS NOT NULL AS is_invoiced,
        as_instant_in(starts, 'UTC') AS ts,
        as_instant_in(ends, 'UTC') AS ts_end,
        as_text(payer) AS scope_id,
        CASE WHEN is_bedrock THEN 'aws-bedrock' ELSE 'aws' END AS provider,
        CASE WHEN is_agents THEN 'Amazon Bedrock AgentCore' ELSE product_said END AS service,
        CASE WHEN is_bedrock AND what <> 'Tax' THEN amazon_model(product_said, usage_type) END AS model_served,
        CASE
            WHEN what = 'Credit' OR what LIKE '%Discount' THEN 'credit'
            WHEN what = 'Refund' THEN 'refund'
            WHEN what = 'Tax' THEN 'tax'
            WHEN what IN ('Fee', 'RIFee', 'SavingsPlanUpfrontFee', 'SavingsPlanRecurringFee', 'SavingsPlanNegation') OR is_bought THEN 'commitment'
            WHEN what IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage') THEN 'usage'
        END AS line_kind,
        as_text(described) AS description,
        CASE
            WHEN is_bedrock AND is_global(words) THEN 'global'
            ELSE coalesce(as_text(region_code), as_text(TRY(json_extract_string(product, '$.region_code'))))
        END AS region,
        as_text(usage_type) AS sku,
        CASE WHEN is_bought THEN 'capacity_unit_hours' ELSE tokens END AS meter,
        CASE WHEN is_bedrock THEN price_tier(words) END AS service_tier,
        -- Credits, refunds and taxes bill no tokens, whatever usage type they repeat.
        CASE
            WHEN what IN ('Tax', 'Credit', 'Refund') OR what LIKE '%Discount' THEN NULL
            ELSE as_measured(amount_said)
        END AS quantity,
        CASE
            WHEN tokens IS NOT NULL THEN 'tokens'
            WHEN is_bought THEN 'capacity-unit-hours'
            ELSE as_text(pricing_unit)
        END AS unit,
        as_amount(cost) AS billed_cost,
        CASE
            WHEN what = 'DiscountedUsage' THEN as_amount(reserved_cost)
            WHEN what = 'SavingsPlanCoveredUsage' THEN as_amount(planned_cost)
            WHEN what = 'SavingsPlanNegation' THEN CAST(0 AS DECIMAL(38, 18))
            WHEN what NOT IN ('Fee', 'RIFee', 'SavingsPlanUpfrontFee', 'SavingsPlanRecurringFee') THEN as_amount(cost)
        END AS effective_cost,
        as_amount(public_cost) AS list_cost,
        upper(as_text(coin)) AS currency,
        -- Amazon's prices are in the currency of the bill, or converted where nobody sees it.
        CAST(NULL AS VARCHAR) AS pricing_currency,
        CAST(NULL AS DECIMAL(38, 18)) AS exchange_rate,
        as_map(list_concat(
            -- What a user, or a role, is tagged with is told apart by a word in front.
            list_transform(CASE WHEN as_text(tagged) IS NOT NULL AND json_valid(tagged) THEN tag_entries(tagged) ELSE tag_entries(NULL) END, lambda tag: {'key': regexp_replace(tag.key, '^(iamPrincipal/|user:)', ''), 'value': tag.value}),
            [
                {'key': 'account_id', 'value': as_text(account)},
                {'key': 'role', 'value': nullif(regexp_extract(caller, ':assumed-role/([^/]+)/', 1), '')},
                {'key': 'user', 'value': nullif(regexp_extract(caller, ':user/(?:.*/)?([^/]+)$', 1), '')},
                {'key': 'agentcore', 'value': CASE WHEN is_agents THEN nullif(regexp_extract(words, ' (runtime|memory|gateway|browser|code interpreter|identity|observability|policy|evaluations) ', 1), '') END}
            ]
        )) AS tags
    FROM sized
)
