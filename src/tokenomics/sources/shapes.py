"""What each kind makes of its columns: what follows from them, what contradicts, and the key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.queries import literal
from tokenomics.records.kinds import STATUSES, UNBILLED
from tokenomics.records.meters import BY_NAME, METERS, is_whole
from tokenomics.sources import readable
from tokenomics.sources.plan import Plan, Read, is_tagged, money


class Shape(NamedTuple):
    """What a kind makes of its typed columns: expressions by column, problems, key and rank."""

    columns: Mapping[str, str]
    problems: tuple[str, ...]
    key: str
    rank: str


def _first_of(have: Mapping[str, Read], *names: str, otherwise: str = "NULL") -> str:
    present = [name for name in names if name in have]
    return f"coalesce({', '.join([*present, otherwise])})"


def _own(plan: Plan, have: Mapping[str, Read]) -> dict[str, str]:
    """The columns of the record that the file states, as they are."""
    return {name: name for name in plan.kind.names if name in have}


def _usage(plan: Plan, have: Mapping[str, Read]) -> Shape:
    grain = (
        "CASE WHEN requests <> 1 THEN 'bucket' ELSE 'request' END"
        if "requests" in have
        else "'request'"
    )
    columns = {
        **_own(plan, have),
        **(_tagged(have) if is_tagged(plan) else {}),
        "grain": _first_of(have, "grain", otherwise=grain),
        "requests": _first_of(have, "requests", otherwise=_one_request(have)),
        "status": _first_of(have, "status", otherwise=literal(STATUSES[0])),
        "billing": _first_of(have, "billing", otherwise="'unknown'"),
        "token_basis": _first_of(have, "token_basis", otherwise="'reported'"),
    }  # fmt: skip
    problems: list[str] = []
    if "reported_cost" in have:
        columns |= _reported_cost(have)
    for side in ("input", "output"):
        if f"{side}_total" in have:
            leaf, problem = _disjoint(have, side)
            columns[side] = leaf
            problems.append(problem)
    columns |= _estimates(have, columns)
    problems.append(_uncounted(plan, have))
    key = _first_of(have, "response_id", "request_id") if plan.natural_key else "NULL"
    return Shape(columns, tuple(problems), f"CAST({key} AS VARCHAR)", _usage_rank(have))


def _tagged(have: Mapping[str, Read]) -> dict[str, str]:
    """The columns that tags fill where the file leaves them empty, and the tags left then."""
    told = {
        name: _first_of(have, name, otherwise=f"tagged['{name}']") for name in readable.TAG_COLUMNS
    }
    listed = ", ".join(f"'{name}': {value}" for name, value in told.items())
    return {**told, "tags": f"left_over(tag_list, MAP {{{listed}}})"}


def _uncounted(plan: Plan, have: Mapping[str, Read]) -> str:
    """The problem of a call that states nothing it used: it would look free.

    A call that failed or was not billed may state nothing; a zero is stated.
    """
    unstated = " AND ".join(
        f"{name} IS NULL" for name in readable.counts(plan.kind) if name in have
    )
    unbilled = ", ".join(literal(billing) for billing in UNBILLED)
    tests = {
        "status": "status = 'failure'",
        "billing": f"billing IN ({unbilled})",
        "gateway_cache_hit": "gateway_cache_hit",
    }
    excused = " OR ".join(["false", *(test for name, test in tests.items() if name in have)])
    nothing = f"({unstated or 'true'}) AND NOT coalesce({excused}, false)"
    return f"CASE WHEN {nothing} THEN 'counts: none stated' END"


def _estimates(have: Mapping[str, Read], columns: Mapping[str, str]) -> dict[str, str]:
    """What the tokens of texts stand in for: a side of which the row counts nothing.

    An answer whose prompt is in no column leaves that out, and says so.
    """
    sides = [side for side in ("input", "output") if f"{side}_text" in have]
    if not sides:
        return {}
    guessed = {side: f"({_is_silent(have, side)} AND {side}_text IS NOT NULL)" for side in sides}
    estimated = " OR ".join(guessed.values())
    found = {
        side: f"CASE WHEN {test} THEN {side}_text ELSE {columns.get(side, 'NULL')} END"
        for side, test in guessed.items()
    }
    found["token_basis"] = (
        f"CASE WHEN {estimated} THEN 'estimated' ELSE {columns['token_basis']} END"
    )
    if "output" in sides:
        asked = "input_text IS NULL" if "input" in sides else "true"
        lacking = f"{guessed['output']} AND {_is_silent(have, 'input')} AND {asked}"
        found["other"] = f"CASE WHEN {lacking} THEN list_append({columns.get('other', '[]')}, {_UNCOUNTED_INPUT}) ELSE {columns.get('other', 'NULL')} END"  # fmt: skip
    return found


_UNCOUNTED_INPUT = (
    "{'meter': 'uncounted_input', 'quantity': CAST(1 AS DECIMAL(18,6)), 'unit': 'call'}"
)


def _is_silent(have: Mapping[str, Read], side: str) -> str:
    """Whether a row counts nothing of a side."""
    named = [name for name in have if name in BY_NAME and BY_NAME[name].parent == side]
    named += [f"{side}_total"] if f"{side}_total" in have else []
    return f"coalesce({', '.join([*named, 'NULL'])}) IS NULL"


def _one_request(have: Mapping[str, Read]) -> str:
    """One request, unless the row is a bucket that does not say how many it holds."""
    return "CASE WHEN grain = 'bucket' THEN NULL ELSE 1 END" if "grain" in have else "1"


def _disjoint(have: Mapping[str, Read], side: str) -> tuple[str, str]:
    """The plain count of a side whose total the file states, and the problem where parts exceed it.

    Where the plain count is stated too, the parts must be the whole.
    """
    total = f"{side}_total"
    parts = [name for name in have if name in BY_NAME and BY_NAME[name].parent == side]
    others = " + ".join([f"coalesce({name}, 0)" for name in parts if name != side] or ["0"])
    whole, label = literal(have[total].reading.label), literal(f"parts of {side}")
    leaf, sum_of_all = f"rest_of({total}, {others})", f"{others} + coalesce({side}, 0)"
    if side not in have:
        return leaf, f"exceeds({label}, {others}, {whole}, {total})"
    unequal = f"CASE WHEN {side} IS NOT NULL AND {sum_of_all} <> {total} THEN {whole} || ': not the sum of its parts' END"
    return f"coalesce({side}, {leaf})", f"coalesce(exceeds({label}, {sum_of_all}, {whole}, {total}), {unequal})"  # fmt: skip


def _reported_cost(have: Mapping[str, Read]) -> dict[str, str]:
    item = have["reported_cost"]
    places = readable.point_moved(item.reading.column, item.reading.unit)
    digits = f"amount_text({money(item.text, places)})"
    named = _first_of(
        have, "reported_currency", otherwise=f"coalesce(money_currency({item.text}), 'USD')"
    )
    return {
        "reported_cost_text": _first_of(have, "reported_cost_text", otherwise=digits),
        "reported_currency": f"CASE WHEN reported_cost IS NOT NULL THEN upper({named}) END",
    }  # fmt: skip


def _usage_rank(have: Mapping[str, Read]) -> str:
    """Success stands before failure, then the row that counts more, then the one that ended later."""
    tokens = [
        meter.name
        for meter in METERS
        if is_whole(meter) and meter.unit == "token" and meter.name in have
    ]
    counts = [name for name in (*tokens, "input_total", "output_total") if name in have]
    total = " + ".join([f"coalesce({name}, 0)" for name in counts] or ["0"])
    failed = "CASE WHEN status = 'failure' THEN '0' ELSE '1' END" if "status" in have else "'1'"
    texts = [name for name in readable.TEXTS if name in have]
    # A count stands before an estimate.
    stated = f", CASE WHEN ({total}) > 0 THEN '1' ELSE '0' END" if texts else ""
    end = _first_of(have, "ts_end", "ts", otherwise="TIMESTAMPTZ '1970-01-01 00:00:00+00'")
    return f"concat_ws(' ', {failed}{stated}, in_18_digits({total}), in_18_digits(epoch_us({end})))"


def _outcome(plan: Plan, have: Mapping[str, Read]) -> Shape:
    present = [name for name in readable.targets() if name in have]
    cases = " ".join(
        f"WHEN {name} IS NOT NULL THEN '{name.removesuffix('_id')}'" for name in present
    )
    columns = {
        **_own(plan, have),
        "target_kind": _first_of(
            have, "target_kind", otherwise=f"CASE {cases} END" if cases else "NULL"
        ),
        "target_id": _first_of(have, "target_id", *present),
        "name": _first_of(have, "name", otherwise="'outcome'"),
    }
    wanted = have[(*present, "target_id")[0]].reading.label
    problems = (
        f"absent({literal(wanted)}, {columns['target_id']})",
        f"absent('target_kind', {columns['target_kind']})",
    )
    parts = f"{columns['target_kind']}, {columns['target_id']}, {columns['name']}, epoch_us(ts)"
    key = f"concat_ws('|', {parts})" if plan.natural_key else "CAST(NULL AS VARCHAR)"
    return Shape(columns, problems, key, "''")


def _money_in_scope(plan: Plan, have: Mapping[str, Read]) -> Shape:
    """Overheads and revenue: an amount of a currency, confined to a scope of dimensions."""
    dimensions = [name for name in readable.TAG_COLUMNS if name in have]
    stated = ", ".join(f"{{'key': '{name}', 'value': {name}}}" for name in dimensions)
    scope = f"list_concat([{stated}], tag_list)" if stated else "tag_list"
    currency, problems = _currency(have, "amount")
    columns = {
        **{name: value for name, value in _own(plan, have).items() if name not in dimensions},
        "currency": currency,
        # A scope names the columns it confines, whatever its tags are called.
        "scope": f"as_map(list_transform({scope}, lambda tag: {{'key': coalesce(tag_column(tag.key), tag.key), 'value': tag.value}}))",
    }
    return Shape(columns, problems, "CAST(NULL AS VARCHAR)", "''")


def _currency(have: Mapping[str, Read], amount: str) -> tuple[str, tuple[str, ...]]:
    """The currency of an amount that may name it, and what is wrong about it and the period."""
    suffix = f"money_currency({have[amount].text})"
    currency = f"upper({_first_of(have, 'currency', otherwise=suffix)})"
    return currency, (
        f"absent('currency', {currency})",
        f"CASE WHEN NOT regexp_full_match({currency}, '[A-Z]{{3}}') THEN 'currency: not a code of three letters' END",
        f"CASE WHEN {suffix} <> {currency} THEN 'currency: not the one the amount names' END",
        "CASE WHEN ts_end < ts THEN 'ts_end: before its start' END" if "ts_end" in have else "NULL",
    )  # fmt: skip


# What tells the lines of bills apart; what they amount to may be stated anew.
_LINE = (
    "scope_id", "sub_account_id", "provider", "service", "charge_category", "charge_class", "line_kind",
    "charge_frequency", "pricing_category", "description", "region", "availability_zone", "sku",
    "sku_price_id", "meter", "model_served", "unit", "resource_id", "commitment_id",
    "commitment_status", "currency",
)  # fmt: skip
_COSTS = ("billed_cost", "effective_cost", "contracted_cost", "list_cost")
_LINE_KINDS = {
    "usage": "usage", "purchase": "commitment", "credit": "credit", "tax": "tax",
    "adjustment": "correction",
}  # fmt: skip


def _charge(plan: Plan, have: Mapping[str, Read]) -> Shape:
    """A line of a bill. FOCUS tells by two words what a charge is, the record by one."""
    currency, problems = _currency(have, "billed_cost")
    said = {name: name if name in have else "NULL" for name in readable.columns(plan.kind)}
    kinds = " ".join(f"WHEN '{word}' THEN '{kind}'" for word, kind in _LINE_KINDS.items())
    kind = f"CASE WHEN {said['charge_class']} = 'correction' THEN 'correction' ELSE CASE {said['charge_category']} {kinds} END END"
    columns = {
        **_own(plan, have),
        "currency": currency,
        "line_kind": _first_of(have, "line_kind", otherwise=kind),
        **_tokens_billed(have, said),
        "statement": _first_of(have, "statement", otherwise=f"CASE WHEN {said['billing_period']} IS NOT NULL THEN concat_ws('|', coalesce({said['scope_id']}, ''), left({said['billing_period']}, 7)) END"),
        "quantity_known": _first_of(
            have, "quantity_known", otherwise=f"{said['quantity']} IS NOT NULL"
        ),
        "tags": "as_map(tag_list)",
    }  # fmt: skip
    key = _line_key(have) if plan.natural_key else "CAST(NULL AS VARCHAR)"
    return Shape(columns, problems, key, _charge_rank(have))


def _tokens_billed(have: Mapping[str, Read], said: Mapping[str, str]) -> dict[str, str]:
    """What the names of clouds' prices say of tokens: model, meter, tier, and what a unit counts.

    Amazon's marketplace counts millions of tokens in Units. Microsoft's Units are tokens where they are
    the priced quantity times its block.
    """
    words = f"price_words(CAST(coalesce({said['usage_type']}, {said['meter']}) AS VARCHAR))"
    of_tokens = f"coalesce(contains({words}, ' token'), false)"
    service = f"CAST({said['service']} AS VARCHAR)"
    named = (
        f"model_of({said['sku_details']})",
        f"CASE WHEN contains({service}, '(Amazon Bedrock Edition)') THEN amazon_model({service}, '') END",
        f"CASE WHEN {of_tokens} AND regexp_matches({service}, 'Azure OpenAI|Foundry Models') THEN azure_model(CAST({said['meter']} AS VARCHAR)) END",
    )
    units = f"{of_tokens} AND coalesce({said['unit']} = 'Units', false)"
    millions = f"{units} AND coalesce(contains({said['usage_type']}, 'MP:'), false)"
    blocks = f"{units} AND coalesce({said['quantity']} = as_amount({said['pricing_quantity']}) * TRY_CAST({said['pricing_block']} AS INTEGER), false)"
    found = {
        "model_served": _first_of(have, "model_served", otherwise=f"coalesce({', '.join(named)})"),
        "meter": f"CASE WHEN {of_tokens} THEN coalesce(token_meter({words}), {said['meter']}) ELSE {said['meter']} END",
        "service_tier": _first_of(have, "service_tier", otherwise=f"CASE WHEN {of_tokens} THEN price_tier({words}) END"),
    }  # fmt: skip
    if "quantity" in have and "unit" in have:
        found["quantity"] = f"CASE WHEN {millions} THEN TRY_CAST(quantity * 1000000 AS DECIMAL(18,6)) ELSE quantity END"  # fmt: skip
        found["unit"] = f"CASE WHEN {millions} OR {blocks} THEN 'Tokens' ELSE unit END"
    return found


def _line_key(have: Mapping[str, Read]) -> str:
    """A line of a bill has no id: it is known by what it is about, and lines alike by their size.

    So a bill that is exported again, with more lines or other amounts, says the same lines.
    """
    said = [f"coalesce({name}, '')" if name in have else "''" for name in _LINE]
    ends = [f"coalesce(epoch_us({name}), 0)" for name in ("ts", "ts_end") if name in have]
    line = f"concat_ws('|', {', '.join([*said, *ends])}, CAST(list_sort(tag_list) AS VARCHAR))"
    sizes = [f"{name} DESC NULLS LAST" for name in ("quantity", *_COSTS) if name in have]
    return f"concat_ws('|', {line}, row_number() OVER (PARTITION BY source_file, {line} ORDER BY {', '.join(sizes)}))"


def _charge_rank(have: Mapping[str, Read]) -> str:
    """Of two statements of a line the invoiced one stands, then the one that measures or costs more."""
    invoiced = "invoice_id IS NOT NULL" if "invoice_id" in have else "false"
    sizes = [name for name in ("quantity", "billed_cost") if name in have]
    told = [f"lpad(CAST(abs(coalesce({name}, 0)) AS VARCHAR), 40, '0')" for name in sizes]
    return f"concat_ws(' ', CAST({invoiced} AS VARCHAR), {', '.join(told)})"


SHAPES = MappingProxyType({
    "usage": _usage,
    "outcome": _outcome,
    "overhead": _money_in_scope,
    "revenue": _money_in_scope,
    "charge": _charge,
})  # fmt: skip
