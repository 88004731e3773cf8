"""`tokenomics diff`: what changed between two sets of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tokenomics_cli.question import comparison

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

_SIDE = "A ledger, a JSON report, logs, a period such as 2026-10, or a label KEY=VALUE."
Base = Annotated[str, typer.Argument(help=f"What is compared with. {_SIDE}", metavar="BASE")]
Head = Annotated[str, typer.Argument(help=f"What is new. {_SIDE}", metavar="HEAD")]
Per = Annotated[
    str | None,
    typer.Option(
        "--per", metavar="UNIT", help="What the headline is about: request, task or success."
    ),
]
MinSample = Annotated[
    int,
    typer.Option(
        "--min-sample",
        metavar="N",
        min=1,
        help="Judge changes of unit costs from N units a side on.",
    ),
]
CommentId = Annotated[
    str | None,
    typer.Option("--comment-id", metavar="NAME", help="Tells several comments of one page apart."),
]
Form = Annotated[
    Literal["table", "json", "csv", "markdown", "junit", "parquet"],
    typer.Option("--format", help="How the comparison is written; markdown is a comment."),
]


@comparison
def diff(
    request: Request,
    given: Settings,
    base: Base,
    head: Head,
    per: Per = None,
    min_sample: MinSample = 30,
    comment_id: CommentId = None,
    form: Form = "table",
) -> None:
    """What changed from BASE to HEAD: cost, requests, tasks, successes, and what one of them costs.

    Both are priced by one book. What other prices did stands apart, and what may be noise is told.
    """
    from tokenomics_cli.differing import Wanted, differ

    differ(request, given, Wanted(base, head, per, min_sample, comment_id, form))
