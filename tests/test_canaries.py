"""No canary of a log that is to be dropped or replaced turns up anywhere: not in the ledger, not on a terminal, in no mail."""

from __future__ import annotations

import stat
from importlib import import_module
from pathlib import Path

import pytest

from support.ledgers import select
from support.mint import mint
from support.searched import NAMES, looked_at, page, spilled
from tokenomics.people import key_file, load, people_file
from tokenomics.sources.contract import Format
from tokenomics.sources.registry import formats


@pytest.mark.parametrize("known", formats(), ids=lambda known: known.name)
def test_every_format_has_its_canaries(known: Format) -> None:
    """A format that needs no configuration has logs full of canaries (support/mint.py says how), a person a field of people."""
    assert known.name in NAMES

    given = mint()
    import_module(f"support.canaries.{known.name}").logs(given)
    people = [field for field in known.fields if field.privacy == "pseudonymise"]
    assert len(given.people) >= len(people)
    assert given.dropped
    assert given.keeps


@pytest.mark.parametrize("name", NAMES)
def test_only_what_is_kept_turns_up(name: str, tmp_path: Path) -> None:
    """Dropped words are nowhere, people only in their own file, and what is kept is found by the same search."""
    seen = looked_at(name, tmp_path)
    stored = "\n".join(text for path, text in seen.files.items() if path.endswith(".parquet"))

    assert spilled([*seen.mint.dropped, *seen.mint.people], seen.places) == []
    assert [word for word in seen.mint.keeps if word not in stored] == []
    # A report is of calls: one of bills alone has nothing to show.
    calls, charges = (select(seen.ledger, "count(*)", kind)[0][0] for kind in ("usage", "charge"))
    assert not calls or any(word in seen.said["json"] for word in seen.mint.keeps)
    assert sorted(load(people_file(seen.ledger))) == sorted(seen.mint.people)
    assert select(seen.ledger, "count(*)", "reject") > [(0,)]
    assert calls + charges > 0
    assert not [place for place in seen.said.values() if "Traceback" in place]


def test_mails_and_every_file_are_searched(tmp_path: Path) -> None:
    """What is searched is there: mails, the page, FOCUS, statements, caches, errors; and its modes are those they should be."""
    seen = looked_at("litellm", tmp_path, thorough=True)
    names = {Path(path).name for path in seen.files}

    assert any(place.startswith("mail ") for place in seen.said)
    assert {"page.html", "focus.csv", "focus.parquet", "report.parquet"} <= names
    assert any("/statements/" in path for path in seen.files)
    assert any("/cache/" in path for path in seen.files)
    assert "error: " in seen.said["verified"]
    people = people_file(seen.ledger)
    closed = {
        people,
        *tmp_path.glob(".*.lock"),
        *(path for path in [key_file(people)] if path.exists()),
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in closed} == {0o600}
    holding = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file()
        and path.parent != tmp_path / "logs"
        and any(word.encode() in path.read_bytes() for word in seen.mint.people)
    ]
    assert holding == [people]


def test_the_table_of_a_search_sums_up() -> None:
    """A row a format, and a last one of them all."""
    *_, first, second, total = page({"a": (1, 2, 3000, 0), "b": (10, 20, 30000, 1)}).splitlines()

    assert (first, second) == ("| a | 1 | 2 | 3,000 | 0 |", "| b | 10 | 20 | 30,000 | 1 |")
    assert total == "| **all** | 11 | 22 | 33,000 | 1 |"
