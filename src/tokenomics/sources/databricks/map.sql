-- Rows of system.serving.endpoint_usage to usage drafts.
-- Grain: one row per row of the table; those of one request have one key.
WITH typed AS (
    SELECT
        *,
        as_instant_in("start", 'UTC') AS ts,
        as_count(sent) AS sent_c,
        as_count(made) AS made_c,
        as_count(sent_letters) AS sent_letters_c,
        as_count(made_letters) AS made_letters_c,
        coalesce(NOT regexp_full_match(trim(code), '2[0-9]{2}'), false) AS failed,
        tag_entries(context) AS entries
    FROM raw
),
named AS (
    SELECT
        *,
        list_transform(
            entries,
            lambda tag: {'key': CASE WHEN tag.key = 'end_user_to_charge' THEN 'customer' ELSE tag.key END, 'value': tag.value}
        ) AS tag_list,
        coalesce(as_text(external_model), as_text(entity_name)) AS model,
        coalesce(sent_c, 0) + coalesce(made_c, 0) AS said,
        -- (length + 1) / 4 on both sides: the model stated no tokens.
        coalesce(
            sent_letters_c + 1 BETWEEN 4 * sent_c AND 4 * sent_c + 3 AND made_letters_c + 1 BETWEEN 4 * made_c AND 4 * made_c + 3,
            false
        ) AS is_guessed
    FROM typed
),
told AS (
    SELECT *, coalesce(told_by(tag_list), CAST(MAP {} AS MAP(VARCHAR, VARCHAR))) AS tagged
    FROM named
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('databricks_request_id', as_text(request)),
        absent('request_time', as_text("start")),
        unread('request_time', "start", ts, 'not an instant'),
        CASE WHEN coalesce(as_text(sent), as_text(made)) IS NULL AND NOT failed THEN 'input_token_count: no tokens stated' END,
        bad_count('input_token_count', sent),
        bad_count('output_token_count', made),
        bad_count('input_character_count', sent_letters),
        bad_count('output_character_count', made_letters),
        unread('usage_context', context, entries, 'not an object of tags')
    ) AS problem,
    as_text(request) AS key,
    -- Of two rows of one request the one that names more stands, then the one that counts more.
    concat_ws(
        ' ',
        CAST(list_count([as_text(external_model), as_text(external_provider), as_text(entity_name), as_text(endpoint)]) AS VARCHAR),
        lpad(CAST(said AS VARCHAR), 18, '0')
    ) AS rank,
    concat_ws(
        '|', own_request, "start", code, account, workspace, requester, entity, endpoint, entity_name, entity_kind, external_model,
        external_provider, task, sent, made, sent_letters, made_letters, context, streamed
    ) AS content,
    'request' AS grain,
    as_text(account) AS scope_id,
    ts,
    coalesce(/* given provider */ NULL, provider_named(external_provider), lower(as_text(external_provider)), 'databricks') AS provider,
    model AS model_served,
    as_text(entity) AS deployment,
    CASE
        WHEN contains(task, 'embeddings') THEN 'embedding'
        WHEN contains(task, 'chat') THEN 'chat'
        WHEN contains(task, 'completions') THEN 'completion'
        WHEN contains(task, 'responses') THEN 'responses'
    END AS operation,
    as_text(endpoint) AS route,
    as_text(requester) AS user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    tagged['project'] AS project,
    tagged['environment'] AS environment,
    tagged['customer'] AS customer,
    left_over(
        list_concat(tag_list, [{'key': 'workspace', 'value': workspace}, {'key': 'entity_type', 'value': lower(as_text(entity_kind))}]),
        map_concat(tagged, MAP {'user_id': as_text(requester)})
    ) AS tags,
    as_text(request) AS request_id,
    tagged['task_id'] AS task_id,
    tagged['step'] AS step,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN failed THEN as_text(code) END AS error_type,
    'unknown' AS billing,
    CASE
        WHEN said = 0 THEN 'reported'
        WHEN is_guessed THEN 'estimated'
        ELSE 'partial'
    END AS token_basis,
    CAST(1 AS BIGINT) AS requests,
    sent_c AS input,
    made_c AS output
FROM told
