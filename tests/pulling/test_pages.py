"""Pages on disk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tokenomics.pulling.months import Month
from tokenomics.pulling.pages import fetch_month, fetched, keep_page
from tokenomics.records.errors import OutsideError

NOV = Month(date(2026, 11, 1), date(2026, 12, 1))
# Parts of a month have the time of this machine.
NOW = datetime.now(UTC)


def _page(row: str, following: str | None) -> str:
    return json.dumps({"data": [row], "has_more": following is not None, "next_page": following})


def _asking(pages: dict[str | None, str], asked: list[str | None]) -> Callable[[str | None], str]:
    def ask(cursor: str | None) -> str:
        asked.append(cursor)
        return pages[cursor]

    return ask


def _rows(folder: Path) -> list[str]:
    return [
        json.loads(path.read_text("utf-8"))["data"][0] for path in sorted(folder.glob("2026*.json"))
    ]


PAGES: dict[str | None, str] = {None: _page("a", "2"), "2": _page("b", "3"), "3": _page("c", None)}


def test_a_month_lies_in_its_pages(tmp_path: Path) -> None:
    """Three pages one after the other, and when they were fetched."""
    asked: list[str | None] = []

    assert fetch_month(tmp_path, NOV, _asking(PAGES, asked), NOW) == 3
    assert (asked, _rows(tmp_path)) == ([None, "2", "3"], ["a", "b", "c"])
    assert fetched(tmp_path) == {"2026-11": NOW}
    assert {path.name for path in tmp_path.iterdir()} == {
        "2026-11-000.json", "2026-11-001.json", "2026-11-002.json", ".fetched.json",
    }  # fmt: skip


def test_a_month_that_was_begun_goes_on_with_the_page_after_the_last(tmp_path: Path) -> None:
    """Stopped at the third page: the month before is untouched, and two pages are not asked again."""
    fetch_month(tmp_path, NOV, _asking({None: _page("old", None)}, []), NOW)

    def stopped(cursor: str | None) -> str:
        if cursor == "3":
            raise KeyboardInterrupt
        return PAGES[cursor]

    with pytest.raises(KeyboardInterrupt):
        fetch_month(tmp_path, NOV, stopped, NOW)
    before, asked = _rows(tmp_path), list[str | None]()
    fetch_month(tmp_path, NOV, _asking(PAGES, asked), NOW)

    assert (before, asked, _rows(tmp_path)) == (["old"], ["3"], ["a", "b", "c"])


def test_a_month_that_was_begun_long_ago_is_begun_anew(tmp_path: Path) -> None:
    """Its first pages may be others by now."""
    part = tmp_path / ".2026-11.part"
    part.mkdir()
    (part / "000").write_text(_page("stale", "3"), "utf-8")
    old = (NOW - timedelta(hours=7)).timestamp()
    os.utime(part, (old, old))
    fetch_month(tmp_path, NOV, _asking(PAGES, []), NOW)

    assert _rows(tmp_path) == ["a", "b", "c"]


def test_a_month_with_fewer_pages_than_before_leaves_none_of_them(tmp_path: Path) -> None:
    """Three pages, then one."""
    fetch_month(tmp_path, NOV, _asking(PAGES, []), NOW)
    fetch_month(tmp_path, NOV, _asking({None: _page("only", None)}, []), NOW)

    assert _rows(tmp_path) == ["only"]


@pytest.mark.parametrize("answer", ["<html>", "[]", '{"data": 1}', '{"error": "x"}', "null"])
def test_an_answer_that_is_no_page_is_named(tmp_path: Path, answer: str) -> None:
    """Nothing of it is kept as if it were one."""
    with pytest.raises(OutsideError, match="of 2026-11: the answer is no page of a report"):
        fetch_month(tmp_path, NOV, _asking({None: answer}, []), NOW)
    with pytest.raises(OutsideError, match="the answer is no page"):
        keep_page(tmp_path / "activity", "2026-11-26", answer)
    assert _rows(tmp_path) == []


def test_a_page_that_leads_to_itself_ends(tmp_path: Path) -> None:
    """A cursor that comes again would be asked for ever."""
    pages: dict[str | None, str] = {None: _page("a", "2"), "2": _page("a", "2")}

    with pytest.raises(OutsideError, match="page '2' leads to itself"):
        fetch_month(tmp_path, NOV, _asking(pages, []), NOW)


def test_a_page_says_when_it_was_fetched(tmp_path: Path) -> None:
    """The time is the first key of the page, and whatever stands behind it keeps its digits."""
    text = '{"data": [{"amount": 1.50}], "has_more": false}'
    fetch_month(tmp_path, NOV, lambda _: text, NOW)

    assert (tmp_path / "2026-11-000.json").read_text("utf-8") == (
        f'{{"fetched_at": "{NOW:%Y-%m-%dT%H:%M:%SZ}", "data": [{{"amount": 1.50}}], "has_more": false}}'
    )


@pytest.mark.parametrize("stopped_at", [1, 2, 3])
def test_a_month_that_was_being_put_in_place_is_put_there_again(
    tmp_path: Path, stopped_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between two of its pages: all of them are still there to be put, and none is asked again."""

    def stop(name: str, nth: int = 1) -> None:
        if (name, nth) == ("before_month", stopped_at):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("tokenomics.whole.reach", stop)
        with pytest.raises(KeyboardInterrupt):
            fetch_month(tmp_path, NOV, _asking(PAGES, []), NOW)
    asked: list[str | None] = []

    assert fetch_month(tmp_path, NOV, _asking(PAGES, asked), NOW) == 3
    assert (asked, _rows(tmp_path)) == ([], ["a", "b", "c"])


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"2026-11": 5}', '{"2026-11": "soon"}', "[" * 100_000]
)
def test_a_damaged_list_of_months_is_none(text: str, tmp_path: Path) -> None:
    """It says of no month that it need not be fetched again."""
    (tmp_path / ".fetched.json").write_text(text, "utf-8")

    assert fetched(tmp_path) == {}


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "1e" + "9" * 30, '{"data": [], "has_more": true, "next_page": {}}']
)
def test_an_answer_that_is_no_page_is_refused(text: str, tmp_path: Path) -> None:
    """Nesting without end, numbers beyond all measure and a cursor that is no text are no page's."""
    with pytest.raises(OutsideError, match="the answer is no page of a report"):
        fetch_month(tmp_path, NOV, lambda _: text, NOW)
