-- Langfuse observations to usage drafts.
-- Grain: one row per observation. Spans and other work that states no usage are skipped.
WITH alias (key, part) AS (
    VALUES
    ('input', 'input'), ('input_tokens', 'input'), ('prompt_tokens', 'input'), ('prompt', 'input'),
    ('inputtokens', 'input'), ('prompttokens', 'input'), ('prompt_token_count', 'input'),
    ('output', 'output'), ('output_tokens', 'output'), ('completion_tokens', 'output'), ('completion', 'output'),
    ('outputtokens', 'output'), ('completiontokens', 'output'), ('candidates_token_count', 'output'),
    ('total', 'total'), ('total_tokens', 'total'), ('totaltokens', 'total'), ('total_token_count', 'total'),
    ('input_cached_tokens', 'read'), ('input_cache_read', 'read'), ('cache_read', 'read'), ('cached_tokens', 'read'),
    ('cache_read.input_tokens', 'read'), ('cache_read_input_tokens', 'read'), ('cache_read_tokens', 'read'),
    ('details.cache_read_tokens', 'read'), ('details.cache_read_input_tokens', 'read'),
    ('prompt_details.cache_read', 'read'), ('cached_content_token_count', 'read'), ('input_cached', 'read'),
    ('input_cache_creation', 'write'), ('cache_creation', 'write'), ('input_cache_write', 'write'),
    ('cache_creation.input_tokens', 'write'), ('cache_creation_input_tokens', 'write'),
    ('cache_write.input_tokens', 'write'), ('cache_write_input_tokens', 'write'), ('cache_write_tokens', 'write'),
    ('details.cache_write_tokens', 'write'), ('details.cache_creation_input_tokens', 'write'),
    ('prompt_details.cache_write', 'write'), ('input_cache_write_tokens', 'write'),
    ('input_cache_creation_5m', 'write_5m'), ('input_ephemeral_5m_input_tokens', 'write_5m'),
    ('ephemeral_5m_input_tokens', 'write_5m'),
    ('input_cache_creation_1h', 'write_1h'), ('input_ephemeral_1h_input_tokens', 'write_1h'),
    ('ephemeral_1h_input_tokens', 'write_1h'),
    ('output_reasoning_tokens', 'reasoning'), ('output_reasoning', 'reasoning'), ('reasoning', 'reasoning'),
    ('reasoning_tokens', 'reasoning'), ('reasoning.output_tokens', 'reasoning'),
    ('completion_details.reasoning', 'reasoning'), ('thoughts_token_count', 'reasoning'),
    ('input_audio_tokens', 'input_audio'), ('input_audio', 'input_audio'), ('prompt_details.audio', 'input_audio'),
    ('audio_input_tokens', 'input_audio'), ('input_image_tokens', 'input_image'), ('input_image', 'input_image'),
    ('output_audio_tokens', 'output_audio'), ('output_audio', 'output_audio'),
    ('completion_details.audio', 'output_audio'), ('audio_output_tokens', 'output_audio'),
    ('output_image_tokens', 'output_image'), ('output_image', 'output_image'),
    ('tool_use_prompt_token_count', 'input_tool'),
    ('web_search_requests', 'web_search'), ('server_tool_use.web_search_requests', 'web_search')
),
numbered AS (
    SELECT
        *,
        row_number() OVER () AS n,
        nullif(trim(usage), '') AS usage_text,
        usage_text IS NULL OR (json_valid(usage_text) AND starts_with(usage_text, '{')) AS is_map,
        as_amount(coalesce(total_cost, TRY(json_extract_string(costs, '$.total')))) AS cost,
        as_instant_in("start", 'UTC') AS ts,
        as_instant_in(finish, 'UTC') AS ts_end,
        as_instant_in(first_token, 'UTC') AS first_token_at,
        as_instant_in(updated, 'UTC') AS updated_at,
        tag_entries(tags) AS own_tags,
        level = 'ERROR' AS failed,
        "type" IN ('GENERATION', 'EMBEDDING') AS is_call
    FROM raw
),
mapped AS (
    SELECT
        n,
        unnest(CASE WHEN is_map THEN map_entries(json_transform(usage_text, '"MAP(VARCHAR,VARCHAR)"')) END) AS entry
    FROM numbered
),
stated AS (
    SELECT
        n,
        entry.key AS key,
        as_count(entry.value) AS count,
        as_quantity(entry.value) AS quantity,
        coalesce(alias.part, CASE
            WHEN regexp_matches(entry.key, 'input|prompt') THEN 'strange_input'
            WHEN regexp_matches(entry.key, 'output|completion') THEN 'strange_output'
            ELSE 'strange'
        END) AS part
    FROM mapped
    LEFT JOIN alias ON alias.key = regexp_replace(lower(entry.key), '^(gen_ai\.usage|llm\.token_count)\.', '')
    WHERE entry.value IS NOT NULL
),
summed AS (
    SELECT
        n,
        -- Two names of one part repeat one count.
        max(count) FILTER (part = 'input') AS input_c,
        max(count) FILTER (part = 'output') AS output_c,
        max(count) FILTER (part = 'total') AS total_c,
        max(count) FILTER (part = 'read') AS read_c,
        max(count) FILTER (part = 'write') AS write_c,
        max(count) FILTER (part = 'write_5m') AS write_5m_c,
        max(count) FILTER (part = 'write_1h') AS write_1h_c,
        max(count) FILTER (part = 'reasoning') AS reasoning_c,
        max(count) FILTER (part = 'input_audio') AS input_audio_c,
        max(count) FILTER (part = 'input_image') AS input_image_c,
        max(count) FILTER (part = 'input_tool') AS input_tool_c,
        max(count) FILTER (part = 'output_audio') AS output_audio_c,
        max(count) FILTER (part = 'output_image') AS output_image_c,
        max(quantity) FILTER (part = 'web_search') AS search_q,
        -- What has no meter is kept under its own name, in the order of the names.
        list({'meter': key, 'quantity': quantity, 'unit': CAST(NULL AS VARCHAR)} ORDER BY key) FILTER (starts_with(part, 'strange') AND quantity > 0) AS strange,
        coalesce(sum(count) FILTER (part = 'strange_input'), 0) AS strange_in,
        coalesce(sum(count) FILTER (part = 'strange_output'), 0) AS strange_out,
        coalesce(sum(count) FILTER (part IN ('strange', 'web_search')), 0) AS beside,
        max(quantity) FILTER (part <> 'total') AS greatest,
        min(CASE
            WHEN quantity IS NULL THEN 'usage_details.' || key || ': not a quantity of 0 or more'
            WHEN count IS NULL AND NOT starts_with(part, 'strange') THEN 'usage_details.' || key || ': not a whole number of 0 or more'
        END) AS fault
    FROM stated
    GROUP BY n
),
parts AS (
    SELECT
        * EXCLUDE (write_c),
        -- Both lifetimes' sum may stand beside them.
        CASE WHEN write_5m_c + write_1h_c = write_c OR write_c IN (write_5m_c, write_1h_c) THEN NULL ELSE write_c END AS write_c
    FROM numbered
    LEFT JOIN summed USING (n)
),
sides AS (
    SELECT
        *,
        coalesce(read_c, 0) + coalesce(write_c, 0) + coalesce(write_5m_c, 0) + coalesce(write_1h_c, 0)
        + coalesce(input_audio_c, 0) + coalesce(input_image_c, 0) + coalesce(input_tool_c, 0) + strange_in AS in_parts,
        coalesce(reasoning_c, 0) + coalesce(output_audio_c, 0) + coalesce(output_image_c, 0) + strange_out AS out_parts
    FROM parts
),
weighed AS (
    SELECT
        *,
        coalesce(input_c, 0) + in_parts + coalesce(output_c, 0) + out_parts AS summed,
        coalesce(summed - nullif(total_c, 0), 0) AS excess
    FROM sides
),
ruled AS (
    SELECT
        *,
        -- Counts that exceed the total overlap: a side whose parts are the excess, and fit, includes them.
        excess > 0 AND excess IN (in_parts, in_parts + out_parts) AND in_parts <= input_c AS input_holds,
        excess > 0 AND out_parts <= output_c
        AND (excess = in_parts + out_parts OR (excess = out_parts AND NOT coalesce(input_holds, false))) AS output_holds,
        -- A total may count what is no token.
        CASE WHEN -excess <> coalesce(beside, 0) THEN greatest(-excess, 0) ELSE 0 END AS unexplained
    FROM weighed
),
told AS (
    SELECT
        *,
        told_by(own_tags) AS tagged,
        lower(split_part(model, '/', 1)) AS prefix
    FROM ruled
),
named AS (
    SELECT
        *,
        coalesce(as_text("user"), tagged['user_id']) AS user_id,
        coalesce(as_text(environment), tagged['environment']) AS env,
        coalesce(tagged['project'], as_text(project_id)) AS project,
        coalesce(tagged['step'], as_text(name)) AS step,
        CASE WHEN strpos(model, '/') > 0 THEN provider_named(prefix) END AS prefix_provider
    FROM told
)
SELECT
    source_file,
    source_line,
    NOT coalesce(is_call, false) AND coalesce(greatest, 0) = 0 AND coalesce(total_c, 0) = 0
    AND is_map AND fault IS NULL AS skip,
    coalesce(
        absent('id', as_text(id)),
        absent('start_time', as_text("start")),
        unread('start_time', "start", ts, 'not an instant'),
        unread('end_time', finish, ts_end, 'not an instant'),
        unread('completion_start_time', first_token, first_token_at, 'not an instant'),
        unread('updated_at', updated, updated_at, 'not an instant'),
        CASE WHEN NOT is_map THEN 'usage_details: not an object' END,
        fault,
        unread('tags', tags, own_tags, 'not a list of tags'),
        bad_amount('total_cost', total_cost),
        CASE WHEN greatest IS NULL AND total_c IS NULL AND NOT coalesce(failed, false) THEN 'usage_details: states no usage' END,
        CASE WHEN excess > 0 AND excess NOT IN (in_parts, out_parts, in_parts + out_parts) THEN 'usage_details: its counts exceed its total' END
    ) AS problem,
    concat_ws('|', project_id, id) AS key,
    -- The latest update stands; of two tables of one update the one that knows the trace.
    concat_ws(
        ' ',
        lpad(CAST(coalesce(epoch_us(updated_at), 0) AS VARCHAR), 20, '0'),
        CASE WHEN coalesce("user", "session", trace_name) IS NULL THEN '0' ELSE '1' END,
        lpad(CAST(coalesce(summed, 0) AS VARCHAR), 18, '0')
    ) AS rank,
    concat_ws(
        '|', trace, parent, "type", name, level, env, release, trace_name, prompt_name, user_id, "session", tags, model,
        input_c, output_c, total_c, read_c, write_c, write_5m_c, write_1h_c, reasoning_c, input_audio_c, input_image_c,
        input_tool_c, output_audio_c, output_image_c, search_q, strange, cost, epoch_us(ts), epoch_us(ts_end), epoch_us(first_token_at)
    ) AS content,
    'request' AS grain,
    ts,
    ts_end,
    CASE WHEN ts_end >= ts THEN (epoch_us(ts_end) - epoch_us(ts) + 500) // 1000 END AS latency_ms,
    CASE WHEN first_token_at >= ts THEN (epoch_us(first_token_at) - epoch_us(ts) + 500) // 1000 END AS ttft_ms,
    coalesce(/* given provider */ NULL, prefix_provider, provider_of(model), 'unknown') AS provider,
    as_text(CASE WHEN prefix_provider IS NULL THEN model ELSE substr(model, length(prefix) + 2) END) AS model_served,
    CASE "type" WHEN 'GENERATION' THEN 'chat' WHEN 'EMBEDDING' THEN 'embedding' ELSE lower("type") END AS operation,
    user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    project,
    env AS environment,
    tagged['customer'] AS customer,
    left_over(
        list_concat(own_tags, [
            {'key': 'trace_name', 'value': trace_name},
            {'key': 'prompt_name', 'value': prompt_name},
            {'key': 'release', 'value': release}
        ]),
        MAP {
            'user_id': user_id, 'team': tagged['team'], 'feature': tagged['feature'], 'project': project,
            'environment': env, 'customer': tagged['customer'], 'task_id': tagged['task_id'], 'step': step
        }
    ) AS tags,
    as_text(id) AS request_id,
    as_text(parent) AS parent_id,
    as_text(trace) AS trace_id,
    as_text("session") AS session_id,
    tagged['task_id'] AS task_id,
    step,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    -- Only the code: the message may quote the prompt.
    CASE WHEN failed THEN nullif(regexp_extract(status_message, '^[1-5][0-9]{2}\b'), '') END AS error_type,
    'unknown' AS billing,
    CASE WHEN unexplained > 0 THEN 'partial' ELSE 'reported' END AS token_basis,
    cost AS reported_cost,
    amount_text(total_cost) AS reported_cost_text,
    CASE WHEN cost IS NOT NULL THEN 'USD' END AS reported_currency,
    1::BIGINT AS requests,
    CAST(CASE WHEN input_holds THEN rest_of(input_c, in_parts) ELSE input_c END AS BIGINT) AS input,
    read_c AS cache_read,
    nullif(write_c, 0) AS cache_write,
    nullif(write_5m_c, 0) AS cache_write_5m,
    nullif(write_1h_c, 0) AS cache_write_1h,
    CAST(CASE WHEN output_holds THEN rest_of(output_c, out_parts) ELSE output_c END AS BIGINT) AS output,
    reasoning_c AS reasoning,
    nullif(input_audio_c, 0) AS input_audio,
    nullif(input_image_c, 0) AS input_image,
    nullif(input_tool_c, 0) AS input_tool,
    nullif(output_audio_c, 0) AS output_audio,
    nullif(output_image_c, 0) AS output_image,
    nullif(search_q, 0) AS web_search,
    CASE
        WHEN unexplained > 0
        THEN list_concat(strange, [unexplained_tokens(unexplained)])
        ELSE strange
    END AS other
FROM named
