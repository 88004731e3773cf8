"""Changes of code: which were merged, closed or reverted, as outcomes of the work that made them.

GitHub's and GitLab's lists of pull and merge requests, and tables of one's own with the same facts.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import OUTCOME
from tokenomics.sources.contract import Sample, Source, field, fixed, names_in

_MERGED = frozenset({"merged_at", "mergedAt"})
_REVERTED = "reverted_at"
_TARGET = frozenset({"task_id", "trace_id", "session_id", "branch", "headRefName", "head", "source_branch"})  # fmt: skip
_CHANGE = frozenset({"change", "pull_request", "number", "iid", "commit", "merge_commit", "mergeCommit", "merge_commit_sha"})  # fmt: skip
_GITHUB = frozenset({"number", "headRefName"})


def _query(part: str) -> str:
    """The query of what a change came to in the end, or of what else its row says."""
    folder = resources.files(__name__)
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in ("facts.sql", part))


_FACTS = Source(
    name="changes",
    doc="Changes of code, merged, closed or reverted: `gh pr list --json`, GitHub's and GitLab's interfaces, tables of one's own (JSON, JSON Lines, CSV)",
    known_by="`merged_at` or `mergedAt` beside a branch, session, task, number or commit; or `reverted_at` beside a number or commit",
    kind=OUTCOME,
    containers=("jsonl", "json", "csv"),
    fields=(
        field("task", "task_id"),
        field("trace", "trace_id"),
        field("session_id"),
        field("branch", "branch", "headRefName", "head.ref", "source_branch"),
        field("number", "change", "pull_request", "number", "iid"),
        field("commit", "commit", "merge_commit", "mergeCommit.oid", "merge_commit_sha"),
        field("squash", "squash_commit_sha"),
        field("repository", "repository", "repo", "base.repo.full_name"),
        field("url", "url", "html_url", "web_url"),
        field("merged", "merged_at", "mergedAt"),
        field("closed", "closed_at", "closedAt"),
        field("reverted", _REVERTED),
        field("tests", "tests_passed"),
        field("review", "review_minutes"),
        field("rework", "rework_minutes"),
    ),
    query=_query("map.sql"),
    keyed=True,
    exact=False,
    lossy=(
        'which calls made a change: tasks have to be named by what changes name, a session, a task, or with `[task] id = ["tag:branch", "session_id"]` a branch',
        "branches of one name in two repositories: they are one task",
        "reverts that no branch `revert-NUMBER-…` and no `reverted_at` tells",
        "a change that was reverted and then made again on another branch: that one is a success of its own",
    ),
    stated_by="own",
    drops=("titles, texts and labels of changes", "who wrote, reviewed and merged them"),
    export="`gh pr list --state all --limit 1000 --json number,headRefName,mergedAt,closedAt,mergeCommit,url`; `GET /repos/OWNER/REPO/pulls`; GitLab's `GET /projects/ID/merge_requests`; or a table with `branch`, `merged_at`, `reverted_at`",
    traps=(
        "a change that was merged is a success only until it is reverted: the later judgement stands, and the task's cost is one of a failure",
        "a list of merged changes alone has no failures: ask for `--state all`, and add what was reverted",
        "a pull request that is open is no failure: it is not judged yet",
    ),
)  # fmt: skip
SOURCE = _FACTS._replace(beside=_FACTS._replace(query=_query("besides.sql")))


def claims(sample: Sample) -> bool:
    """Whether the rows say of changes what became of them."""
    return any(
        (names & _MERGED and names & (_TARGET | _CHANGE))
        or (_REVERTED in names and names & (_TARGET | _CHANGE))
        for names in names_in(sample)
    )


def refuses(sample: Sample) -> str | None:
    """Why a list of pull requests is not read; None where it is another file."""
    if not claims(sample) and any(names >= _GITHUB for names in names_in(sample)):
        return "a list of pull requests that does not say which were merged: add mergedAt and closedAt to --json"
    return None


FORMAT = fixed(SOURCE, claims, refuses)
