-- Entries of Envoy AI Gateway's access log to usage drafts.
-- Grain: one row per request of a model.
WITH said AS (
    -- Envoy writes a dash for what is not there.
    SELECT
        * REPLACE (
            nullif(trim(request), '-') AS request, nullif(trim(place), '-') AS place, nullif(trim(route), '-') AS route,
            nullif(trim(flags), '-') AS flags, nullif(trim(asked), '-') AS asked, nullif(trim(override), '-') AS override,
            nullif(trim(answered), '-') AS answered, nullif(trim(backend), '-') AS backend, nullif(trim(sent), '-') AS sent,
            nullif(trim(made), '-') AS made, nullif(trim(total), '-') AS total, nullif(trim("read"), '-') AS "read",
            nullif(trim(written), '-') AS written, nullif(trim(thought), '-') AS thought, nullif(trim("session"), '-') AS "session",
            nullif(trim("user"), '-') AS "user", nullif(trim(team), '-') AS team, nullif(trim(feature), '-') AS feature,
            nullif(trim(project), '-') AS project, nullif(trim(environment), '-') AS environment, nullif(trim(customer), '-') AS customer
        )
    FROM raw
),
typed AS (
    SELECT
        *,
        as_instant_in("start", 'UTC') AS ts,
        as_count(sent) AS sent_c,
        as_count(made) AS made_c,
        nullif(as_count(total), 0) AS total_c,
        as_count("read") AS read_c,
        as_count(written) AS written_c,
        as_count(thought) AS thought_c,
        coalesce(as_text(answered), as_text(override), as_text(asked)) AS model,
        coalesce(NOT regexp_full_match(trim(code), '2[0-9]{2}'), false) AS is_refused,
        coalesce(NOT regexp_full_match(trim(code), '2[0-9]{2}'), false) OR as_text(flags) IS NOT NULL AS failed
    FROM said
),
parts AS (
    SELECT
        *,
        coalesce(read_c, 0) + coalesce(written_c, 0) AS cached,
        coalesce(sent_c, 0) + coalesce(made_c, 0) AS counted
    FROM typed
),
ruled AS (
    SELECT
        *,
        -- Counts that cannot hold what was cached show that it stands beside them.
        cached > coalesce(sent_c, 0) OR (cached > 0 AND coalesce(total_c = counted + cached, false)) AS is_apart
    FROM parts
)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce(
        absent('start_time', as_text("start")),
        unread('start_time', "start", ts, 'not an instant'),
        absent('gen_ai.request.model', model),
        CASE WHEN coalesce(as_text(sent), as_text(made)) IS NULL AND NOT failed THEN 'gen_ai.usage.input_tokens: no tokens stated' END,
        bad_count('gen_ai.usage.input_tokens', sent),
        bad_count('gen_ai.usage.output_tokens', made),
        bad_count('gen_ai.usage.total_tokens', total),
        bad_count('gen_ai.usage.cache_read.input_tokens', "read"),
        bad_count('gen_ai.usage.cache_creation.input_tokens', written),
        bad_count('gen_ai.usage.reasoning_tokens', thought),
        exceeds('gen_ai.usage.reasoning_tokens', thought_c, 'gen_ai.usage.output_tokens', coalesce(made_c, 0)),
        exceeds('input and output', counted, 'gen_ai.usage.total_tokens', total_c),
        inexplicable('gen_ai.usage.total_tokens', total_c - counted)
    ) AS problem,
    -- An id may be the caller's own, who may send it again.
    concat_ws(
        '|',
        epoch_us(ts),
        coalesce(as_text(request), concat_ws('|', coalesce(route, ''), coalesce(model, ''), coalesce(sent, ''), coalesce(made, ''), coalesce(took, '')))
    ) AS key,
    lpad(CAST(counted AS VARCHAR), 18, '0') AS rank,
    concat_ws(
        '|', took, place, route, code, flags, asked, override, answered, backend, sent, made, total, "read", written, thought, "session",
        "user", team, feature, project, environment, customer
    ) AS content,
    'request' AS grain,
    ts,
    as_millis(took) AS latency_ms,
    coalesce(/* given provider */ NULL, provider_named(backend), provider_of(model), 'unknown') AS provider,
    as_text(asked) AS model_requested,
    model AS model_served,
    as_text(backend) AS deployment,
    operation_at(place) AS operation,
    as_text(route) AS route,
    as_text("user") AS user_id,
    as_text(team) AS team,
    as_text(feature) AS feature,
    as_text(project) AS project,
    as_text(environment) AS environment,
    as_text(customer) AS customer,
    as_text(request) AS request_id,
    as_text("session") AS session_id,
    CASE WHEN failed THEN 'failure' ELSE 'success' END AS status,
    CASE WHEN is_refused THEN as_text(code) WHEN failed THEN as_text(flags) END AS error_type,
    'unknown' AS billing,
    CASE
        WHEN counted = 0 THEN 'reported'
        -- A stream that was cut off may end before its last count.
        WHEN sent_c IS NULL OR (made_c IS NULL AND NOT coalesce(operation_at(place) = 'embedding', false)) THEN 'partial'
        -- Only Anthropic counts what is written to a cache.
        WHEN read_c IS NULL OR (written_c IS NULL AND contains(lower(model), 'claude')) THEN 'partial'
        ELSE 'reported'
    END AS token_basis,
    CAST(1 AS BIGINT) AS requests,
    CASE WHEN is_apart THEN sent_c ELSE rest_of(sent_c, cached) END AS input,
    read_c AS cache_read,
    nullif(written_c, 0) AS cache_write,
    rest_of(made_c, coalesce(thought_c, 0)) AS output,
    thought_c AS reasoning,
    CASE WHEN total_c > counted + CASE WHEN is_apart THEN cached ELSE 0 END THEN [unexplained_tokens(total_c - counted - CASE WHEN is_apart THEN cached ELSE 0 END)] END AS other
FROM ruled
