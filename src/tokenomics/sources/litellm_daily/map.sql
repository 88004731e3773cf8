-- Rows of LiteLLM's daily tables to usage drafts; what follows `lines` is the same for all sums by the day.
-- Grain: one row a day, user or the like, key, model, tool and endpoint.
WITH typed AS (
    SELECT
        *,
        regexp_replace(trim(day), '[ T]00:00:00(\.0+)?(Z|\+00:00)?$', '') AS day_said,
        as_count(prompt_tokens) AS prompt_c,
        as_count(completion_tokens) AS completion_c,
        coalesce(as_count(read_said), 0) AS read_n,
        coalesce(as_count(written_said), 0) AS written_n,
        as_count(api_requests) AS requests_c,
        as_amount(spend) AS cost_a,
        as_instant_in(updated, 'UTC') AS updated_ts,
        coalesce(as_text(llm_provider), 'unknown') AS gateway_provider
    FROM raw
),
dated AS (
    SELECT
        *,
        CASE WHEN is_day(day_said) THEN first_of_day(day_said, 'UTC') END AS ts,
        -- Builds that leave cache writes out of the prompt show it where the prompt cannot hold them.
        read_n + CASE WHEN read_n + written_n <= prompt_c THEN written_n ELSE 0 END AS within_prompt,
        contains(lower(coalesce(model, '')), 'claude') AS is_claude
    FROM typed
),
lines AS (
    SELECT
        * REPLACE (
            as_text(row_id) AS row_id, as_text(user_id) AS user_id, as_text(team_id) AS team_id,
            as_text(organization_id) AS organization_id, as_text(end_user_id) AS end_user_id,
            as_text(agent_id) AS agent_id, as_key_id(api_key) AS api_key, as_text(model) AS model,
            as_text(model_group) AS model_group, as_text(llm_provider) AS llm_provider, as_text(tool) AS tool,
            as_text(endpoint) AS endpoint
        ),
        CAST(NULL AS VARCHAR) AS pull,
        printf('%020d', epoch_us(updated_ts)) AS as_of,
        false AS skip,
        coalesce(
            absent('date', as_text(day)),
            unread('date', day, ts, 'not a day like 2026-11-02'),
            absent('prompt_tokens', as_text(prompt_tokens)),
            absent('completion_tokens', as_text(completion_tokens)),
            absent('api_requests', as_text(api_requests)),
            miscounted('prompt_tokens', prompt_tokens, prompt_c),
            miscounted('completion_tokens', completion_tokens, completion_c),
            bad_count('cache_read_input_tokens', read_said),
            bad_count('cache_creation_input_tokens', written_said),
            miscounted('api_requests', api_requests, requests_c),
            bad_amount('spend', spend),
            unread('updated_at', updated, updated_ts, 'not an instant'),
            exceeds('cache_read_input_tokens', read_n, 'prompt_tokens', prompt_c)
        ) AS problem,
        ts + INTERVAL 24 HOUR AS ts_end,
        coalesce(prompt_c, 0) + coalesce(completion_c, 0) + coalesce(requests_c, 0) AS size_of_all,
        'bucket' AS grain,
        coalesce(provider_named(gateway_provider), gateway_provider) AS provider,
        as_text(model_group) AS model_requested,
        CASE
            WHEN starts_with(model, gateway_provider || '/') THEN as_text(substr(model, length(gateway_provider) + 2))
            ELSE as_text(model)
        END AS model_served,
        as_text(team_id) AS team,
        as_text(end_user_id) AS customer,
        as_key_id(api_key) AS api_key_id,
        as_map([
            {'key': 'organization', 'value': organization_id},
            {'key': 'agent', 'value': agent_id},
            {'key': 'endpoint', 'value': endpoint},
            {'key': 'mcp_tool', 'value': tool}
        ]) AS tags,
        'unknown' AS billing,
        CASE WHEN prompt_c > 0 AND read_n = 0 AND NOT is_claude THEN 'partial' ELSE 'reported' END AS token_basis,
        cost_a AS reported_cost,
        amount_text(spend) AS reported_cost_text,
        CASE WHEN cost_a IS NOT NULL THEN 'USD' END AS reported_currency,
        requests_c AS requests,
        rest_of(prompt_c, within_prompt) AS input,
        CASE WHEN read_n > 0 OR is_claude THEN read_n END AS cache_read,
        nullif(written_n, 0) AS cache_write,
        completion_c AS output
    FROM dated
)
