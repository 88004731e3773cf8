"""Changes of code as outcomes."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reported import write
from tokenomics.books import bundled
from tokenomics.config import Config, load
from tokenomics.costing import CostQuery, CostRow
from tokenomics.ledger import open_ledger
from tokenomics.outcomes import asked_of, successes
from tokenomics.sources import changes, registry
from tokenomics.sources.changes import SOURCE
from tokenomics.sources.contract import Container, Sample

HERE = Path(__file__).parent
DOCS = Path(__file__).parents[3] / "docs" / "changes.md"
PULLS, OWN = HERE / "pulls.json", HERE / "own.csv"
FILES: tuple[tuple[str, Container], ...] = (
    ("pulls.json", "json"), ("own.csv", "csv"), ("merge_requests.jsonl", "jsonl"),
)  # fmt: skip
TOLD = "target_kind, target_id, name, label"


def calls(path: Path, **tokens: int) -> Path:
    """Claude Code's log of one call a branch, each in a session of its own."""
    rows = [
        {
            "type": "assistant", "timestamp": "2026-11-02T09:00:00Z", "sessionId": f"s-{n}", "requestId": f"r-{n}",
            "cwd": "/srv/shop", "gitBranch": branch.replace("_", "-"),
            "message": {"id": f"m-{n}", "model": "claude-sonnet-4-5", "usage": {"input_tokens": 0, "output_tokens": made}},
        }
        for n, (branch, made) in enumerate(tokens.items())
    ]  # fmt: skip
    return write(path, *rows)


def per_success(ledger: Path, config: Path) -> CostRow:
    """All tasks of a ledger as the documented configuration has them."""
    (block,) = re.findall(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    config.write_text(block, "utf-8")
    given = load(config)
    query = CostQuery(per="success", task_ids=given.task.id)
    now = datetime(2026, 12, 24, tzinfo=UTC)
    return successes(open_ledger(ledger), bundled(), query, asked_of(given, now)).totals


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Lists of GitHub's and GitLab's, and a table, give the drafts that lie beside them."""
    found = drafts(SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == SOURCE


def test_what_is_wrong_is_named() -> None:
    """A revert before the merge, no target, an instant without a zone, words for flags, negative minutes."""
    assert problems(drafts(SOURCE, OWN, "csv"))[4:] == [
        "reverted_at: before it was merged",
        "branch: missing",
        "merged_at: no zone; write it like 2026-11-02T09:00:00Z, or name a timezone in a [[source]]",
        "tests_passed: not true or false",
        "review_minutes: not a quantity of 0 or more",
    ]


def test_judgements_of_a_list(tmp_path: Path) -> None:
    """Merged is success, closed is abandoned, open is nothing; the revert of a number is its failure."""
    for _ in range(2):
        take(tmp_path / "ledger", PULLS)

    assert select(tmp_path / "ledger", TOLD, "outcome", "ORDER BY ALL") == [
        ("change", "acme/shop#12", "outcome", "failure"),
        ("task", "faster-search", "outcome", "abandoned"),
        ("task", "fix-cart", "outcome", "success"),
        ("task", "revert-12-fix-cart", "outcome", "success"),
        ("task", "revert-16-odd", "outcome", "abandoned"),
    ]


def test_an_open_change_says_nothing_yet(tmp_path: Path) -> None:
    """A pull request that is open is skipped with its tests: nothing of it is a record or refused."""
    opened = {"number": 7, "headRefName": "a", "mergedAt": None, "tests_passed": True}
    take(tmp_path / "ledger", write(tmp_path / "pulls.jsonl", opened))

    assert select(tmp_path / "ledger", TOLD, "outcome") == []
    assert select(tmp_path / "ledger", "reason", "reject") == []


def test_judgements_of_a_table(tmp_path: Path) -> None:
    """A row may say of one change that it was merged, tested and reverted; a commit alone is a change."""
    take(tmp_path / "ledger", OWN)

    assert select(tmp_path / "ledger", TOLD, "outcome", "ORDER BY ALL") == [
        ("change", "bbbb", "outcome", "failure"),
        ("session", "s-1", "outcome", "failure"),
        ("session", "s-1", "outcome", "success"),
        ("session", "s-1", "tests", "success"),
        ("task", "fix", "outcome", "success"),
        ("task", "fix", "tests", "failure"),
        ("task", "work", "outcome", "success"),
    ]
    ids = "WHERE change_ids IS NOT NULL ORDER BY ALL"
    assert select(tmp_path / "ledger", "change_ids", "outcome", ids) == [
        ("CL_9",), ("acme/shop#77 aaaa",), ("acme/shop#78",),
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[::2])
def test_a_commit_that_is_taken_back_fails_its_branch(
    order: tuple[int, ...], tmp_path: Path
) -> None:
    """1,000 + 2,000 + 4,000 tokens at 15 per million on two merged branches and a closed one: 0.105 a success, 0 after the revert."""
    logs = calls(tmp_path / "logs.jsonl", fix_cart=1_000, faster_search=2_000, kept=4_000)
    kept = {"branch": "kept", "commit": "cccc", "merged_at": "2026-11-02T12:00:00Z"}
    listed = json.loads(PULLS.read_text("utf-8"))[2:3]
    merged = [{**kept, "reverted_at": ""}, {"branch": "fix-cart", "commit": "dddd", "merged_at": "2026-11-02T12:00:00Z"}]  # fmt: skip
    files = [logs, write(tmp_path / "pulls.jsonl", *listed), write(tmp_path / "own.jsonl", *merged)]
    for place in order:
        take(tmp_path / "ledger", files[place])
    row = per_success(tmp_path / "ledger", tmp_path / "t.toml")
    assert row.tasks is not None
    assert (row.tasks.successes, row.tasks.failures) == (2, 1)
    assert row.unit_cost == Decimal("0.0525")

    back = write(tmp_path / "back.jsonl", {"commit": "dddd", "reverted_at": "2026-11-09T12:00:00Z"})
    take(tmp_path / "ledger", back)
    row = per_success(tmp_path / "ledger", tmp_path / "t.toml")
    assert row.tasks is not None
    assert (row.tasks.successes, row.tasks.failures) == (1, 2)
    assert row.unit_cost == Decimal("0.105")


def test_the_documented_log_of_reverts(tmp_path: Path) -> None:
    """The recipe of the documentation finds in a repository the commit that another one takes back."""
    repository = tmp_path / "repository"
    repository.mkdir()
    (recipe,) = re.findall(r"```sh\n(git log.*?)```", DOCS.read_text("utf-8"), re.DOTALL)

    def run(*words: str) -> str:
        settings = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin:/usr/local/bin"}
        told = {f"GIT_{who}_{what}": "ada@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
        dates = {f"GIT_{who}_DATE": "2026-11-02T12:00:00+01:00" for who in ("AUTHOR", "COMMITTER")}
        done = subprocess.run(
            words, cwd=repository, env=settings | told | dates, check=True, capture_output=True, text=True
        )  # fmt: skip
        return done.stdout.strip()

    run("git", "init", "-q")
    for text in ("one", 'two, "quoted"'):
        (repository / "file").write_text(text, "utf-8")
        run("git", "add", "file")
        run("git", "commit", "-q", "-m", f"Write {text}")
    commit = run("git", "rev-parse", "HEAD")
    run("git", "revert", "--no-edit", "HEAD")
    run("sh", "-c", recipe)
    take(tmp_path / "ledger", repository / "reverts.csv")

    assert select(tmp_path / "ledger", f"{TOLD}, CAST(ts AS VARCHAR)", "outcome") == [
        ("change", commit, "outcome", "failure", "2026-11-02 11:00:00+00")
    ]


def test_the_documented_table(tmp_path: Path) -> None:
    """The table of the documentation is read: one change, merged, tested, then taken back."""
    (text,) = re.findall(r"```csv\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    (tmp_path / "changes.csv").write_text(text, "utf-8")
    take(tmp_path / "ledger", tmp_path / "changes.csv")

    assert select(tmp_path / "ledger", TOLD, "outcome", "ORDER BY ALL") == [
        ("task", "fix-cart", "outcome", "failure"),
        ("task", "fix-cart", "outcome", "success"),
        ("task", "fix-cart", "tests", "success"),
    ]


def test_a_list_that_says_nothing_is_refused() -> None:
    """Numbers and branches alone judge nothing, and what to ask for is said."""
    bare = Sample(Path("x.json"), "json", ({"number": 1, "headRefName": "a"},), ())
    other = Sample(Path("x.json"), "json", ({"number": 1},), ())

    assert registry.claim(bare, Config()) is None
    assert "add mergedAt and closedAt to --json" in (registry.refusal(bare) or "")
    assert changes.refuses(other) is None
