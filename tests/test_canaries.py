"""No canary of a log that is to be dropped or replaced turns up anywhere: not in the ledger, not on a terminal, in no mail."""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

from support.ledgers import select
from support.mint import mint
from support.searched import NAMES, Seen, looked_at, not_ingested, page, spilled
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


# Of the folder that a file of logs is in, which has the name of a format here.
FORMAT = "regexp_extract(source_file, '([^/]+)/[^/]+$', 1)"


# Sums of the proxy whose calls are there too: a report counts the calls.
SUMS = {"litellm_daily", "litellm_spend_report"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """All formats' logs in one ledger, asked about."""
    return looked_at(NAMES, tmp_path_factory.mktemp("all"))


def _formats(seen: Seen, *kinds: str) -> set[str]:
    """The formats whose files a ledger has rows of such kinds of."""
    return {name for kind in kinds for (name,) in select(seen.ledger, f"DISTINCT {FORMAT}", kind)}


def _words(seen: Seen, texts: Mapping[str, str]) -> set[str]:
    return {word for word, _ in spilled((w for m in seen.mints.values() for w in m.keeps), texts)}


def test_only_what_is_kept_turns_up(seen: Seen) -> None:
    """Dropped words are nowhere, people only in their own file, and what is kept is found by the same search."""
    stored = {path: text for path, text in seen.files.items() if path.endswith(".parquet")}

    assert spilled(seen.planted, seen.places) == []
    kept = _words(seen, stored)
    assert {
        name: lost
        for name, m in seen.mints.items()
        if (lost := [w for w in m.keeps if w not in kept])
    } == {}
    assert sorted(load(people_file(seen.ledger))) == sorted(seen.people)
    assert not [place for place in seen.said.values() if "Traceback" in place]


def test_every_format_is_asked_about(seen: Seen) -> None:
    """Rows of each are taken and refused, and a report shows something of each that has calls which no other tells."""
    shown = _words(seen, {"json": seen.said["json"]})

    assert _formats(seen, "usage", "charge") == set(NAMES)
    assert _formats(seen, "reject") == set(NAMES)
    silent = {name for name in _formats(seen, "usage") if shown.isdisjoint(seen.mints[name].keeps)}
    assert silent == SUMS


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_ingested_leaves_nothing(name: str, tmp_path: Path) -> None:
    """Logs that are refused for their refused rows, or asked about as they are, spill no canary, and rows show what is kept."""
    seen = not_ingested(name, tmp_path)
    answer, _ = json.JSONDecoder().raw_decode(seen.said["direct"])

    assert spilled(seen.planted, seen.places) == []
    assert bool(answer["rows"]) == bool(_words(seen, {"direct": seen.said["direct"]}))
    assert "error: " in seen.said["strict"]
    assert not [place for place in seen.said.values() if "Traceback" in place]


def test_a_canary_is_found_wherever_it_is() -> None:
    """By its whole word: neither its number alone nor that of another is it."""
    given = mint()
    one, other = given.gone("a"), given.mail("b")
    texts = {
        "here": f"x{one}y",
        "number": one.removeprefix("gone"),
        "cut": other[:-1],
        "both": other + one,
    }

    assert spilled([one, other], texts) == [(one, "here"), (one, "both"), (other, "both")]


def test_mails_and_every_file_are_searched(tmp_path: Path) -> None:
    """What is searched is there: mails, the page, FOCUS, statements, caches, errors; and its modes are those they should be."""
    seen = looked_at(["litellm"], tmp_path, thorough=True)
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
        and tmp_path / "logs" not in path.parents
        and any(word.encode() in path.read_bytes() for word in seen.people)
    ]
    assert holding == [people]


def test_the_table_of_a_search_sums_up() -> None:
    """A row a format, and a last one of them all."""
    *_, first, second, total = page({"a": (1, 2, 3000, 0), "b": (10, 20, 30000, 1)}).splitlines()

    assert (first, second) == ("| a | 1 | 2 | 3,000 | 0 |", "| b | 10 | 20 | 30,000 | 1 |")
    assert total == "| **all** | 11 | 22 | 33,000 | 1 |"
