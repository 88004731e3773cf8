-- Data points of OpenTelemetry metrics to usage drafts.
-- Grain: one row per data point. A point of tokens is a sum; what counts no tokens is skipped.
WITH typed AS (
    SELECT
        *,
        metric = 'claude_code.token.usage' AS is_agent,
        starts_with(metric, 'gen_ai.') OR metric = 'claude_code.token.usage' AS is_tokens,
        CASE
            WHEN temporality IN ('1', 'AGGREGATION_TEMPORALITY_DELTA') THEN 'delta'
            WHEN temporality IN ('2', 'AGGREGATION_TEMPORALITY_CUMULATIVE') THEN 'cumulative'
        END AS counted_as,
        nullif(as_text("start"), '0') AS start_said,
        as_epoch("at", 0.001) AS ended,
        -- A double may be written with an exponent.
        as_count(CASE WHEN is_number(total) THEN scaled(total, 0) ELSE total END) AS total_c,
        as_count(calls) AS calls_c,
        lower(as_text(side)) AS side_n,
        CASE WHEN lower(modality) IN ('audio', 'image', 'video', 'document') THEN '_' || lower(modality) ELSE '' END AS medium,
        tag_entries(told) AS tag_list,
        told_by(tag_entries(told)) AS tagged
    FROM raw
),
named AS (
    SELECT
        *,
        coalesce(as_epoch(start_said, 0.001), ended) AS ts,
        CASE
            WHEN is_agent THEN CASE kind
                WHEN 'input' THEN 'input' WHEN 'output' THEN 'output'
                WHEN 'cacheRead' THEN 'cache_read' WHEN 'cacheCreation' THEN 'cache_write'
            END
            WHEN metric = 'gen_ai.client.inference.input_tokens_by_cache' THEN CASE lower(cached)
                WHEN 'read' THEN 'cache_read' || medium WHEN 'write' THEN 'cache_write' WHEN 'creation' THEN 'cache_write'
                WHEN 'none' THEN 'input' || medium WHEN 'uncached' THEN 'input' || medium
            END
            WHEN metric = 'gen_ai.client.inference.output_tokens_by_phase' THEN CASE lower(phase)
                WHEN 'reasoning' THEN 'reasoning' WHEN 'response' THEN 'output'
            END
            WHEN side_n IN ('input', 'prompt') THEN 'input' || medium
            WHEN side_n IN ('output', 'completion') THEN 'output' || medium
        END AS meter,
        coalesce(as_text("user"), tagged['user_id']) AS user_id,
        coalesce(tagged['project'], CASE WHEN NOT is_agent THEN as_text(service) END) AS project,
        coalesce(tagged['step'], as_text(agent), as_text(asked_by)) AS step,
        coalesce(tagged['environment'], as_text(deployed_in)) AS environment,
        coalesce(
            /* given provider */ NULL,
            CASE WHEN is_agent THEN coalesce(nullif(provider_of(served), 'anthropic'), CASE WHEN regexp_matches(served, '^claude.*@') THEN 'google-vertex' END, 'anthropic') END,
            provider_at(host),
            provider_named(vendor_said(provider_said)),
            lower(vendor_said(provider_said)),
            provider_of(coalesce(as_text(served), as_text(asked))),
            'unknown'
        ) AS provider
    FROM typed
)
SELECT
    source_file,
    source_line,
    NOT is_tokens OR coalesce(total_c = 0, false) AS skip,
    coalesce(
        CASE WHEN shape NOT IN ('sum', 'histogram', 'exponentialHistogram', 'exponential_histogram') THEN shape || ': neither a sum nor a histogram' END,
        CASE WHEN counted_as IS NULL THEN 'aggregationTemporality: neither delta nor cumulative' END,
        absent('timeUnixNano', as_text("at")),
        unread('timeUnixNano', "at", ended, 'not nanoseconds since 1970'),
        unread('startTimeUnixNano', start_said, as_epoch(start_said, 0.001), 'not nanoseconds since 1970'),
        -- Without its beginning a running total cannot be told from the one of the next process.
        CASE WHEN counted_as = 'cumulative' THEN absent('startTimeUnixNano', start_said) END,
        CASE WHEN ts > ended THEN 'timeUnixNano: before startTimeUnixNano' END,
        CASE WHEN meter IS NULL THEN CASE
            WHEN is_agent THEN 'type: no kind of tokens that is known'
            ELSE 'gen_ai.token.type: no kind of tokens that is known'
        END END,
        absent('sum', as_text(total)),
        miscounted('sum', total, total_c),
        miscounted('count', calls, calls_c)
    ) AS problem,
    -- A running total is one sum from its beginning on, of which the latest point stands; any other point is a sum of its own.
    -- The counter of tokens and the histogram state one sum, also where a collector parts them.
    concat_ws(
        '|', CASE metric WHEN 'gen_ai.client.inference.tokens' THEN 'gen_ai.client.token.usage' ELSE metric END, series_id, start_said,
        CASE WHEN counted_as = 'delta' THEN "at" END
    ) AS key,
    concat_ws(
        ' ', lpad(CAST(coalesce(epoch_us(ended), 0) AS VARCHAR), 20, '0'), lpad(CAST(coalesce(total_c, 0) AS VARCHAR), 16, '0'),
        lpad(CAST(coalesce(calls_c, 0) AS VARCHAR), 16, '0')
    ) AS rank,
    concat_ws('|', "at", total_c, calls_c) AS content,
    'bucket' AS grain,
    -- Whose calls a sum is of: other logs of the same session or service state them too.
    CASE WHEN as_text("session") IS NOT NULL THEN 'session' WHEN NOT is_agent AND as_text(service) IS NOT NULL THEN 'service' END AS series,
    ts,
    ended AS ts_end,
    provider,
    as_text(asked) AS model_requested,
    as_text(served) AS model_served,
    CASE WHEN speed NOT IN ('normal', 'standard') THEN as_text(speed) END AS variant,
    CASE WHEN is_agent THEN 'messages' ELSE lower(as_text(operation)) END AS operation,
    as_text(account) AS scope_id,
    user_id,
    tagged['team'] AS team,
    tagged['feature'] AS feature,
    project,
    environment,
    tagged['customer'] AS customer,
    left_over(
        list_concat(tag_list, [{'key': 'service', 'value': CASE WHEN service IS DISTINCT FROM project THEN service END}]),
        map_concat(tagged, MAP {'user_id': user_id, 'project': project, 'environment': environment, 'step': step})
    ) AS tags,
    as_text("session") AS session_id,
    tagged['task_id'] AS task_id,
    step,
    'unknown' AS billing,
    -- What a cache held is within the input and not told apart from it.
    CASE WHEN NOT is_agent AND starts_with(meter, 'input') AND cached IS NULL AND NOT coalesce(starts_with(lower(operation), 'embedding'), false) THEN 'partial' ELSE 'reported' END AS token_basis,
    CASE WHEN starts_with(meter, 'input') THEN calls_c END AS requests,
    $meters
FROM named
