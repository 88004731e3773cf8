from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tokenomics.sources import rows
from tokenomics.sources.contract import RawRow


def written(folder: Path, content: bytes | str) -> Path:
    """A file with the content."""
    path = folder / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_fractions_keep_their_digits() -> None:
    """A fraction is its text, digit by digit; a whole number is exact however long."""
    value = rows.decode('{"a": 8389.32, "b": 123456789012.345678901234567890, "c": 1e5}')

    assert value == {"a": "8389.32", "b": "123456789012.345678901234567890", "c": "1e5"}
    assert rows.decode("[123456789012345678901234567890]") == [123456789012345678901234567890]


def test_json_lines_have_numbers(tmp_path: Path) -> None:
    """Blank lines are no rows but count, and a bad line is a value with its reason."""
    path = written(tmp_path, '{"a":1}\n\nnope\n[1]\n{"a":2}\n')

    assert list(rows.json_lines(path)) == [
        RawRow(1, {"a": 1}, None),
        RawRow(3, None, "line: not valid JSON"),
        RawRow(4, None, "line: not a JSON object"),
        RawRow(5, {"a": 2}, None),
    ]


def test_lines_start_anywhere(tmp_path: Path) -> None:
    """The tail of a file keeps the numbers of its lines."""
    assert list(rows.json_lines(written(tmp_path, '{"a":1}\n'), 41)) == [RawRow(41, {"a": 1}, None)]


def test_deep_nesting_costs_its_own_line(tmp_path: Path) -> None:
    """A line that is nested more deeply than can be read is refused, and the next one is read."""
    deep = '{"a":' + "[" * 20_000 + "]" * 20_000 + "}\n"
    found = list(rows.json_lines(written(tmp_path, deep + '{"a":1}\n')))

    assert [row.problem for row in found] == ["line: not valid JSON", None]


@pytest.mark.parametrize("end", ['{"a":', '{"a":"\xff'.encode("latin-1")])
def test_half_written_line(tmp_path: Path, end: bytes | str) -> None:
    """A last line without an end that does not parse is half written."""
    tail = end.encode() if isinstance(end, str) else end
    found = list(rows.json_lines(written(tmp_path, b'{"a":1}\n' + tail)))

    assert found[1] == RawRow(2, None, f"line: {rows.HALF_WRITTEN}")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A finished line that is no UTF-8 is refused alone."""
    found = list(rows.json_lines(written(tmp_path, b'{"a":"\xff"}\n{"a":2}\n')))

    assert [row.problem for row in found] == ["line: not valid JSON", None]


def test_last_line_without_end(tmp_path: Path) -> None:
    """A whole last line needs no end."""
    assert list(rows.json_lines(written(tmp_path, '{"a":1}'))) == [RawRow(1, {"a": 1}, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}]),
        ('{"data": [{"a": 1}], "page": 1}', [{"a": 1}]),
        ('{"data": {"a": 1}}', [{"data": {"a": 1}}]),
        ("[]", []),
    ],
)
def test_documents(tmp_path: Path, text: str, expected: list[Any]) -> None:
    """A document is an object, an array, or an object with the array in `data`."""
    found = list(rows.json_document(written(tmp_path, text)))

    assert [row.row for row in found] == expected
    assert [row.line for row in found] == list(range(1, len(expected) + 1))


@pytest.mark.parametrize(
    ("text", "problem"), [("[1, {}]", "line: not a JSON object"), ("[1,", "line: not valid JSON")]
)
def test_bad_documents(tmp_path: Path, text: str, problem: str) -> None:
    """A broken document and an element that is no object are problems."""
    first, *_ = rows.json_document(written(tmp_path, text))

    assert first.problem == problem


PARTS = """{"of": [{"a": 1}, 2]}
{"of": []}
{"x
"""


def test_parts_of_documents(tmp_path: Path) -> None:
    """Each part is a row, what has none an empty one, and what is no object is refused."""
    path = tmp_path / "a.jsonl"
    path.write_text(PARTS, "utf-8")

    assert [tuple(row) for row in rows.parted(path, "jsonl", 1, lambda one: one["of"])] == [
        (1, {"a": 1}, None),
        (1, None, "line: not a JSON object"),
        (2, {}, None),
        (3, None, "line: not valid JSON"),
    ]


def test_parts_of_a_document_are_numbered_through(tmp_path: Path) -> None:
    """A document has no lines of its own."""
    path = tmp_path / "a.json"
    path.write_text('[{"of": [{}, {}]}, {"of": [{}]}]', "utf-8")

    found = rows.parted(path, "json", 1, lambda one: one["of"])
    assert [row.line for row in found] == [1, 2, 3]


@pytest.mark.parametrize("separator", list(",;\t|"))
def test_csv_separators(tmp_path: Path, separator: str) -> None:
    """The separator is the one that the header has most of."""
    path = written(tmp_path, f"a{separator}b\r\n1{separator}2")

    assert list(rows.csv_rows(path)) == [RawRow(2, {"a": "1", "b": "2"}, None)]


def test_csv_cells_span_lines(tmp_path: Path) -> None:
    """A row is known by the line it starts on, however many it spans."""
    path = written(tmp_path, 'a,b\n"x\ny",1\n2,3\n')

    assert [(row.line, row.row) for row in rows.csv_rows(path)] == [
        (2, {"a": "x\ny", "b": "1"}),
        (4, {"a": "2", "b": "3"}),
    ]


def test_csv_rows_of_another_width(tmp_path: Path) -> None:
    """A row of another width is refused and the next one is read."""
    found = list(rows.csv_rows(written(tmp_path, "a,b\n1\n1,2,3\n4,5\n\n")))

    assert [row.problem for row in found] == [
        "line: 1 cells where the header has 2",
        "line: 3 cells where the header has 2",
        None,
    ]


def test_csv_with_nul(tmp_path: Path) -> None:
    """A row that holds a NUL is refused alone."""
    found = list(rows.csv_rows(written(tmp_path, b"a,b\n1,\x00\n3,4\n")))

    assert [row.problem is None for row in found] == [False, True]


def test_csv_with_an_open_quote(tmp_path: Path) -> None:
    """A quote that never closes is a problem, not an exception."""
    found = list(rows.csv_rows(written(tmp_path, 'a,b\n1,2\n"3,4\n')))

    assert found[0].row == {"a": "1", "b": "2"}
    assert (found[1].problem or "").startswith("line: not valid CSV")


def test_long_cells(tmp_path: Path) -> None:
    """A cell of a million characters is a cell."""
    found = list(rows.csv_rows(written(tmp_path, f"a,b\n{'x' * 1_000_000},2\n")))

    assert found[0].row == {"a": "x" * 1_000_000, "b": "2"}


def test_empty_csv(tmp_path: Path) -> None:
    """A header alone has no rows, and neither has nothing."""
    assert list(rows.csv_rows(written(tmp_path, "a,b\n"))) == []
    assert list(rows.csv_rows(written(tmp_path, ""))) == []


def test_csv_header() -> None:
    """The header is the first line's cells, trimmed."""
    assert rows.csv_header(' a ,"b,c",d\r\n1,2,3') == ("a", "b,c", "d")


def test_values_of_any_json_file(tmp_path: Path) -> None:
    """A document is one value, an array as many as it lists, and each line of JSON Lines is one."""
    lines = written(tmp_path, '{"a":1}\n{')
    assert [tuple(one) for one in rows.documents(lines, "jsonl")] == [
        (1, {"a": 1}, None),
        (2, None, f"line: {rows.HALF_WRITTEN}"),
    ]
    for text, values in (('{"data": [1]}', [{"data": [1]}]), ("[1, 2]", [1, 2])):
        found = rows.documents(written(tmp_path, text), "json")
        assert [one.value for one in found] == values
    assert [one.problem for one in rows.documents(written(tmp_path, "{"), "json")] == [
        "line: not valid JSON"
    ]


def test_a_line_that_is_too_long_is_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not taken into memory as a whole, and the lines after it keep their numbers."""
    monkeypatch.setattr(rows, "LONGEST_LINE", 1 << 20)
    path = written(tmp_path, '{"a":1}\n{"a":"' + "x" * (5 << 20) + '"}\n{"a":2}\n')

    assert list(rows.json_lines(path)) == [
        RawRow(1, {"a": 1}, None),
        RawRow(2, None, "line: longer than 1 MB"),
        RawRow(3, {"a": 2}, None),
    ]


def test_a_header_that_is_none_is_one_problem(tmp_path: Path) -> None:
    """Nothing can be said of the rows of a table whose columns have no names."""
    path = written(tmp_path, 'a,"b"c,d\n1,2,3\n')

    assert [raw.problem for raw in rows.csv_rows(path)] == [
        "line: no header of CSV (',' expected after '\"')"
    ]
