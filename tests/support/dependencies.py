"""The table of dependencies: what each is for and why this one; versions and licences are of what is installed.

As a program it writes docs/dependencies.md: `PYTHONPATH=tests python tests/support/dependencies.py`.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

from support.house import ROOT, project

PAGE = ROOT / "docs" / "dependencies.md"


class Reason(NamedTuple):
    """What a dependency is for, and why it is this one and no other or none."""

    what: str
    why: str


REASONS: dict[str, Reason] = {
    "deltalake": Reason("the ledger: one commit of rows and watermarks, past versions", "files that other tools read, without a server or Java; a log of our own would be another format"),
    "duckdb": Reason("reads logs, prices, sums", "fastest of the engines tried in one process, exact decimals, and can be locked to named files"),
    "filelock": Reason("one writer at a time of the file of people and of notices", "the same on all systems; `fcntl` is not"),
    "httpx2": Reason("reports of providers, webhooks, comments", "pools, time-outs and certificates that the standard library leaves to its user"),
    "jinja2": Reason("the HTML page", "escapes every value by itself; pages put together by hand forget one"),
    "markupsafe": Reason("marks what of a page is markup", "Jinja's own part, which is imported by name"),
    "msgspec": Reason("JSON with every digit, checked configuration", "parses only what is wanted, ten times as fast as `json`, and says where a key is wrong"),
    "opentelemetry-proto": Reason("the messages of OTLP", "the project's own, generated from the standard"),
    "pandera": Reason("checks records before a commit", "a second, independent statement of what a record is: what the queries say is not believed"),
    "polars": Reason("frames of the library", "decimals in frames, which pandas has not; pandera checks them"),
    "protobuf": Reason("reads OTLP's messages", "the messages' runtime, with a limit of depth"),
    "pyarrow": Reason("rows from Python into the engine, Parquet of FOCUS", "the form in which DuckDB and polars take rows without copying"),
    "typer": Reason("the command line", "options from annotations: one declaration is parsed, documented and completed"),
    "tzdata": Reason("time zones", "systems without a database of zones, such as Windows, need it; nothing imports it by name"),
    "watchfiles": Reason("`ingest --watch`", "the system tells what changed, instead of thousands of files being asked"),
    "xxhash": Reason("digests of what was read", "no secret depends on them, and logs of gigabytes are digested at each ingest"),
    "zstandard": Reason("logs packed with zstd", "Python 3.14 is the first to read them itself"),
    "altair": Reason("charts", "a chart is data that notebooks, pages and mail draw alike"),
    "vl-convert-python": Reason("pictures of charts", "draws without a browser, and without a network"),
    "numpy": Reason("backtests beside peers", "what statsforecast speaks"),
    "statsforecast": Reason("the peer that forecasts are held against", "the one that is widely used"),
    "apprise": Reason("services for which there is no channel", "a hundred of them"),
    "pyspark": Reason("questions on a cluster", "the engine that companies have"),
    "sqlglot": Reason("queries in a cluster's dialect", "parses the queries; nothing is replaced in text"),
    "bpe-openai": Reason("counts tokens of texts that nobody counted", "has its tables inside: nothing is fetched"),
}  # fmt: skip

_HEAD = """# Dependencies

What is installed beside the library, why it and not something else, and under which licence: `pyproject.toml` names the least
version, `constraints.txt` the one that was tested of it and of all that it needs in turn. The table is written by
`tests/support/dependencies.py` from what is declared and installed; a test fails where it is stale, where
something is declared that nothing imports, or imported that is not declared.

Nothing is fetched when the package is built, and its wheel and source distribution are the same to the byte wherever and
whenever they are built from the same files: a test builds both twice, without a network. [SECURITY.md](../SECURITY.md) tells what
the library is trusted with.
"""


def page() -> str:
    """The page as it should be."""
    found = project()["project"]
    parts = [_HEAD, "## Always installed\n", *_table(found["dependencies"])]
    for extra, texts in sorted(found["optional-dependencies"].items()):
        parts += [f"## With the extra `{extra}`\n", *_table(texts)]
    return "\n".join(parts)


def _table(declared: list[str]) -> list[str]:
    rows = [_row(text) for text in sorted(declared)]
    return ["| package | for | why this one | licence |", "|---|---|---|---|", *rows, ""]


def _row(text: str) -> str:
    name = re.split(r"[\[<>=~! ]", text, maxsplit=1)[0]
    of = REASONS[name]
    return f"| `{text}` | {of.what} | {of.why} | {licence(name)} |"


def licence(name: str) -> str:
    """The licence that a package states; of one that is not installed here what the page said before."""
    try:
        return _licence(metadata(name))
    except PackageNotFoundError:
        said = re.search(
            rf"^\| `{name}[\[<>=~!].* \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE
        )
        return said[1] if said else "not installed here"


def _licence(of: PackageMetadata) -> str:
    """As an expression, as a class, or in a word."""
    stated = of.json.get("license_expression")
    if stated:
        return str(stated)
    classes = [
        text.rpartition(" :: ")[2]
        for text in of.get_all("Classifier") or ()
        if text.startswith("License ::")
    ]
    return ", ".join(classes) or str(of.json.get("license") or "").split("\n")[0]


if __name__ == "__main__":
    Path(PAGE).write_text(page(), "utf-8")
