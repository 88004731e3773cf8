"""Lines of JSON as rows of text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.engine import connect
from tokenomics.sources import claude_code, lines
from tokenomics.sources.contract import Source, field

SOURCE = claude_code.SOURCE._replace(fields=(field("a"), field("b", "b.c", 'b."d')), mentions=None)


def loaded(source: Source, *paths: Path) -> list[tuple[object, ...]]:
    """The rows of files: the file's name, the line, the fields, and whether nothing was read."""
    sql, values = lines.query(source, {str(path): 1 for path in paths})
    with connect(allowed=paths) as con:
        rows = con.execute(f"SELECT * FROM ({sql}) ORDER BY ALL", values).fetchall()
    return [(paths[int(place)].name, *row) for place, *row in rows]


def written(path: Path, text: str) -> Path:
    """A file with that text."""
    path.write_bytes(text.encode())
    return path


def test_fields_are_text(tmp_path: Path) -> None:
    """The first path that has a value gives the text of a field, and an object is JSON."""
    path = written(tmp_path / "f", '{"a": 1, "b": {"c": 2}}\n{"b": {"\\"d": true}, "a": null}\n')

    assert loaded(SOURCE, path) == [
        ("f", 1, "1", "2", False),
        ("f", 2, None, "true", False),
    ]
    assert loaded(SOURCE._replace(fields=(field("b"),)), path) == [
        ("f", 1, '{"c":2}', False),
        ("f", 2, '{"\\"d":true}', False),
    ]


def test_lines_are_numbered_through_empty_ones(tmp_path: Path) -> None:
    """An empty line is no row and counts as a line; the last line needs no end."""
    path = written(tmp_path / "f", '\n{"a": 1}\r\n\n\n{"a": 2}')

    assert [row[:3] for row in loaded(SOURCE, path)] == [("f", 2, "1"), ("f", 5, "2")]


def test_every_file_is_read_once(tmp_path: Path) -> None:
    """Each line of each file is one row, in whichever order files are named, an empty one among them."""
    paths = [written(tmp_path / str(nth), f'{{"a": {nth}}}\n' * 3) for nth in (3, 0, 4, 1, 2)]
    paths.insert(2, written(tmp_path / "empty", ""))

    found = sorted(row[:3] for row in loaded(SOURCE, *paths))
    assert found == [(str(nth), line, str(nth)) for nth in range(5) for line in (1, 2, 3)]


@pytest.mark.parametrize("line", ["broken{", "[1]", "3", '{"a": "\0"}', '{"a": 1', " "])
def test_a_line_of_which_nothing_is_read(tmp_path: Path, line: str) -> None:
    """A line that is broken or no object is said to be unread."""
    path = written(tmp_path / "f", f'{line}\n{{"a": 1}}\n')

    assert [row[-1] for row in loaded(SOURCE, path)] == [True, False]


def test_a_line_that_cannot_state_anything_is_left(tmp_path: Path) -> None:
    """Without what the source mentions a whole line is not parsed; one that looks broken still is."""
    source = SOURCE._replace(mentions="b")
    texts = ['{"a": 1}', '{"a": 1, "b"\t : 2}', '{"a": 1', '"a": 1}', '{"a": "\0"}', "{}"]
    path = written(tmp_path / "f", "\n".join(texts))

    assert [(row[2], row[-1]) for row in loaded(source, path)] == [
        (None, False),
        ("1", False),
        (None, True),
        (None, True),
        (None, True),
        (None, False),
    ]


def test_a_file_may_begin_with_any_line(tmp_path: Path) -> None:
    """Lines are numbered from the number that the first one of their file has."""
    paths = [written(tmp_path / name, '{"a": 1}\n\n{"a": 2}\n') for name in "fg"]
    sql, values = lines.query(SOURCE, {str(paths[0]): 1, str(paths[1]): 41})
    with connect(allowed=paths) as con:
        found = con.execute(f"SELECT source_line FROM ({sql}) ORDER BY ALL", values).fetchall()

    assert found == [(1,), (3,), (41,), (43,)]


def test_an_object_may_state_nothing(tmp_path: Path) -> None:
    """An object without any of the fields is a row of nothing, as the exact way has it."""
    path = written(tmp_path / "f", '{}\n{"z": 1}\n')

    assert loaded(SOURCE, path) == [("f", 1, None, None, False), ("f", 2, None, None, False)]
