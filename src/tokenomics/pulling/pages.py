"""The pages of a report on disk, as the provider sent them and with the time: whole months, or months begun.

    DIR/openai/costs/2026-10-000.json     the first page of a month that is whole
    DIR/openai/costs/.2026-10.part/000    pages of a month that is being fetched
    DIR/openai/costs/.fetched.json        when each month was last fetched whole

A page lies where it belongs as soon as its month is whole, so whoever is stopped in between finds
either month as it was, and the next run goes on with the page after the last one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tokenomics.pulling.months import Month
from tokenomics.records.errors import OutsideError
from tokenomics.records.written import json_document
from tokenomics.whole import whole

# Asks for the page of that cursor, the first one without; the answer's text.
Ask = Callable[[str | None], str]

_FETCHED = ".fetched.json"
_PAGES = 10_000
_FRESH = timedelta(hours=6)


def fetched(folder: Path) -> dict[str, datetime]:
    """When each month of a report was last fetched whole."""
    path = folder / _FETCHED
    if not path.is_file():
        return {}
    try:
        found: Mapping[str, str] = json_document(path.read_text("utf-8"))
        return {month: datetime.fromisoformat(at) for month, at in found.items()}
    except (ValueError, TypeError, AttributeError):
        # What is damaged says of no month that it need not be fetched again.
        return {}


def fetch_month(folder: Path, month: Month, ask: Ask, now: datetime) -> int:
    """Fetch a month's pages that are not on disk yet, and put it in place; how many it has.

    Raises OutsideError for an answer that is no page, or one whose next page is itself.
    """
    part = folder / f".{month.name}.part"
    _forget_old(part, now)
    part.mkdir(parents=True, exist_ok=True)
    begun = sorted(part.glob("[0-9]" * 3))
    cursor = _next(begun[-1].read_text("utf-8"), str(begun[-1])) if begun else None
    number = len(begun)
    while number == 0 or cursor is not None:
        if number >= _PAGES:
            raise OutsideError(
                f"{folder.name} of {month.name} has no end: {_PAGES} pages were fetched"
            )
        text = ask(cursor)
        following = _next(text, f"{folder.name} of {month.name}")
        if following is not None and following == cursor:
            raise OutsideError(f"{folder.name} of {month.name}: page {cursor!r} leads to itself")
        _write(part / f"{number:03}", _dated(text, now), "page", number + 1)
        number, cursor = number + 1, following
    _place(folder, month, part, number)
    done = {
        **{name: at.isoformat() for name, at in fetched(folder).items()},
        month.name: now.isoformat(),
    }
    _write(folder / _FETCHED, json.dumps(done, indent=1), "fetched")
    return number


def _dated(page: str, now: datetime) -> str:
    """A page that says first when it was fetched, so that of two of one month the later is known."""
    return page.replace("{", f'{{"fetched_at": "{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", ', 1)


def _forget_old(part: Path, now: datetime) -> None:
    """Begin anew where a month was begun long ago: its first pages may be others by now."""
    if part.is_dir() and now - datetime.fromtimestamp(part.stat().st_mtime, UTC) > _FRESH:
        _put_away(part)


def keep_page(folder: Path, name: str, text: str) -> None:
    """Write the one page of a report that has no periods."""
    _next(text, folder.name)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{name}.json", text, "page")


def _place(folder: Path, month: Month, part: Path, count: int) -> None:
    """Put the pages of a month where they are read, and take away what it had more of before."""
    for number in range(count):
        with whole(folder / f"{month.name}-{number:03}.json", "month", nth=number + 1) as new:
            shutil.copyfile(part / f"{number:03}", new)
    for old in folder.glob(f"{month.name}-[0-9][0-9][0-9].json"):
        if int(old.stem[-3:]) >= count:
            old.unlink()
    _put_away(part)


def _put_away(part: Path) -> None:
    """Take away the pages of a month that was begun, all at once: whoever is stopped leaves no half of them."""
    away = part.with_suffix(".away")
    shutil.rmtree(away, ignore_errors=True)
    part.replace(away)
    shutil.rmtree(away)


def _next(text: str, what: str) -> str | None:
    """The cursor of the page after this one, None after the last."""
    try:
        page: Any = json_document(text)
        rows, following = page["data"], page.get("next_page") if page.get("has_more") else None
    except (ValueError, KeyError, TypeError, AttributeError):
        rows, following = None, None
    if not isinstance(rows, list) or not isinstance(following, str | None):
        raise OutsideError(f"{what}: the answer is no page of a report")
    return following


def _write(path: Path, text: str, what: str, nth: int = 1) -> None:
    with whole(path, what, nth=nth) as new:
        new.write_text(text, "utf-8", newline="")
