-- Anthropic's costs to lines of a bill; what follows `lines` is the same for all sums by the day.
-- Grain: one row per result of a report or row of the console's export. Empty buckets are skipped.
WITH stated AS (
    SELECT
        * REPLACE (
            as_text(described) AS described,
            as_text(model) AS model,
            as_text(cost_type) AS cost_type,
            as_text(token_type) AS token_type,
            as_text(tier) AS tier,
            -- The export writes '≤ 200k' where the report writes '0-200k'.
            regexp_replace(regexp_replace(as_text(context_window), '^(≤|<=)\s*', '0-'), '^>\s*200k$', '200k-1M') AS context_window,
            as_text(inference_geo) AS inference_geo,
            as_text(speed) AS speed,
            as_text(workspace_id) AS workspace_id,
            as_text(workspace) AS workspace,
            as_key_id(api_key_id) AS api_key_id,
            as_key_id(api_key) AS api_key
        ),
        coalesce(as_text(cents), as_text(dollars), as_text(cost_type), as_text(token_type), as_text(model)) IS NULL AS skip,
        coalesce(as_instant(starting_at), CASE WHEN is_day(usage_date) THEN first_of_day(usage_date, 'UTC') END) AS ts,
        coalesce(
            as_instant(ending_at),
            CASE WHEN is_day(usage_date) THEN first_of_day(usage_date, 'UTC') + INTERVAL 24 HOUR END
        ) AS ts_end,
        -- Texts in dollars, worked out here: a macro within a macro is spelt out many times over.
        coalesce(scaled(as_text(cents), -2), as_text(dollars)) AS cost_said,
        coalesce(scaled(as_text(list_cents), -2), as_text(list_dollars)) AS list_said
    FROM raw
),
lines AS (
    SELECT
        *,
        coalesce(
            absent('starting_at', coalesce(as_text(starting_at), as_text(usage_date))),
            unread('usage_date_utc', usage_date, ts, 'not a day like 2026-11-02'),
            unread('starting_at', starting_at, as_instant(starting_at), 'not an instant with a zone'),
            absent('ending_at', coalesce(as_text(ending_at), as_text(usage_date))),
            unread('ending_at', ending_at, as_instant(ending_at), 'not an instant with a zone'),
            CASE WHEN ts_end <= ts THEN 'ending_at: not after starting_at' END,
            absent('amount', coalesce(as_text(cents), as_text(dollars))),
            bad_amount('amount', cents),
            bad_amount('list_amount', list_cents),
            bad_amount('cost_usd', dollars),
            bad_amount('list_price_usd', list_dollars),
            CASE WHEN as_text(cents) IS NOT NULL THEN absent('currency', as_text(code)) END,
            CASE WHEN NOT regexp_full_match(trim(code), '[A-Za-z]{3}') THEN 'currency: not a code of three letters' END
        ) AS problem,
        as_amount(cost_said) AS billed_cost,
        as_amount(list_said) AS list_cost,
        coalesce(upper(as_text(code)), 'USD') AS currency,
        as_text(organization_id) AS scope_id,
        'anthropic' AS provider,
        'Claude API' AS service,
        -- 'Claude Haiku 4.5' is claude-haiku-4-5, 'Claude 3.5 Sonnet 2024-10-22' claude-3-5-sonnet-20241022.
        CASE
            WHEN contains(model, ' ') THEN regexp_replace(
                replace(replace(lower(model), ' ', '-'), '.', '-'), '-([0-9]{4})-([0-9]{2})-([0-9]{2})$', '-\1\2\3'
            )
            ELSE model
        END AS model_served,
        CASE
            WHEN cost_type IN ('web_search', 'code_execution') THEN 'tool'
            WHEN coalesce(cost_type, token_type) IS NOT NULL THEN 'usage'
        END AS line_kind,
        coalesce(described, model) AS description,
        nullif(inference_geo, 'not_available') AS region,
        CASE
            WHEN cost_type = 'web_search' THEN 'web_search'
            WHEN token_type IN ('uncached_input_tokens', 'input_no_cache') THEN 'input'
            WHEN token_type IN ('output_tokens', 'output') THEN 'output'
            WHEN token_type IN ('cache_read_input_tokens', 'input_cache_read') THEN 'cache_read'
            WHEN token_type IN ('cache_creation.ephemeral_5m_input_tokens', 'input_cache_write_5m') THEN 'cache_write_5m'
            WHEN token_type IN ('cache_creation.ephemeral_1h_input_tokens', 'input_cache_write_1h') THEN 'cache_write_1h'
            WHEN token_type = 'input_cache_write' THEN 'cache_write'
        END AS meter,
        -- The export calls calls that are no batch messages.
        CASE WHEN tier = 'message' THEN 'standard' ELSE tier END AS service_tier,
        false AS quantity_known,
        as_map([
            {'key': 'project', 'value': coalesce(workspace_id, workspace)},
            {'key': 'api_key_id', 'value': coalesce(api_key_id, api_key)},
            {'key': 'context', 'value': context_window},
            {'key': 'speed', 'value': speed},
            {'key': 'token_type', 'value': token_type},
            {'key': 'cost_type', 'value': cost_type},
            {'key': 'actor', 'value': actor},
            {'key': 'actor_type', 'value': actor_type},
            {'key': 'user_id', 'value': coalesce(user_profile_id, claude_tag_user_id)},
            {'key': 'claude_tag_category', 'value': claude_tag_category},
            {'key': 'agent_id', 'value': agent_id},
            {'key': 'deployment_id', 'value': deployment_id},
            {'key': 'environment_id', 'value': environment_id},
            {'key': 'product', 'value': product},
            {'key': 'rbac_group_id', 'value': rbac_group_id},
            {'key': 'session_id', 'value': session_id},
            {'key': 'slack_channel_id', 'value': slack_channel_id}
        ]) AS tags
    FROM stated
)
