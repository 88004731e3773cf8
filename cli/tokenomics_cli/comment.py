"""`tokenomics comment`: what a comparison says, below a pull request."""

from __future__ import annotations

from typing import Annotated

import typer

from tokenomics_cli.terminal import say


def comment(
    file: Annotated[
        str,
        typer.Argument(
            help="The comment, as diff --format markdown writes it; - is standard input.",
            metavar="FILE",
        ),
    ],
    pull: Annotated[
        int | None,
        typer.Option(
            "--pull", metavar="N", help="The pull request. Default: that of the job's event."
        ),
    ] = None,
) -> None:
    """Comment below a pull request of GitHub, or renew the comment that is there.

    For jobs of GitHub Actions, with GITHUB_TOKEN. What may not be written, as in pull requests from
    forks, goes to the summary of the job. No change makes no new comment.
    """
    import os
    import time
    from datetime import UTC, datetime

    from tokenomics.alert.github import stick
    from tokenomics.alert.outside import Outside
    from tokenomics.report.comment import is_no_change

    text = _read(file)
    outside = Outside(os.environ, lambda: datetime.now(UTC), time.sleep)
    say(stick(text, outside, pull=pull, is_quiet=is_no_change(text)).sentence)


def _read(file: str) -> str:
    import sys
    from pathlib import Path

    # A comment has no secrets to keep: what is no text is shown as such.
    return sys.stdin.read() if file == "-" else Path(file).read_text("utf-8", errors="replace")
