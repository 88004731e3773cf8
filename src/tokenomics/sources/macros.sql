-- Text to typed values, without losing one silently: a macro gives null for what it cannot read,
-- so "text present and value absent" is a reject. Every count, amount and instant passes here.

CREATE OR REPLACE MACRO as_text(t) AS nullif(trim(t), '');

-- A text, unless it spells that there is none.
CREATE OR REPLACE MACRO unless_null(t) AS CASE WHEN upper(trim(t)) <> 'NULL' THEN t END;

-- A whole number of 0 or more with at most 15 digits, so that no sum of a row's counts can overflow.
-- The first branch is the cheap one: plain digits.
CREATE OR REPLACE MACRO as_count(t) AS CASE
    WHEN length(t) <= 15 AND CAST(TRY_CAST(t AS UBIGINT) AS VARCHAR) = t THEN TRY_CAST(t AS BIGINT)
    WHEN regexp_full_match(trim(t), '0*[0-9]{1,15}(\.0*)?') THEN TRY_CAST(split_part(trim(t), '.', 1) AS BIGINT)
END;

-- A whole number of 0 or more whose text compares as it does; lpad takes four times as long.
CREATE OR REPLACE MACRO in_18_digits(n) AS substr(CAST(1000000000000000000 + n AS VARCHAR), 2);

CREATE OR REPLACE MACRO as_quantity(t) AS CASE
    WHEN regexp_full_match(trim(t), '[0-9]{1,12}(\.[0-9]{0,6}0*)?') THEN TRY_CAST(trim(t) AS DECIMAL(18,6))
END;

CREATE OR REPLACE MACRO as_number(t) AS CASE
    WHEN isfinite(TRY_CAST(trim(t) AS DOUBLE)) THEN TRY_CAST(trim(t) AS DOUBLE)
END;

-- A number's digits with its point moved right by `places` and without an exponent; no digit is lost.
CREATE OR REPLACE MACRO is_number(t) AS
    regexp_full_match(trim(t), '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?');
CREATE OR REPLACE MACRO with_point(sign, digits, point) AS sign || CASE
    WHEN point <= 0 THEN '0.' || repeat('0', CAST(-point AS BIGINT)) || digits
    WHEN point >= length(digits) THEN digits || repeat('0', CAST(point - length(digits) AS BIGINT))
    ELSE left(digits, point) || '.' || substr(digits, point + 1)
END;
CREATE OR REPLACE MACRO number_part(t, part) AS
    regexp_extract(trim(t), '^([+-]?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$', part);
CREATE OR REPLACE MACRO scaled(t, places) AS CASE
    WHEN is_number(t) THEN with_point(
        number_part(t, 1),
        number_part(t, 2) || number_part(t, 3),
        length(number_part(t, 2)) + coalesce(TRY_CAST(number_part(t, 4) AS INTEGER), 0) + places
    )
    ELSE t
END;

-- Half to even at 18 decimals: a tie keeps the digits it has where the last one is even.
CREATE OR REPLACE MACRO half_even(plain) AS
    TRY_CAST(regexp_replace(plain, '^([+-]?[0-9]*\.[0-9]{17}[02468])50*$', '\1') AS DECIMAL(38,18));
CREATE OR REPLACE MACRO as_amount(t) AS CASE
    WHEN regexp_full_match(trim(t), '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)') THEN half_even(trim(t))
    WHEN is_number(t) THEN half_even(scaled(t, 0))
END;

-- The source's own digits, where 18 decimals do not hold them.
CREATE OR REPLACE MACRO amount_text(t) AS CASE
    WHEN (length(t) > 19 OR regexp_matches(t, '[eE]')) AND regexp_matches(scaled(t, 0), '\.[0-9]{18}[0-9]*[1-9]') THEN trim(t)
END;

-- An amount with or without the code of its currency: '1200.00', '1200.00 USD'.
CREATE OR REPLACE MACRO money_number(t) AS regexp_replace(trim(t), '\s*[A-Za-z]{3}$', '');
CREATE OR REPLACE MACRO money_currency(t) AS nullif(upper(regexp_extract(trim(t), '[0-9.]\s*([A-Za-z]{3})$', 1)), '');

-- What a bill measures is not what it charges: a fraction is rounded, and a return is negative.
CREATE OR REPLACE MACRO as_measured(t) AS TRY_CAST(round(as_amount(t), 6) AS DECIMAL(18,6));

-- A duration in milliseconds; it is measured, so a fraction is rounded and no reject.
CREATE OR REPLACE MACRO as_millis(t) AS CASE
    WHEN regexp_full_match(trim(t), '[0-9]{1,15}(\.[0-9]*)?') THEN CAST(round(TRY_CAST(trim(t) AS DECIMAL(18,3))) AS BIGINT)
END;

CREATE OR REPLACE MACRO as_flag(t) AS CASE lower(trim(t))
    WHEN 'true' THEN true WHEN '1' THEN true WHEN 'yes' THEN true
    WHEN 'false' THEN false WHEN '0' THEN false WHEN 'no' THEN false
END;

-- What may be kept of a key: a secret's digest, and anything else as it is.
CREATE OR REPLACE MACRO as_key_id(t) AS CASE
    WHEN starts_with(trim(t), 'sk-') OR regexp_matches(trim(t), '^((?i)bearer\s|(sk|pk|gsk|hf|r8)_|xai-|pplx-|nvapi-|AIza)') THEN sha256(trim(t))
    ELSE nullif(trim(t), '')
END;

-- The last folder of a path; none of a home folder, whose name is a person's.
CREATE OR REPLACE MACRO last_folder(t) AS nullif(regexp_extract(t, '^(?:/home|/Users|[A-Za-z]:[/\\]Users)[/\\][^/\\]+[/\\]*$|([^/\\]+)[/\\]*$', 1), '');

-- A text that is an e-mail address, alone or behind a name; and one that is a secret key.
CREATE OR REPLACE MACRO is_mail(t) AS CASE
    WHEN contains(t, '@') THEN regexp_full_match(trim(t), '(.*[<(\s:/])?[^@\s<(:/]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}[>)]?')
    ELSE false
END;
CREATE OR REPLACE MACRO is_secret(t) AS CASE
    WHEN starts_with(t, 'sk-') THEN regexp_full_match(trim(t), 'sk-[A-Za-z0-9_-]{17,}')
    ELSE false
END;
-- Whether a text may be one of these: what all of them have and few others, without a pattern.
CREATE OR REPLACE MACRO may_be_private(t) AS contains(t, '@') OR starts_with(t, 'sk-');
-- Whether a tag of this name says who a person is.
CREATE OR REPLACE MACRO names_person(key) AS
    regexp_full_match(lower(key), '(end[._-]?)?user([._-]?(id|uuid|name|login|e?mail|account[._-]?(id|uuid)))?|e-?mail|login|actor([._-]?(id|name))?|account[._-]?uuid');

-- What a log calls a provider, as price books call it; null for a name that is none of these.
CREATE OR REPLACE MACRO provider_named(t) AS CASE lower(trim(t))
    WHEN 'openai' THEN 'openai' WHEN 'text-completion-openai' THEN 'openai'
    WHEN 'anthropic' THEN 'anthropic' WHEN 'anthropic_text' THEN 'anthropic'
    WHEN 'azure.ai.openai' THEN 'azure' WHEN 'az.ai.openai' THEN 'azure' WHEN 'azure.ai.inference' THEN 'azure' WHEN 'az.ai.inference' THEN 'azure'
    WHEN 'azure' THEN 'azure' WHEN 'azure_ai' THEN 'azure' WHEN 'azure_text' THEN 'azure' WHEN 'azure_openai' THEN 'azure' WHEN 'azure-openai' THEN 'azure'
    WHEN 'google' THEN 'google' WHEN 'gemini' THEN 'google' WHEN 'gcp.gemini' THEN 'google' WHEN 'gcp.gen_ai' THEN 'google'
    WHEN 'google_genai' THEN 'google' WHEN 'google-gla' THEN 'google' WHEN 'gcp.vertex_ai' THEN 'google-vertex'
    WHEN 'google-vertex' THEN 'google-vertex' WHEN 'vertex' THEN 'google-vertex' WHEN 'vertexai' THEN 'google-vertex'
    WHEN 'aws-bedrock' THEN 'aws-bedrock' WHEN 'amazon-bedrock' THEN 'aws-bedrock' WHEN 'aws.bedrock' THEN 'aws-bedrock'
    WHEN 'aws_bedrock' THEN 'aws-bedrock' WHEN 'aws' THEN 'aws-bedrock'
    WHEN 'mistral' THEN 'mistral' WHEN 'mistralai' THEN 'mistral' WHEN 'mistral_ai' THEN 'mistral' WHEN 'codestral' THEN 'mistral' WHEN 'text-completion-codestral' THEN 'mistral'
    WHEN 'cohere' THEN 'cohere' WHEN 'cohere_chat' THEN 'cohere'
    WHEN 'deepseek' THEN 'deepseek' WHEN 'groq' THEN 'groq' WHEN 'openrouter' THEN 'openrouter'
    WHEN 'xai' THEN 'xai' WHEN 'x-ai' THEN 'xai' WHEN 'x_ai' THEN 'xai'
    WHEN 'together' THEN 'together' WHEN 'together_ai' THEN 'together' WHEN 'togetherai' THEN 'together'
    WHEN 'fireworks' THEN 'fireworks' WHEN 'fireworks_ai' THEN 'fireworks'
    WHEN 'moonshotai' THEN 'moonshotai' WHEN 'moonshot' THEN 'moonshotai' WHEN 'moonshot_ai' THEN 'moonshotai'
    WHEN 'alibaba' THEN 'alibaba' WHEN 'dashscope' THEN 'alibaba'
    ELSE CASE
        WHEN starts_with(lower(trim(t)), 'vertex_ai') THEN 'google-vertex'
        WHEN starts_with(lower(trim(t)), 'bedrock') THEN 'aws-bedrock'
    END
END;

-- Who serves at an address; null for one that says nothing.
CREATE OR REPLACE MACRO provider_at(host) AS CASE
    WHEN host LIKE '%.openai.azure.com' THEN 'azure'
    WHEN host LIKE 'bedrock-runtime%' THEN 'aws-bedrock'
    WHEN host LIKE '%aiplatform.googleapis.com' THEN 'google-vertex'
    WHEN host LIKE '%openrouter.ai' THEN 'openrouter'
END;

-- Whom telemetry names as the provider: a framework serves nothing.
CREATE OR REPLACE MACRO vendor_said(t) AS CASE WHEN lower(t) NOT IN (
    'langchain', 'langgraph', 'llamaindex', 'llama_index', 'crewai', 'haystack', 'autogen', 'pydantic_ai', 'litellm', '_other', 'unknown'
) THEN as_text(t) END;

-- Who serves a model of this name where nobody says it; null for a name that says nothing.
CREATE OR REPLACE MACRO provider_of(name) AS CASE
    WHEN regexp_matches(lower(name), '(^|\.)(anthropic|amazon|meta|cohere|mistral|ai21)\.|^arn:aws:bedrock') THEN 'aws-bedrock'
    WHEN regexp_matches(lower(name), '(^|/)claude') THEN 'anthropic'
    WHEN regexp_matches(lower(name), '^(ft:)?(gpt-|chatgpt|o[1-9](-|$)|text-embedding-(3|ada)|text-davinci|davinci|whisper|tts-|dall-e|codex|computer-use|omni-moderation)') THEN 'openai'
    WHEN regexp_matches(lower(name), '^(models/)?(gemini|gemma|text-embedding-00|imagen|veo)') THEN 'google'
    WHEN regexp_matches(lower(name), '^(open-)?(mistral|mixtral|ministral|codestral|magistral|devstral|pixtral|voxtral)') THEN 'mistral'
    WHEN starts_with(lower(name), 'deepseek') THEN 'deepseek'
    WHEN starts_with(lower(name), 'grok') THEN 'xai'
    WHEN regexp_matches(lower(name), '^(command|embed-|rerank-)') THEN 'cohere'
    WHEN regexp_matches(lower(name), '^(kimi|moonshot)') THEN 'moonshotai'
    WHEN starts_with(lower(name), 'qwen') THEN 'alibaba'
END;

-- What a path of an API asks of a model; null for one that says nothing.
CREATE OR REPLACE MACRO operation_at(path) AS CASE
    WHEN contains('/' || path, '/embeddings') THEN 'embedding'
    WHEN contains('/' || path, '/chat/completions') THEN 'chat'
    WHEN contains('/' || path, '/completions') THEN 'completion'
    WHEN contains('/' || path, '/messages') THEN 'messages'
    WHEN contains('/' || path, '/responses') THEN 'responses'
END;

-- An instant with its own offset; years that no log can hold are refused.
CREATE OR REPLACE MACRO plausible(i) AS CASE
    WHEN i >= TIMESTAMPTZ '2000-01-01 00:00:00+00' AND i < TIMESTAMPTZ '2100-01-01 00:00:00+00' THEN i
END;
CREATE OR REPLACE MACRO has_offset(t) AS
    suffix(t, 'Z') OR regexp_matches(trim(t), ':[0-9.]+\s*([zZ]|UTC|[+-][0-9]{2}(:?[0-9]{2})?)$');
CREATE OR REPLACE MACRO as_instant(t) AS CASE
    WHEN has_offset(t) THEN plausible(TRY_CAST(t AS TIMESTAMPTZ))
END;

-- An instant that may lack an offset, read in a zone; one with an offset keeps it.
CREATE OR REPLACE MACRO as_instant_in(t, zone) AS CASE
    WHEN has_offset(t) THEN plausible(TRY_CAST(t AS TIMESTAMPTZ))
    WHEN regexp_matches(trim(t), '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') THEN plausible(timezone(zone, TRY_CAST(t AS TIMESTAMP)))
END;

-- A calendar day names no instant: its first microsecond in a zone, and its last.
CREATE OR REPLACE MACRO is_day(t) AS regexp_full_match(trim(t), '[0-9]{4}-[0-9]{2}-[0-9]{2}');
CREATE OR REPLACE MACRO first_of_day(t, zone) AS plausible(timezone(zone, TRY_CAST(TRY_CAST(trim(t) AS DATE) AS TIMESTAMP)));
CREATE OR REPLACE MACRO last_of_day(t, zone) AS
    plausible(timezone(zone, TRY_CAST(TRY_CAST(trim(t) AS DATE) + 1 AS TIMESTAMP)) - INTERVAL 1 MICROSECOND);

-- An instant as a number since 1970, or since `epoch` in microseconds after it; `micros` is how many
-- microseconds one unit has (ns: 0.001).
CREATE OR REPLACE MACRO as_epoch(t, micros, epoch := 0) AS CASE
    WHEN regexp_full_match(trim(t), '[0-9]{1,20}(\.[0-9]*)?')
    THEN plausible(make_timestamptz(TRY_CAST(epoch + floor(TRY_CAST(trim(t) AS DECIMAL(26,6)) * CAST(micros AS DECIMAL(10,3))) AS BIGINT)))
END;

-- An instant in any spelling: text, in UTC where it has no offset, or a number whose size tells its unit.
CREATE OR REPLACE MACRO as_moment(t) AS
    coalesce(as_instant_in(t, 'UTC'), as_epoch(t, 1000000), as_epoch(t, 1000), as_epoch(t, 1), as_epoch(t, 0.001));

-- Overlapping counts become disjoint ones by this rule: what of a whole is in none of its parts.
-- Null where the parts exceed the whole, which `exceeds` names.
CREATE OR REPLACE MACRO rest_of(whole, parts) AS CASE WHEN parts <= whole THEN whole - parts END;

-- Tags: `key:value` or `key=value` parted by semicolons, a JSON list of such, or a JSON object.
-- Read as a list of (key, value); null where the text is none of these.
CREATE OR REPLACE MACRO tag_entry(t) AS CASE
    WHEN regexp_matches(t, '^[^:=]*\S[^:=]*[:=]') THEN {'key': trim(regexp_extract(t, '^([^:=]+)[:=]', 1)), 'value': trim(regexp_extract(t, '^[^:=]+[:=](.*)$', 1, 's'))}
    ELSE {'key': trim(t), 'value': 'true'}
END;
CREATE OR REPLACE MACRO tag_entries(t) AS CASE
    WHEN coalesce(trim(t), '') IN ('', '{}', '[]', 'null') THEN CAST([] AS STRUCT(key VARCHAR, value VARCHAR)[])
    WHEN starts_with(trim(t), '{') THEN CASE WHEN json_valid(t) THEN map_entries(json_transform(t, '"MAP(VARCHAR,VARCHAR)"')) END
    WHEN starts_with(trim(t), '[') THEN CASE WHEN json_valid(t) THEN list_transform(json_transform(t, '["VARCHAR"]'), lambda tag: tag_entry(tag)) END
    ELSE list_transform(list_filter(string_split(t, ';'), lambda tag: trim(tag) <> ''), lambda tag: tag_entry(tag))
END;

-- The column that a tag of this name fills where the source leaves it empty.
CREATE OR REPLACE MACRO tag_column(key) AS CASE lower(key)
    WHEN 'user' THEN 'user_id' WHEN 'user_id' THEN 'user_id'
    WHEN 'env' THEN 'environment' WHEN 'environment' THEN 'environment'
    WHEN 'task' THEN 'task_id' WHEN 'task_id' THEN 'task_id'
    WHEN 'team' THEN 'team' WHEN 'feature' THEN 'feature' WHEN 'project' THEN 'project'
    WHEN 'customer' THEN 'customer' WHEN 'step' THEN 'step'
END;

-- Entries as a map: the first of a key stands, empty values are dropped; null where nothing is left.
-- What a lambda names is worked out for every entry, but what stands in a list of one only once a row.
CREATE OR REPLACE MACRO stated_entries(entries) AS
    list_filter(entries, lambda entry: entry.key IS NOT NULL AND coalesce(trim(entry.value), '') <> '');
CREATE OR REPLACE MACRO first_of_each(keys, entries) AS
    list_transform([keys], lambda known: list_filter(entries, lambda entry, i: list_position(known, entry.key) = i))[1];
CREATE OR REPLACE MACRO map_of(entries) AS
    nullif(map_from_entries(first_of_each(list_transform(entries, lambda entry: entry.key), entries)), CAST(MAP {} AS MAP(VARCHAR, VARCHAR)));
CREATE OR REPLACE MACRO as_map(entries) AS list_transform([stated_entries(entries)], lambda stated: map_of(stated))[1];

-- What tags say of columns, and the tags left when the columns have what they have. Most rows have
-- none, and lists of nothing take as long to go through as others.
CREATE OR REPLACE MACRO told_by(entries) AS CASE WHEN len(entries) > 0 THEN
    as_map(list_transform(entries, lambda entry: {'key': tag_column(entry.key), 'value': trim(entry.value)}))
END;
CREATE OR REPLACE MACRO left_over(entries, columns) AS CASE WHEN len(entries) > 0 THEN
    as_map(list_transform([columns], lambda told: list_filter(entries, lambda entry: trim(entry.value) IS DISTINCT FROM told[tag_column(entry.key)]))[1])
END;

-- The model that the details of a bill's price name, as FOCUS calls it and as it was called before.
CREATE OR REPLACE MACRO model_of(details) AS
    as_text(TRY(coalesce(json_extract_string(details, '$.ModelId'), json_extract_string(details, '$.x_ModelId'))));

-- Quantities the meter table has no column for: a JSON object of them, or a list of {meter, quantity, unit}.
CREATE OR REPLACE MACRO other_entries(t) AS CASE
    WHEN NOT json_valid(t) THEN NULL
    WHEN starts_with(trim(t), '{') THEN list_transform(
        map_entries(json_transform(t, '"MAP(VARCHAR,VARCHAR)"')),
        lambda entry: {'meter': trim(entry.key), 'quantity': as_quantity(entry.value), 'unit': CAST(NULL AS VARCHAR)}
    )
    WHEN starts_with(trim(t), '[') THEN list_transform(
        json_transform(t, '[{"meter": "VARCHAR", "quantity": "VARCHAR", "unit": "VARCHAR"}]'),
        lambda entry: {'meter': trim(entry.meter), 'quantity': as_quantity(entry.quantity), 'unit': nullif(trim(entry.unit), '')}
    )
END;
CREATE OR REPLACE MACRO as_others(t) AS CASE
    WHEN len(other_entries(t)) > 0
        AND len(list_filter(other_entries(t), lambda entry: coalesce(entry.meter, '') = '' OR entry.quantity IS NULL)) = 0
    THEN other_entries(t)
END;

-- The text of a list or an object that holds anything.
CREATE OR REPLACE MACRO list_text(t) AS CASE WHEN trim(t) NOT IN ('', '{}', '[]', 'null') THEN t END;

-- Digests as a source states them: their texts as bytes, which get a key before they are kept.
CREATE OR REPLACE MACRO as_digest(t) AS encode(nullif(trim(t), ''));
CREATE OR REPLACE MACRO digest_texts(t) AS CASE
    WHEN NOT starts_with(trim(t), '[') THEN list_transform(string_split(t, ';'), lambda one: trim(one))
    WHEN json_valid(t) THEN json_transform(t, '["VARCHAR"]')
END;
CREATE OR REPLACE MACRO as_digests(t) AS CASE
    WHEN list_text(t) IS NOT NULL AND len(list_filter(digest_texts(t), lambda one: coalesce(one, '') = '')) = 0
    THEN list_transform(digest_texts(t), lambda one: encode(one))
END;

-- What is wrong with a text, as "field: reason"; null where nothing is. `seen` is the text, `read` its value.
CREATE OR REPLACE MACRO unread(field, seen, value, wanted) AS CASE
    WHEN value IS NULL AND seen IS NOT NULL AND trim(seen) <> '' THEN field || ': ' || wanted
END;
CREATE OR REPLACE MACRO bad_count(field, seen) AS unread(field, seen, as_count(seen), 'not a whole number of 0 or more');
CREATE OR REPLACE MACRO miscounted(field, seen, value) AS unread(field, seen, value, 'not a whole number of 0 or more');
CREATE OR REPLACE MACRO bad_amount(field, seen) AS unread(field, seen, as_amount(seen), 'not an amount');
CREATE OR REPLACE MACRO bad_instant(field, seen, value) AS unread(field, seen, value, CASE
    WHEN regexp_matches(trim(seen), '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') AND TRY_CAST(seen AS TIMESTAMP) IS NOT NULL AND NOT has_offset(seen)
    THEN 'no zone; write it like 2026-11-02T09:00:00Z, or name a timezone in a [[source]]'
    ELSE 'not an instant between 2000 and 2100'
END);
CREATE OR REPLACE MACRO absent(field, value) AS CASE WHEN value IS NULL THEN field || ': missing' END;
CREATE OR REPLACE MACRO exceeds(child, child_value, parent, parent_value) AS CASE
    WHEN child_value > parent_value THEN child || ': exceeds ' || parent
END;

-- What a total counts and none of its parts explains: kept and named, without a price. What has no
-- meter of its own stays below a trillion.
CREATE OR REPLACE MACRO unexplained_tokens(n) AS {'meter': 'unexplained_tokens', 'quantity': TRY_CAST(n AS DECIMAL(18,6)), 'unit': 'token'};
CREATE OR REPLACE MACRO inexplicable(field, n) AS exceeds(field, n, 'its parts by a trillion', 999999999999);

-- A whole number of things that are counted in a quantity's column.
CREATE OR REPLACE MACRO as_pieces(t) AS CASE WHEN as_count(t) IS NOT NULL THEN as_quantity(t) END;

-- A provider's sums are of a minute, an hour or a day, in UTC. The first and the last of a pull may be cut
-- off by the time that was asked for, so they are as wide as the longest of their pull, all in seconds.
CREATE OR REPLACE MACRO bucket_width(length, longest) AS CASE
    WHEN length IN (60, 3600, 86400) THEN length
    WHEN longest <= 60 THEN 60
    WHEN longest <= 3600 THEN 3600
    WHEN longest <= 86400 THEN 86400
    ELSE length
END;
CREATE OR REPLACE MACRO bucket_start(first, width) AS CASE
    WHEN width IN (60, 3600, 86400) THEN first - first % width
    ELSE first
END;
CREATE OR REPLACE MACRO series_name(width, grouped_by) AS
    CASE width WHEN 60 THEN '1m' WHEN 3600 THEN '1h' WHEN 86400 THEN '1d' ELSE width || 's' END
    || CASE WHEN grouped_by <> '' THEN ': ' || grouped_by ELSE '' END;
CREATE OR REPLACE MACRO bucket_key(bucket, place) AS CASE WHEN place = 1 THEN bucket ELSE bucket || chr(31) || place END;
-- A whole bucket stands before one that is cut off, then the later pull, then the greater sum.
CREATE OR REPLACE MACRO bucket_rank(length, last, size) AS
    concat_ws(' ', printf('%012d', CAST(length AS BIGINT)), printf('%012d', CAST(last AS BIGINT)), printf('%018d', CAST(size AS BIGINT)));

-- What the names of a bill's prices say. Vendors spell them in words of their own, so they are read as
-- words in lower case between blanks: 'USE1-CacheReadInputTokenCount' is ' use1 cache read input token count '.
CREATE OR REPLACE MACRO price_words(t) AS
    ' ' || trim(regexp_replace(lower(regexp_replace(t, '([a-z])([A-Z])', '\1 \2', 'g')), '[^a-z0-9]+', ' ', 'g')) || ' ';
-- Caches are asked for first: their names say input too.
CREATE OR REPLACE MACRO meter_side(words) AS CASE
    WHEN regexp_matches(words, ' (cache|cached|cch|cchd|cached input|cd) (write|writes|wr|creation) ') THEN 'cache_write'
    WHEN regexp_matches(words, ' (cache read|cached|cch|cach|cchd|cched|caching|cd) ') THEN 'cache_read'
    WHEN regexp_matches(words, ' (output|outp|outpt|opt|out|response) ') THEN 'output'
    WHEN regexp_matches(words, ' (input|inp|inpt|in) ') THEN 'input'
END;
CREATE OR REPLACE MACRO meter_suffix(words, side) AS CASE
    WHEN side = 'cache_write' THEN CASE WHEN regexp_matches(words, ' (1h|1 hour|1hr) ') THEN '_1h' WHEN regexp_matches(words, ' (5m|5 min|5 minutes) ') THEN '_5m' ELSE '' END
    WHEN regexp_matches(words, ' (audio|speech|aud[0-9]*) ') THEN '_audio'
    WHEN regexp_matches(words, ' (image|img) ') THEN '_image'
    WHEN regexp_matches(words, ' video ') THEN '_video'
    ELSE ''
END;
CREATE OR REPLACE MACRO token_meter(words) AS CASE
    WHEN regexp_matches(words, ' (storage|training|grader|hosting) ') THEN NULL
    ELSE meter_side(words) || meter_suffix(words, meter_side(words))
END;
CREATE OR REPLACE MACRO price_tier(words) AS CASE
    WHEN contains(words, ' batch ') THEN 'batch'
    WHEN regexp_matches(words, ' (flex|fl) ') THEN 'flex'
    WHEN regexp_matches(words, ' (priority|pp) ') THEN 'priority'
    WHEN contains(words, ' latency optimized ') THEN 'fast'
    WHEN regexp_matches(words, ' (standard|std) ') THEN 'standard'
END;
CREATE OR REPLACE MACRO is_global(words) AS regexp_matches(words, ' (global|glbl|gl) ');
-- Throughput that is bought by the hour, whatever runs on it.
CREATE OR REPLACE MACRO is_capacity(words) AS regexp_matches(words, ' (provisioned (throughput|managed)|reserved (tokens|throughput|tier)) ');

-- The text of a count of thousands or millions of tokens, in tokens.
CREATE OR REPLACE MACRO tokens_of(t, places) AS CASE WHEN places IS NOT NULL THEN scaled(t, places) END;

-- Amazon names a model by what it is sold as, 'Claude Haiku 4.5 (Amazon Bedrock Edition)', or begins the
-- usage type with it; here as price books do: anthropic.claude-haiku-4-5, amazon.nova-lite.
CREATE OR REPLACE MACRO bedrock_edition(product) AS
    regexp_replace(lower(trim(regexp_extract(product, '^(.*?)\s*\(Amazon Bedrock Edition\)', 1))), '[ .]+', '-', 'g');
CREATE OR REPLACE MACRO usage_type_model(usage_type) AS
    regexp_replace(regexp_extract(usage_type, '^(?:[A-Z]{2,4}[0-9]-)?(.+?)-(?:mantle-)?(?:text-|speech-|image-|video-)?(?:input|output|cache)-', 1), '-mantle$', '');
CREATE OR REPLACE MACRO spelt_by_amazon(name) AS CASE
    WHEN name = '' OR contains(name, ':') THEN NULL
    WHEN regexp_matches(name, '^Nova[0-9.]*[A-Z]') THEN 'amazon.nova-' || lower(regexp_replace(regexp_extract(name, '^Nova(.*)$', 1), '^([0-9]+)(?:\.0)?([A-Z])', '\1-\2'))
    WHEN regexp_matches(name, '^Claude[0-3][0-9.]*[A-Z]') THEN 'anthropic.claude-' || replace(lower(regexp_replace(name, '^Claude([0-9.]+)(.*)$', '\1-\2')), '.', '-')
    WHEN regexp_matches(name, '^Claude[0-9.]+[A-Z]') THEN 'anthropic.claude-' || replace(lower(regexp_replace(name, '^Claude([0-9.]+)(.*)$', '\2-\1')), '.', '-')
    ELSE name
END;
CREATE OR REPLACE MACRO amazon_model(product, usage_type) AS CASE
    WHEN contains(product, '(Amazon Bedrock Edition)') THEN CASE WHEN starts_with(lower(product), 'claude') THEN 'anthropic.' ELSE '' END || bedrock_edition(product)
    ELSE spelt_by_amazon(usage_type_model(usage_type))
END;
-- By how many places Amazon counts tokens in another unit; null where no unit is stated.
CREATE OR REPLACE MACRO amazon_places(unit, description, usage_type) AS CASE
    WHEN contains(lower(split_part(coalesce(description, ''), '|', 3)), 'million') OR regexp_matches(lower(unit), '^1 ?m') THEN 6
    WHEN lower(unit) = 'units' AND contains(usage_type, 'MP:') THEN 6
    WHEN regexp_matches(lower(unit), '^1 ?k') THEN 3
    WHEN lower(unit) IN ('token', 'tokens') THEN 0
END;

-- Microsoft's meters name the model, the kind of tokens, and where and how they are served, in any order.
CREATE OR REPLACE MACRO azure_words(meter) AS list_filter(
    string_split_regex(lower(trim(regexp_replace(meter, '^Azure OpenAI - ', ''))), '[ _-]+'),
    lambda word: NOT regexp_full_match(word, 'inp|inpt|in|input|opt|outp|outpt|out|output|cd|cch|cchd|cched|cach|cached|wr|write|tokens?|1[mk]|std|standard|gl|glbl|global|dz|dzn|dzone|datazone|data|zone|regnl|regional|shortco|shco|longco|loco|pp|priority|processing|flex|fl|batch|txt|text|img|image|aud[0-9]*|audio|grader|')
);
CREATE OR REPLACE MACRO azure_named(name) AS CASE
    WHEN name = '' THEN NULL
    WHEN regexp_matches(name, '^[45][0-9](-|$)') THEN 'gpt-' || name[1] || '.' || name[2:]
    WHEN regexp_matches(name, '^[0-9]') THEN 'gpt-' || name
    WHEN regexp_matches(name, '^v[0-9]') THEN 'deepseek-' || name
    ELSE name
END;
CREATE OR REPLACE MACRO azure_model(meter) AS
    regexp_replace(azure_named(array_to_string(azure_words(meter), '-')), '^(gpt-4o.*)-(05|07|08|11)([0-9]{2})$', '\1-2024-\2-\3');
-- The zone of data, told by where the resource lies; null where that says neither.
CREATE OR REPLACE MACRO azure_zone(place) AS CASE
    WHEN regexp_matches(lower(place), 'us[0-9 ]*$|^us ') THEN 'us'
    WHEN regexp_matches(lower(place), 'europe|sweden|france|germany|italy|poland|spain|austria|^eu ') THEN 'eu'
END;
CREATE OR REPLACE MACRO azure_region(words, place) AS CASE
    WHEN is_global(words) THEN 'global'
    WHEN regexp_matches(words, ' (dz|dzn|dzone|datazone|data zone) ') THEN azure_zone(place)
    ELSE as_text(place)
END;
-- Tokens by the thousand unless the meter or its unit says million; null where the two contradict.
CREATE OR REPLACE MACRO azure_places(words, unit) AS CASE
    WHEN contains(words, ' 1m ') AND regexp_matches(upper(coalesce(unit, '1M')), '^1 ?M') THEN 6
    WHEN contains(words, ' 1m ') THEN NULL
    WHEN regexp_matches(upper(unit), '^1 ?M') THEN 6
    WHEN regexp_matches(upper(coalesce(unit, '1K')), '^1 ?K') THEN 3
END;

-- Google's SKUs name the model in words: gemini-3.1-flash-lite-preview.
CREATE OR REPLACE MACRO google_model(sku) AS replace(nullif(trim(regexp_extract(
    regexp_replace(lower(sku), '[ _]+', ' ', 'g'),
    'gemini (?:[0-9]+(?:\.[0-9]+)?(?: (?:pro|flash|lite|ultra|nano|omni|live|tts|preview)\b)*|embedding(?: [0-9]+)?)'
)), ''), ' ', '-');

-- A day as Americans write it, or as ISO does: the instant at which it begins in UTC.
CREATE OR REPLACE MACRO as_bill_day(t) AS coalesce(
    plausible(timezone('UTC', TRY_CAST(try_strptime(trim(t), '%m/%d/%Y') AS TIMESTAMP))),
    as_instant_in(t, 'UTC')
);
