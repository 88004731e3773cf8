"""`tokenomics demo`: a company's month of logs, ingested and reported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tokenomics_cli.options import Now


def demo(
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Another seed is another company's month.")
    ] = 1,
    size: Annotated[
        float, typer.Option("--size", metavar="X", help="1 is about 30,000 calls; 0.1 a tenth.")
    ] = 1.0,
    folder: Annotated[
        Path,
        typer.Option("--folder", metavar="DIR", help="Where it is written; must be empty or new."),
    ] = Path("tokenomics-demo"),
    logs: Annotated[
        str | None,
        typer.Option(
            "--logs",
            metavar="FORMAT",
            help="Only its gateway's calls, as another format's logs: helicone, portkey and others.",
        ),
    ] = None,
    now: Now = None,
) -> None:
    """Write a company's month of logs, ingest and report them.

    Beside the logs lies truth.json: what a report must say, summed without this program's prices.
    """
    from tokenomics.demo import write_company, write_logs
    from tokenomics_cli import walkthrough

    if logs is None:
        truth = write_company(folder, seed=seed, size=size)
    else:
        truth = write_logs(folder, logs, seed=seed, size=size)
    walkthrough.walk(folder, truth, now)
