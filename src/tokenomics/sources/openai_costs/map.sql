-- OpenAI's costs to lines of a bill; what follows `lines` is the same for all sums by the day.
-- Grain: one row per result of a bucket. Buckets and rows of an export without an amount are skipped.
WITH stated AS (
    SELECT
        * REPLACE (
            as_text(line_item) AS line_item,
            as_text(project_id) AS project_id,
            as_key_id(api_key_id) AS api_key_id,
            as_text(api_source) AS api_source,
            as_text(user_id) AS user_id,
            as_text(organization_id) AS organization_id,
            as_text(quantity_unit) AS quantity_unit
        ),
        -- '[tier | ]model[ modality], what[, long context]'; other lines name what is no model.
        '^(?:([a-z][a-z_ -]*) \| )?(.+?)(?: (text|audio|image))?, (input|cached input|cache writes|output)(, long context)?$' AS grammar
    FROM raw
),
parsed AS (
    SELECT
        *,
        nullif(regexp_extract(line_item, grammar, 1), '') AS tier,
        nullif(regexp_extract(line_item, grammar, 2), '') AS model,
        nullif(nullif(regexp_extract(line_item, grammar, 3), ''), 'text') AS modality,
        regexp_extract(line_item, grammar, 4) AS billed,
        regexp_extract(line_item, grammar, 5) <> '' AS is_long
    FROM stated
),
lines AS (
    SELECT
        *,
        concat(amount, line_item, project_id, api_key_id, user_id) = '' AS skip,
        as_epoch(start_time, 1000000) AS ts,
        as_epoch(end_time, 1000000) AS ts_end,
        coalesce(
            absent('start_time', as_text(start_time)),
            absent('end_time', as_text(end_time)),
            unread('start_time', start_time, as_epoch(start_time, 1000000), 'not an instant'),
            unread('end_time', end_time, as_epoch(end_time, 1000000), 'not an instant'),
            CASE WHEN as_epoch(end_time, 1000000) <= as_epoch(start_time, 1000000) THEN 'end_time: not after start_time' END,
            absent('amount', as_text(amount)),
            bad_amount('amount', amount),
            absent('currency', as_text(code)),
            CASE WHEN NOT regexp_full_match(trim(code), '[A-Za-z]{3}') THEN 'currency: not a code of three letters' END,
            unread('quantity', measured, as_measured(measured), 'not a number')
        ) AS problem,
        as_amount(amount) AS billed_cost,
        upper(trim(code)) AS currency,
        organization_id AS scope_id,
        'openai' AS provider,
        'OpenAI API' AS service,
        model AS model_served,
        CASE
            WHEN model IS NOT NULL THEN 'usage'
            WHEN contains(lower(line_item), 'storage') THEN 'storage'
            WHEN regexp_matches(lower(line_item), 'search|tool|interpreter|container') THEN 'tool'
            WHEN line_item IS NOT NULL THEN 'usage'
        END AS line_kind,
        line_item AS description,
        CASE
            WHEN billed = 'cache writes' THEN 'cache_write'
            WHEN model IS NOT NULL THEN concat_ws(
                '_', CASE billed WHEN 'cached input' THEN 'cache_read' ELSE billed END, modality
            )
            WHEN contains(lower(line_item), 'web search') THEN 'web_search'
            WHEN contains(lower(line_item), 'file search') THEN 'file_search'
        END AS meter,
        tier AS service_tier,
        as_measured(measured) AS quantity,
        CASE quantity_unit WHEN '1000_tokens' THEN '1K tokens' ELSE quantity_unit END AS unit,
        as_text(measured) IS NOT NULL AS quantity_known,
        as_map([
            {'key': 'project', 'value': project_id},
            {'key': 'project_name', 'value': project_name},
            {'key': 'api_key_id', 'value': api_key_id},
            {'key': 'api_source', 'value': api_source},
            {'key': 'user_id', 'value': user_id},
            {'key': 'context', 'value': CASE WHEN is_long THEN 'long' END}
        ]) AS tags
    FROM parsed
)
