-- Rows of the Claude Code report to usage drafts; what follows `lines` is the same for all sums by the day.
-- Grain: one row a day, person or key, terminal and model. A row that used no model is skipped.
WITH paid AS (
    -- Text in dollars, worked out here: a macro within a macro is spelt out many times over.
    SELECT *, scaled(as_text(cents), -2) AS cost_said
    FROM raw
),
typed AS (
    SELECT
        *,
        regexp_replace(trim(day), 'T00:00:00(\.0+)?Z$', '') AS day_said,
        as_count(input_said) AS input_c,
        as_count(output_said) AS output_c,
        as_count(read_said) AS read_c,
        as_count(written_said) AS written_c,
        as_amount(cost_said) AS cost_a
    FROM paid
),
dated AS (
    SELECT *, CASE WHEN is_day(day_said) THEN first_of_day(day_said, 'UTC') END AS ts
    FROM typed
),
lines AS (
    SELECT
        * REPLACE (
            as_text(organization_id) AS organization_id, as_text(mail) AS mail, as_key_id(api_key) AS api_key,
            as_text(customer) AS customer, as_text(subscription) AS subscription, as_text(terminal) AS terminal,
            as_text(remote) AS remote, as_text(model) AS model
        ),
        CAST(NULL AS VARCHAR) AS pull,
        CAST(NULL AS VARCHAR) AS as_of,
        coalesce(as_text(model), as_text(input_said), as_text(output_said), as_text(cents)) IS NULL AS skip,
        coalesce(
            absent('date', as_text(day)),
            unread('date', day, ts, 'not a day like 2026-11-02'),
            absent('model', as_text(model)),
            absent('input', as_text(input_said)),
            absent('output', as_text(output_said)),
            miscounted('input', input_said, input_c),
            miscounted('output', output_said, output_c),
            miscounted('cache_read', read_said, read_c),
            miscounted('cache_creation', written_said, written_c),
            bad_amount('estimated_cost', cents)
        ) AS problem,
        ts + INTERVAL 24 HOUR AS ts_end,
        coalesce(input_c, 0) + coalesce(output_c, 0) + coalesce(read_c, 0) + coalesce(written_c, 0) AS size_of_all,
        'bucket' AS grain,
        as_text(organization_id) AS scope_id,
        'anthropic' AS provider,
        as_text(model) AS model_served,
        -- What a subscription pays for is in no other report; what is called by key is in that of Messages.
        CASE WHEN customer = 'subscription' THEN 'claude_code' ELSE 'messages' END AS operation,
        as_text(mail) AS user_id,
        as_key_id(api_key) AS api_key_id,
        as_map([
            {'key': 'terminal', 'value': terminal},
            {'key': 'is_remote', 'value': remote},
            {'key': 'subscription', 'value': subscription}
        ]) AS tags,
        CASE WHEN customer = 'subscription' THEN 'subscription' ELSE 'metered' END AS billing,
        'reported' AS token_basis,
        cost_a AS reported_cost,
        amount_text(cost_said) AS reported_cost_text,
        CASE WHEN cost_a IS NOT NULL THEN coalesce(upper(as_text(code)), 'USD') END AS reported_currency,
        input_c AS input,
        read_c AS cache_read,
        written_c AS cache_write,
        output_c AS output
    FROM dated
)
