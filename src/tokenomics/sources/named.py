"""Rows whose columns are named: from what each column means to the query that reads them.

Native files and mapped ones differ only in who names the columns. Text of a file or a
configuration enters the query as a quoted literal and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from tokenomics.queries import literal
from tokenomics.records.columns import Column, DType
from tokenomics.records.kinds import CHARGE
from tokenomics.sources import readable
from tokenomics.sources.contract import Field
from tokenomics.sources.plan import Plan, Read, Reading, money
from tokenomics.sources.shapes import SHAPES

_WANTED: Mapping[DType, str] = {
    "count": "not a whole number of 0 or more",
    "quantity": "not a quantity of 0 or more",
    "amount": "not an amount",
    "number": "not a number",
    "flag": "not true or false",
    "tags": "not tags: write key:value;key:value or a JSON object",
    "others": "not quantities: write a JSON object of meter and quantity",
    "id": "not a digest",
    "digests": "not digests: write a JSON list, or one;another",
}
_DAYS_FOR = frozenset({"overhead", "revenue"})
# The instants of a bill are in UTC, says FOCUS, and a day is the instant at which it begins.
_ZONES = {"charge": "UTC"}


def fields(plan: Plan) -> tuple[Field, ...]:
    """The raw columns that a plan's query reads, named by their place in it."""
    columns = [reading for reading in plan.readings if reading.paths]
    tags = [tag.paths for tag in plan.tags if tag.paths]
    return (
        *(_field(f"column_{i}", reading) for i, reading in enumerate(columns)),
        *(Field(f"tag_{i}", paths) for i, paths in enumerate(tags)),
        *(Field(f"key_{i}", paths) for i, paths in enumerate(plan.key)),
    )


def _field(name: str, reading: Reading) -> Field:
    """A raw column; what says who the user is names a person."""
    is_person = reading.column.name == "user_id"
    return Field(name, reading.paths, "pseudonymise" if is_person else "keep")


def is_exact(plan: Plan) -> bool:
    """Whether the rows must be read without a float or a flat table in between."""
    amounts = any(reading.column.dtype == "amount" for reading in plan.readings)
    return amounts or any(len(path) > 1 for field in fields(plan) for path in field.paths)


def query(plan: Plan) -> str:
    """The query that drafts the records of a plan from its raw columns."""
    read = _reads(plan)
    shape = SHAPES[plan.kind.name](plan, {item.reading.column.name: item for item in read})
    typed = ",\n        ".join(f"{item.value} AS {item.reading.column.name}" for item in read)
    drafted = ",\n    ".join(f"{value} AS {name}" for name, value in shape.columns.items())
    problems = [*(_problem(plan, item) for item in read), *_missing(plan, read), *shape.problems]
    key = _stated_key(plan) or shape.key
    # The texts below are built from closed names and quoted literals only.
    return f"""WITH typed AS (
    SELECT *,
        {_tag_list(plan, read)} AS tag_list,
        {typed}
    FROM raw
),
told AS (SELECT *, told_by(tag_list) AS tagged FROM typed)
SELECT
    source_file,
    source_line,
    false AS skip,
    coalesce({", ".join(problems)}, NULL) AS problem,
    {key} AS key,
    {shape.rank} AS rank,
    {_content(plan)} AS content,
    {drafted}
FROM told"""  # noqa: S608


def _reads(plan: Plan) -> list[Read]:
    found: list[Read] = []
    number = 0
    for reading in plan.readings:
        if reading.paths:
            text = f"column_{number}"
            number += 1
        else:
            text = literal(reading.constant or "")
        if plan.kind is CHARGE:
            text = f"unless_null({text})"
        found.append(Read(reading, text, _value(plan, reading, text)))
    return found


def _value(plan: Plan, reading: Reading, text: str) -> str:
    """The SQL that turns a reading's text into its column's type."""
    column = reading.column
    if column.dtype == "instant":
        return _instant(plan, reading, text)
    places = readable.point_moved(column, reading.unit)
    number = f"scaled({text}, {places})" if places else text
    if readable.is_duration(column):
        return f"as_millis({number})"
    if column.dtype == "text":
        return f"as_key_id({text})" if column.name == "api_key_id" else _text(column, text)
    return {
        "count": f"as_count({number})",
        "quantity": f"as_{'measured' if plan.kind is CHARGE else 'quantity'}({number})",
        "amount": f"as_amount({money(text, places)})",
        "number": f"as_number({text})",
        "flag": f"as_flag({text})",
        "tags": f"tag_entries({text})",
        "others": f"as_others({text})",
        "id": f"as_digest({text})",
        "digests": f"as_digests({text})",
    }[column.dtype]


def _text(column: Column, text: str) -> str:
    return f"lower(as_text({text}))" if column.choices else f"as_text({text})"


def _instant(plan: Plan, reading: Reading, text: str) -> str:
    if reading.unit is not None:
        return f"as_epoch({text}, {readable.EPOCH_UNITS[reading.unit]}, {plan.epoch})"
    zone = plan.zone or _ZONES.get(plan.kind.name)
    instant = f"as_instant_in({text}, {literal(zone)})" if zone else f"as_instant({text})"
    if plan.kind.name not in _DAYS_FOR:
        return instant
    edge = "last_of_day" if reading.column.name == "ts_end" else "first_of_day"
    day = f"{edge}({text}, {literal(plan.zone or 'UTC')})"
    return f"CASE WHEN is_day({text}) THEN {day} ELSE {instant} END"


def _problem(plan: Plan, item: Read) -> str:
    """What is wrong with one text: unreadable, or a word that the column does not know."""
    column, label = item.reading.column, literal(item.reading.label)
    if column.dtype == "instant":
        return f"bad_instant({label}, {item.text}, {column.name})"
    if column.dtype == "text":
        return _bad_choice(column, label)
    if plan.kind is CHARGE and column.dtype == "quantity":
        return f"unread({label}, {item.text}, as_amount({item.text}), 'not a number')"
    seen = f"list_text({item.text})" if column.dtype in {"others", "digests"} else item.text
    wanted = "not a duration" if readable.is_duration(column) else _WANTED[column.dtype]
    unread = f"unread({label}, {seen}, {column.name}, {literal(wanted)})"
    if not column.minimum:
        return unread
    low = literal(f"{item.reading.label}: less than {column.minimum}")
    return f"coalesce({unread}, CASE WHEN {column.name} < {column.minimum} THEN {low} END)"


def _bad_choice(column: Column, label: str) -> str:
    if not column.choices:
        return "NULL"
    words = ", ".join(literal(choice) for choice in column.choices)
    reason = literal(f": not one of {', '.join(column.choices)}")
    return f"CASE WHEN {column.name} NOT IN ({words}) THEN {label} || {reason} END"


def _missing(plan: Plan, read: list[Read]) -> list[str]:
    """The columns that every row must state and one leaves empty."""
    return [
        f"absent({literal(item.reading.label)}, {item.reading.column.name})"
        for item in read
        if item.reading.column.name in readable.must_state(plan.kind)
    ]


def _tag_list(plan: Plan, read: list[Read]) -> str:
    """The SQL list of all tags of a row, those with a column of their own first."""
    lists: list[str] = []
    number = 0
    for tag in plan.tags:
        text = literal(tag.constant or "")
        if tag.paths:
            text = f"tag_{number}"
            number += 1
        lists.append(f"[{{'key': {literal(tag.key)}, 'value': {text}}}]")
    lists += [f"coalesce({item.value}, [])" for item in read if item.reading.column.dtype == "tags"]
    return f"list_concat(tag_entries(NULL), {', '.join(lists)})" if lists else "tag_entries(NULL)"


def _content(plan: Plan) -> str:
    return "concat_ws('|', " + ", ".join(f"coalesce({f.name}, '')" for f in fields(plan)) + ")"


def _stated_key(plan: Plan) -> str | None:
    """The key that a configuration names; null for a row that has none of its parts."""
    if not plan.key:
        return None
    parts = [f"key_{i}" for i in range(len(plan.key))]
    joined = ", ".join(f"coalesce({part}, '')" for part in parts)
    return f"CASE WHEN coalesce({', '.join(parts)}) IS NOT NULL THEN concat_ws('|', {joined}) END"
