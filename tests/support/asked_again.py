"""Commands with all of their options, so that a report that was kept can be asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import typer

from support.command import command
from tokenomics.auditing.reports import Ran
from tokenomics_cli.app import command_line

CONFIG = """\
[fx]
"EUR/USD" = [{ from = 2026-01-01, rate = "1.1" }]
[[success]]
when = "label = 'success'"
[[budget]]
name = "all"
amount = "100 USD"
period = "month"
[[scenario]]
name = "more"
growth = "5 %"
[[option]]
name = "rules"
kind = "no model"
per_task = "0.01 USD"
success_rate = 0.9
source = "pilot of October"
"""
# Options that decide about the form of an answer, what is done with it, or where its parts lie.
MANNER = frozenset({
    "form", "output", "config", "ledger", "now", "fail_on", "check", "foreseen", "max_cost", "comment_id",
    "spark", "statements", "memory_limit", "verbose", "ledger_at", "engine", "master", "no_cache",
})  # fmt: skip
_PERIOD = ("--since", "2026-10-01", "--until", "2026-11-15", "--tz", "Europe/Berlin")
_PRICES = ("--pricebook", "own.toml", "--prices-known", "2026-11-20")
_WHERE = ("--where", "feature!=billing")
_ASKED = (
    *_PERIOD,
    *_WHERE,
    *_PRICES,
    "--currency",
    "EUR",
    "--limit",
    "2",
    "--prices-at",
    "2026-11-02",
)
_READ = ("--at", "ts", "--provider", "openai", "--scope", "acme")


class Case(NamedTuple):
    """The words of a question; `tried` are options that another case of the same command has."""

    words: tuple[str, ...]
    tried: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What the case is called."""
        return " ".join(self.words[:4])


def case(*words: str, tried: str = "") -> Case:
    """A case of those words."""
    return Case(words, frozenset(tried.split()))


_BY = ("--by", "model")
_REST = "by at provider scope keep_user_ids"
CASES = (
    case("report", *_BY, *_ASKED, *_READ, "--per", "task", "--task-period", "last", tried="keep_user_ids cost_basis"),
    case("report", "--cost-basis", "billed", *_BY, tried="per task_period since until tz where limit pricebook prices_at prices_known currency at provider scope keep_user_ids"),
    case("agents", *_ASKED, tried=_REST),
    case("quality", *_ASKED, *_BY, tried=_REST),
    case("drivers", *_ASKED, *_BY, "--vs", "previous", tried=_REST),
    case("reconcile", *_PERIOD, "--tolerance", "2.5", "--where", "provider!=acme", *_PRICES, "--limit", "2", tried=f"{_REST} prices_at currency"),
    case("chargeback", "--month", "2026-10", "--share-by", "tokens", "--cost-basis", "priced", "--by", "feature", *_PRICES, tried=f"{_REST} where since until tz limit prices_at currency"),
    case("diff", "2026-10", "2026-11", *_WHERE, *_PRICES, "--per", "task", "--min-sample", "2", "--fail-on", "cost>+5%", "--tz", "UTC", "--limit", "2", tried=f"{_REST} since until prices_at currency"),
    case("waste", *_ASKED, *_BY, tried=_REST),
    case("anomalies", *_ASKED, *_BY, tried=_REST),
    case("failures", *_ASKED, *_BY, tried=_REST),
    case("indicators", *_PERIOD, *_PRICES, "--currency", "EUR", "--prices-at", "2026-11-02", tried=f"{_REST} where limit"),
    case("forecast", "--usage", "--scenario", "more", *_WHERE, *_PRICES, tried=f"{_REST} backtest since until tz limit prices_at currency"),
    case("forecast", "--backtest", tried=f"{_REST} usage scenario where pricebook prices_known since until tz limit prices_at currency"),
    case("budget", "--no-forecast", *_PRICES, "--limit", "1", tried="scenario"),
    case("budget", "--scenario", "more", tried="no_forecast limit pricebook prices_known"),
    case("estimate", "prompt.txt", "--model", "gpt-5", "--compare", "gpt-5-mini,gpt-4-0613", "--output", "7", "--media-tokens", "9", "--tier", "batch", "--provider", "openai", "--limit", "2", "--currency", "EUR", *_PRICES, tried="by"),
    case("estimate", "prompt.txt", "--by", "request", "--model", "gpt-5", tried="compare media_tokens tier provider limit currency pricebook prices_known"),
    case("whatif", "replay", *_ASKED, "--route", "feature=support -> gpt-5-mini", "--cheapest-that-holds", "0.5", "--max-latency", "9s", "--only", "provider=openai", "--cap", "output=5", "--defer", "24h", "--platform", "openrouter", "--reprice", "at=2026-10-02", tried=f"{_REST} tokenizer response_cache cache"),
    case("whatif", "replay", "--response-cache", "24h", "--route", "feature=support -> gpt-5-mini", "--tokenizer", "prompt.txt", tried=f"{_REST} cheapest_that_holds max_latency only cap defer platform reprice since until tz where limit pricebook prices_at prices_known currency cache"),
    case("whatif", "people", *_ASKED, "--minutes", "5", "--hourly", "60", tried=_REST),
    case("whatif", "portfolio", *_PERIOD, *_WHERE, *_PRICES, "--limit", "2", "--prices-at", "2026-11-02", "--model", "gpt-5", tried=f"{_REST} currency"),
    case("whatif", "scenarios", "--months", "2", *_WHERE, *_PRICES, tried=f"{_REST} since until tz budgets limit prices_at currency"),
    case("whatif", "scenarios", "--budgets", tried=f"{_REST} months since until tz where pricebook prices_known limit prices_at currency"),
    case("whatif", "selfhost", "--hourly", "4", "--tokens-per-second", "5000", "--gpus", "8", "--utilisation", "50%", "--hours", "700", "--redundancy", "N+1", "--energy", "power=0.7,kwh=0.2", "--network", "5", "--engineering", "share=0.1,yearly=150000", "--fixed", "rack=100", "--against", "gpt-5", "--mix", "input=3,output=1", "--volume", "1000000000", "--prices-at", "event", tried="parts at provider scope keep_user_ids owned staff precision capital currency since until tz where pricebook prices_known"),
    case("whatif", "selfhost", "--hourly", "4", "--tokens-per-second", "5000", "--parts", tried="gpus utilisation hours redundancy energy network engineering fixed against mix volume prices_at at provider scope keep_user_ids owned staff precision capital currency since until tz where pricebook prices_known"),
)  # fmt: skip


def options_of(words: Sequence[str]) -> Iterator[str]:
    """The names of all options of the command that those words call."""
    found: Any = typer.main.get_command(command_line())
    for word in words:
        if not hasattr(found, "commands") or word not in found.commands:
            break
        found = found.commands[word]
    for parameter in found.params:
        if any(option.startswith("--") for option in parameter.opts):
            yield parameter.name


def written(folder: Path) -> Path:
    """A folder with a configuration, prices of one's own, a prompt and logs of two months."""
    (folder / "tokenomics.toml").write_text(CONFIG, "utf-8")
    (folder / "own.toml").write_text(
        'provider = "openai"\ncurrency = "USD"\nper = { token = 1_000_000 }\n'
        '[[price]]\nmodel = "own-model"\nfrom = 2026-01-01\nrates = [{ input = 1 }]\n', "utf-8"
    )  # fmt: skip
    (folder / "prompt.txt").write_text("How much is it?\n", "utf-8")
    return folder


def run_in(folder: Path) -> Any:
    """What runs the words of a command in that folder."""

    def run(words: Sequence[str]) -> Ran:
        done = command(*words, cwd=folder)
        return Ran(done.out, done.err)

    return run


def envelope(path: Path) -> dict[str, Any]:
    """A report that was kept."""
    return json.loads(path.read_text("utf-8"))
