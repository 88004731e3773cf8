"""What is read of JSON objects, from their text or parsed already."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenomics.sources import picking, rows
from tokenomics.sources.contract import Field, field
from tokenomics.sources.langfuse import OBSERVATIONS
from tokenomics.sources.litellm import SOURCE as LITELLM

ROW = {
    "text": "x",
    "number": 3,
    "yes": True,
    "no": False,
    "nothing": None,
    "list": [1, "a"],
    "inner": {"deep": {"n": 1}, "json": '{"n": 2}', "flat": "{x"},
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("text", "x"),
        ("number", "3"),
        ("yes", "true"),
        ("no", "false"),
        ("nothing", None),
        ("absent", None),
        ("list", '[1,"a"]'),
        ("inner.deep", '{"n":1}'),
        ("inner.deep.n", "1"),
        ("inner.json.n", "2"),
        ("inner.flat.n", None),
        ("text.n", None),
        ("list.n", None),
    ],
)
def test_pick(path: str, expected: str | None) -> None:
    """A field is text at the end of its path, through objects and through text that holds JSON."""
    assert picking.pick(ROW, field("f", path)) == expected


def test_first_present_path_wins() -> None:
    """Of several paths the first that has a value gives it."""
    assert picking.pick(ROW, field("f", "nothing", "inner.deep.n", "number")) == "1"


def test_columns_are_aligned() -> None:
    """Every column has one text a row, in order."""
    found = [{"a": {"b": 1}}, {}, {"a": '{"b": 3}'}, {"c": 4}]

    assert picking.columns(found, [field("b", "a.b", "c"), field("c")]) == [
        ["1", None, "3", "4"],
        [None, None, None, "4"],
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "x", "{", '{"a":1}']),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner) | st.lists(inner, max_size=2),
    max_leaves=8,
)
PATHS = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(tuple), min_size=1, max_size=3
)


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), JSON), max_size=5), st.lists(PATHS, max_size=4)
)
@settings(deadline=None)
def test_columns_agree_with_walking(found: list[dict[str, Any]], paths: list[Any]) -> None:
    """Columns have what walking each path of each row by itself gives."""
    fields = [Field(str(i), tuple(some)) for i, some in enumerate(paths)]

    assert picking.columns(found, fields) == [
        [walked(row, f.paths) for row in found] for f in fields
    ]


def walked(row: dict[str, Any], paths: tuple[tuple[str, ...], ...]) -> str | None:
    """The first value found by walking, written the plain way."""
    for path in paths:
        at: Any = row
        for step in path:
            if isinstance(at, str) and at.startswith("{"):
                try:
                    at = rows.decode(at)
                except ValueError:
                    at = None
            at = at.get(step) if isinstance(at, dict) else None
        if at is not None:
            return rows.as_text(at)
    return None


def written(folder: Path, content: bytes) -> Path:
    """A file with the content."""
    path = folder / "file"
    path.write_bytes(content)
    return path


def read(path: Path, fields: tuple[Field, ...]) -> list[Any]:
    """Each line of a file: its number, its fields as text, and what is wrong with it."""
    found = list(picking.lines(path, fields, 7))
    picked = picking.columns([one.value for one in found if one.problem is None], fields)
    texts = zip(*picked, strict=True)
    return [(one.line, None if one.problem else next(texts), one.problem) for one in found]


def parsed(path: Path, fields: tuple[Field, ...]) -> list[Any]:
    """The same by parsing each line as a whole and walking every path."""
    return [
        (
            row.line,
            None if row.row is None else tuple(walked(row.row, f.paths) for f in fields),
            row.problem,
        )
        for row in rows.json_lines(path, 7)
    ]


NUMBERS = st.one_of(
    st.integers(-(10**40), 10**40).map(str),
    st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["-0", "-0.0", "0.10", "1e400", "3.5999999999999996e-05", "NaN", "01", "1."]),
)
TEXTS = st.one_of(
    st.text(max_size=6).map(json.dumps),
    st.text(max_size=6).map(lambda text: json.dumps(text, ensure_ascii=False)),
    st.sampled_from([r'"\ud800"', r'"\u0000"', '"{\\"a\\":1.50}"', '"{"', '"x', r'"\x"']),
)


def objects(keys: tuple[str, ...]) -> st.SearchStrategy[str]:
    """JSON objects as text, which may repeat a key, hold JSON as text, or be broken."""
    values = st.recursive(
        st.one_of(NUMBERS, TEXTS, st.sampled_from(["null", "true", "false", "tru", ""])),
        lambda inner: st.one_of(
            st.lists(inner, max_size=2).map(lambda found: f"[{','.join(found)}]"),
            members(keys, inner),
            members(keys, inner).map(json.dumps),
        ),
        max_leaves=6,
    )
    return members(keys, values)


def members(keys: tuple[str, ...], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Objects as text of some keys, any of which may stand twice."""
    pairs = st.tuples(st.sampled_from(keys), values)
    pair = pairs.map(lambda found: f"{json.dumps(found[0])}: {found[1]}")
    return st.lists(pair, max_size=5).map(lambda found: f"{{{', '.join(found)}}}")


def keys_of(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """The keys of all paths, and one that no path has."""
    return (*dict.fromkeys(key for f in fields for path in f.paths for key in path), "beside")


ODD = (field("a", "a", "b.c"), field("b"), field("d", "b.c.a", 'b."', "b.é", "b.\\", "b.\x7f"))


@pytest.mark.parametrize("fields", [LITELLM.fields, OBSERVATIONS.fields, ODD])
@given(st.data())
@settings(deadline=None)
def test_lines_say_what_parsing_them_says(
    tmp_path_factory: pytest.TempPathFactory, fields: tuple[Field, ...], data: st.DataObject
) -> None:
    """However odd a line is, its fields or its reason are those of the whole line parsed and walked."""
    found = data.draw(st.lists(objects(keys_of(fields)), max_size=4))
    path = written(tmp_path_factory.mktemp("odd"), "\n".join(found).encode(errors="replace"))

    assert read(path, fields) == parsed(path, fields)


@pytest.mark.parametrize(
    "line",
    [
        b'{"beside": "\xff", "a": 1}', b'{"beside": 1e400, "b": 1e400}', b"[1]", b"3", b"null", b"",
        b'{"a": 1} {"a": 2}', b'{"a": 1,}', b'{"b": {"c": 1}, "b": {"c": 2}}', b'\xef\xbb\xbf{"a": 1}',
        b'{"b": ' + b"[" * 3000 + b"]" * 3000 + b"}", b'{"beside": ' + b"[" * 3000 + b"]" * 3000 + b"}",
    ],
)  # fmt: skip
def test_odd_lines(tmp_path: Path, line: bytes) -> None:
    """A line that fits no expectation is read, or refused, like a line that is parsed as a whole."""
    path = written(tmp_path, b'{"a": 0.10}\n' + line + b"\n\n" + line)

    assert read(path, ODD) == parsed(path, ODD)
