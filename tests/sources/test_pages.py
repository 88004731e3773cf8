"""Pages of buckets as flat rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.reported import START, openai_bucket, page, write
from tokenomics.sources import pages
from tokenomics.sources.contract import Container, RawRow, Row, Sample
from tokenomics.sources.pages import Bounds

BOUNDS = Bounds("start_time", "end_time")
ONE = {"object": "a", "n": 1}
TWO = {"object": "a", "n": 2}


def read(path: Path, container: Container = "jsonl") -> list[RawRow]:
    """The rows of a file."""
    return list(pages.read(path, container, bounds=BOUNDS))


def document(path: Path, value: Any) -> Path:
    """A value as a JSON document."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value)))
    return path


def numbers(found: list[RawRow]) -> list[Any]:
    """What each row counts, None for a row of bounds alone."""
    return [row.row.get("n") for row in found if row.row is not None]


@pytest.mark.parametrize("shape", ["page", "pages", "buckets", "bucket"])
def test_a_document_in_every_shape(shape: str, tmp_path: Path) -> None:
    """A page, arrays of pages or buckets, and a bucket of its own give a row each result."""
    bucket = openai_bucket(ONE, TWO)
    value = {"page": page(bucket), "pages": [page(bucket)], "buckets": [bucket], "bucket": bucket}
    found = read(document(tmp_path / "x.json", value[shape]), "json")

    assert numbers(found) == [1, 2]
    assert [row.line for row in found] == [1, 2]
    assert found[0].row == {**ONE, "start_time": START, "end_time": START + 86400, "pull": 1}


def test_a_page_a_line(tmp_path: Path) -> None:
    """The results of a page have its line's number."""
    path = write(tmp_path / "x.jsonl", page(openai_bucket(ONE, TWO)), page(openai_bucket(TWO)))

    assert [(row.line, (row.row or {}).get("n")) for row in read(path)] == [(1, 1), (1, 2), (2, 2)]


def test_whatever_states_nothing_is_a_row(tmp_path: Path) -> None:
    """A bucket without results is a row of its bounds, a page without buckets one of nothing."""
    path = write(tmp_path / "x.jsonl", page(openai_bucket()), page())

    assert numbers(read(path)) == [None, None]


def test_a_bucket_that_comes_again_begins_a_pull(tmp_path: Path) -> None:
    """Buckets follow one another within a pull; results of another kind have buckets of their own."""
    later, other = START + 86400, {"object": "b"}
    path = write(
        tmp_path / "x.jsonl",
        page(openai_bucket(ONE), openai_bucket(ONE, start=later)),
        page(openai_bucket(other), openai_bucket(ONE, start=later + 86400)),
        page(openai_bucket(ONE, TWO, start=later)),
    )

    assert [(row.row or {})["pull"] for row in read(path)] == [1, 1, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"data": 1}, "data: not a list"),
        ({"data": [1]}, "results: no list of results in a bucket"),
        ({"start_time": 1}, "results: no list of results in a bucket"),
        ({"results": [1]}, "results: not an object"),
    ],
)
def test_what_is_no_page_is_a_problem(line: Any, problem: str, tmp_path: Path) -> None:
    """A line that is no page, bucket or result says so, and the lines around it are read."""
    path = write(tmp_path / "x.jsonl", openai_bucket(ONE), line, openai_bucket(TWO))
    found = read(path)

    assert [row.problem for row in found] == [None, problem, None]
    assert numbers(found) == [1, 2]


def test_broken_text(tmp_path: Path) -> None:
    """Broken JSON is a problem of its line, or of the document."""
    lines, broken = tmp_path / "x.jsonl", tmp_path / "x.json"
    lines.write_text("{\n" + msgspec.json.encode(openai_bucket(ONE)).decode() + "\n")
    broken.write_text('{"data": [')

    assert [row.problem for row in read(lines)] == ["line: not valid JSON", None]
    assert [row.problem for row in read(broken, "json")] == ["line: not valid JSON"]


def test_a_table_is_read_by_its_header(tmp_path: Path) -> None:
    """An export is a table of the same columns."""
    path = tmp_path / "x.csv"
    path.write_text("start_time,n\n1,2\n")

    assert read(path, "csv") == [RawRow(2, {"start_time": "1", "n": "2"}, None)]


def test_the_first_result_tells(tmp_path: Path) -> None:
    """The first result is found behind empty buckets, beyond what was sampled, in both containers."""
    empty = [openai_bucket(start=START + day * 86400) for day in range(6)]
    lines = write(tmp_path / "x.jsonl", *map(page, empty), page(openai_bucket(ONE)))
    whole = document(tmp_path / "x.json", page(*empty, openai_bucket(ONE)))

    assert pages.first_result(Sample(lines, "jsonl", (page(empty[0]),), ()), BOUNDS) == ONE
    assert pages.first_result(Sample(whole, "json", tuple(empty[:4]), ()), BOUNDS) == ONE


def test_pages_without_any_result(tmp_path: Path) -> None:
    """Pages whose buckets are all empty have an empty first result; broken lines do not matter."""
    path = write(tmp_path / "x.jsonl", page(openai_bucket()))
    path.write_bytes(path.read_bytes() + b"{broken\n")

    assert pages.first_result(Sample(path, "jsonl", (openai_bucket(),), ()), BOUNDS) == {}


@pytest.mark.parametrize(
    "sample",
    [
        Sample(Path("x"), "csv", (), ("start_time", "results")),
        Sample(Path("x"), "jsonl", ({"results": [ONE]},), ()),
        Sample(Path("x"), "json", ({"starting_at": "x", "results": [ONE]},), ()),
    ],
)
def test_other_files_have_no_first_result(sample: Sample) -> None:
    """A table, and JSON without such buckets, are no pages."""
    assert pages.first_result(sample, BOUNDS) is None


def test_a_report_without_buckets_is_a_list_of_rows(tmp_path: Path) -> None:
    """Elements of pages, rows that stand alone, an empty page; what is no object or no JSON is named."""
    file = write(tmp_path / "x.jsonl", {"data": [ONE, TWO]}, ONE, {"data": []}, {"data": [5]})
    file.write_bytes(file.read_bytes() + b"{broken\n")
    found = list(pages.listed(file, "jsonl"))

    assert [row.row for row in found] == [ONE, TWO, ONE, {}, None, None]
    assert [row.line for row in found] == [1, 1, 2, 3, 4, 5]
    assert [row.problem for row in found[4:]] == ["line: not a JSON object", "line: not valid JSON"]


def test_rows_inside_the_rows_of_a_page(tmp_path: Path) -> None:
    """Every part is a row with the place of its element, an element without anything is one, what is wrong is named."""

    def parts(row: Row) -> list[pages.Part]:
        return [({"n": n}, None) for n in range(row["n"])] or [(None, "n: nothing")]

    file = write(tmp_path / "x.jsonl", {"data": [TWO, {}]}, {"n": 0})
    values = [{"n": 0}, {"n": 1}, {}, None]
    read: tuple[tuple[Path, Container, list[int]], ...] = (
        (file, "jsonl", [1, 1, 1, 2]), (document(tmp_path / "x.json", [TWO, {}, {"n": 0}]), "json", [1, 2, 3, 4]),
    )  # fmt: skip
    for path, container, places in read:
        found = list(pages.parted(path, container, 1, parts))
        assert [(row.line, row.row) for row in found] == list(zip(places, values, strict=True))
        assert found[3].problem == "n: nothing"


def test_the_rows_at_the_beginning_of_a_file() -> None:
    """Those of a page and those that stand alone."""
    sample = Sample(Path("x"), "jsonl", ({"data": [ONE, 5]}, TWO), ())

    assert list(pages.elements(sample)) == [ONE, TWO]
