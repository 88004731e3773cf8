"""Acme's gateway writes a JSON line a call: id, at (seconds since 1970), model, in, cached, out."""

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import Sample, Source, field, fixed

# Every value arrives as text and goes through a macro (as_count, as_epoch, as_text, ...) that gives
# null for what it cannot read; `problem` then names the field, and the row becomes a reject.
QUERY = """
SELECT
    source_file, source_line, false AS skip,
    coalesce(
        absent('id', as_text(id)), bad_instant('at', start, as_epoch(start, 1000000)), absent('at', start),
        bad_count('in', sent), bad_count('cached', cached), bad_count('out', made),
        exceeds('cached', as_count(cached), 'in', as_count(sent))
    ) AS problem,
    as_text(id) AS key,
    lpad(coalesce(made, ''), 15, '0') AS rank,
    concat_ws('|', start, model, sent, cached, made, who) AS content,
    'request' AS grain, as_epoch(start, 1000000) AS ts, 'openai' AS provider,
    as_text(model) AS model_served, as_text(who) AS user_id, as_text(id) AS response_id,
    'success' AS status, 'unknown' AS billing, 'reported' AS token_basis, 1::BIGINT AS requests,
    rest_of(as_count(sent), coalesce(as_count(cached), 0)) AS input,
    as_count(cached) AS cache_read, as_count(made) AS output
FROM raw
"""


def claims(sample: Sample) -> bool:
    """Whether the lines are Acme's, by their keys alone: exactly one source may claim a file."""
    return any({"acme", "id", "at", "in", "out"} <= row.keys() for row in sample.rows)


SOURCE = Source(
    name="acme",
    doc="Acme gateway call logs (JSON Lines)",
    known_by="lines with `acme`, `id`, `at`, `in` and `out`",
    kind=USAGE,
    containers=("jsonl",),
    fields=(field("id"), field("start", "at"), field("model"), field("sent", "in"), field("cached"),
            field("made", "out"), field("who", "user", privacy="pseudonymise")),
    query=QUERY,
    keyed=True,
    exact=False,
    lossy=("calls that Acme answered from its own cache",),
    drops=("prompts and answers: request, response",),
)  # fmt: skip

FORMAT = fixed(SOURCE, claims)
