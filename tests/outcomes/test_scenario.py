"""A company of three features, from native files to reports, against figures done by hand.

Every call sends 100,000 tokens and gets 25,000. By a million, small costs 1 dollar of input and 4 of
output, large ten times as much: 0.1 + 0.1 = 0.2 dollars a call of small, 1 + 1 = 2 of large. A
thousand searches are 20 dollars, so r1's five are 0.1. Eight tasks:

| task | feature | customer | calls | cost | verdict | minutes |
|---|---|---|---|---|---|---|
| s1 | search | c1 | small failed, small again | 0.4 | success | 10 |
| s2 | search | c2 | small, large as fallback | 2.2 | failure, then corrected: success | |
| s3 | search | c1 | small | 0.2 | failure | |
| p1 | support | c1 | large | 2 | success | 20 + 10 |
| p2 | support | c2 | large, large | 4 | abandoned | |
| p3 | support | c2 | small, two days ago | 0.2 | open | |
| r1 | report | c2 | large with searches | 2.1 | success | |
| r2 | report | c2 | small | 0.2 | unknown | |

Calls cost 2.8 of search, 6.2 of support, 2.3 of report: 11.3; one call of no task is 0.2 beside them.

Besides: 22 dollars of evaluation runs by requests, 2 for each of 11; 9 dollars less a credit of 3 of a
vector store, from a bill, for the tasks of search, 2 each; 16 dollars of an evaluation set, capex, by
tasks, 2 each. An hour of people's time is 60 dollars, a minute 1: s1 has 10 and p1 30.

| task | calls | evaluation | vectors | set | people | sum |
|---|---|---|---|---|---|---|
| s1 | 0.4 | 4 | 2 | 2 | 10 | 18.4 |
| s2 | 2.2 | 4 | 2 | 2 | | 10.2 |
| s3 | 0.2 | 2 | 2 | 2 | | 6.2 |
| p1 | 2 | 2 | | 2 | 30 | 36 |
| p2 | 4 | 4 | | 2 | | 10 |
| p3 | 0.2 | 2 | | 2 | | 4.2 |
| r1 | 2.1 | 2 | | 2 | | 6.1 |
| r2 | 0.2 | 2 | | 2 | | 4.2 |
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.command import command

PRICES = """
provider = "acme"
[[price]]
model = "small"
from = 2026-01-01
source = "a page"
rates = [{ input = 1, output = 4 }]
[[price]]
model = "large"
from = 2026-01-01
source = "a page"
rates = [{ input = 10, output = 40, web_search = 20 }]
"""
CONFIG = """
[labour]
hourly = "60.00 USD"

[[overhead]]
name = "vector store"
from_charges = { service = "Vectors" }
allocate_by = "tasks"
scope = { feature = "search" }

[[overhead]]
name = "evaluation set"
amount = "16.00 USD"
start = 2026-11-01
end = 2026-11-30
nature = "capex"
allocate_by = "tasks"
"""
CALLS = """\
task_id,ts,feature,model,customer,user,step,attempt,is_fallback,status,web_search,provider,input,output
s1,2026-11-02T10:00:00Z,search,small,c1,ada,plan,1,,failure,,acme,100000,25000
s1,2026-11-02T10:01:00Z,search,small,c1,ada,plan,2,,success,,acme,100000,25000
s2,2026-11-03T10:00:00Z,search,small,c2,ada,plan,,,success,,acme,100000,25000
s2,2026-11-03T10:02:00Z,search,large,c2,ada,answer,,true,success,,acme,100000,25000
s3,2026-11-04T10:00:00Z,search,small,c1,ada,plan,,,success,,acme,100000,25000
p1,2026-11-05T10:00:00Z,support,large,c1,bob,answer,,,success,,acme,100000,25000
p2,2026-11-06T10:00:00Z,support,large,c2,bob,answer,,,success,,acme,100000,25000
p2,2026-11-06T10:01:00Z,support,large,c2,bob,check,,,success,,acme,100000,25000
p3,2026-11-28T10:00:00Z,support,small,c2,bob,answer,,,success,,acme,100000,25000
r1,2026-11-09T10:00:00Z,report,large,c2,bob,write,,,success,5,acme,100000,25000
r2,2026-11-10T10:00:00Z,report,small,c2,bob,write,,,success,,acme,100000,25000
,2026-11-11T10:00:00Z,,small,,,,,,success,,acme,100000,25000
"""
OUTCOMES = """\
task_id,ts,outcome,review_minutes,rework_minutes
s1,2026-11-02T12:00:00Z,success,10,
s2,2026-11-03T12:00:00Z,failure,,
s2,2026-11-05T12:00:00Z,success,,
s3,2026-11-04T12:00:00Z,failure,,
p1,2026-11-05T12:00:00Z,success,20,10
p2,2026-11-06T12:00:00Z,abandoned,,
r1,2026-11-09T12:00:00Z,success,,
ghost,2026-11-09T12:00:00Z,success,,
"""
OVERHEADS = """\
name,kind,start,end,amount,allocate_by
evaluation runs,evaluation,2026-11-01,2026-11-30,22.00 USD,requests
"""
BILL = """\
ServiceName,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,BilledCost,BillingCurrency
Vectors,Usage,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,9.00,USD
Vectors,Credit,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,-3.00,USD
Mail,Usage,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,50.00,USD
"""
REVENUE = """\
date,amount,currency,customer
2026-11-30,50,USD,c1
2026-11-30,5,USD,c2
"""
FILES = {
    "calls.csv": CALLS,
    "outcomes.csv": OUTCOMES,
    "overheads.csv": OVERHEADS,
    "bill.csv": BILL,
    "revenue.csv": REVENUE,
}
COUNTS = ("successes", "failures", "open", "unknown")
GHOST = "1 outcome of no task that is known, or of several: not counted"
NOBODY = "1 call of no task, 0.2000 USD, is in no cost per task or success"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's files and its ledger."""
    home = tmp_path_factory.mktemp("company")
    for name, text in {**FILES, "prices.toml": PRICES, "tokenomics.toml": CONFIG}.items():
        (home / name).write_text(text, "utf-8")
    done = command("ingest", *FILES, cwd=home)
    assert (done.code, done.out, done.err) == (0, "", "")
    return home


def _asked(folder: Path, *words: str) -> dict[str, Any]:
    """What `tokenomics report --format json` says at the end of November."""
    done = command(
        "report", *words, "--format", "json", "--pricebook", "prices.toml", "--now", "2026-11-30",
        cwd=folder,
    )  # fmt: skip
    assert done.code == 0, done.err
    return json.loads(done.out)


def _by(said: dict[str, Any], name: str, *columns: str) -> dict[str | None, tuple[Any, ...]]:
    return {row[name]: tuple(row[column] for column in columns) for row in said["rows"]}


def _costs(said: dict[str, Any], name: str) -> dict[str | None, str]:
    return {row[name]: row["cost"] for row in said["rows"]}


def test_calls_alone_cost_what_their_tokens_and_searches_do(folder: Path) -> None:
    """2.8, 6.2 and 2.3 dollars of features, 0.2 of none: 11.5; a request of search is 2.8 / 5 = 0.56."""
    said = _asked(folder, "--by", "feature", "--per", "request")

    assert _costs(said, "feature") == {
        "support": "6.2",
        "search": "2.8",
        "report": "2.3",
        None: "0.2",
    }
    assert _by(said, "feature", "requests", "cost_per_request")["search"] == (5, "0.56")
    assert said["totals"]["cost"] == "11.5"
    assert said["unpriced"] == []


def test_a_success_of_each_feature(folder: Path) -> None:
    """Search: 18.4 + 10.2 + 6.2 = 34.8 for two successes, 17.4 each.

    Support: 36 + 10 = 46 for one; p3 is open, so its 4.2 are in no cost of a success.
    Report: 6.1 + 4.2 = 10.3 for one, or 5.15 each if r2, which nobody judged, had succeeded: half is judged.
    """
    said = _asked(folder, "--per", "success", "--by", "feature")

    assert _by(said, "feature", *COUNTS) == {
        "search": (2, 1, 0, 0),
        "support": (1, 1, 1, 0),
        "report": (1, 0, 0, 1),
    }
    figures = (
        "cost_of_closed_tasks",
        "cost_per_success",
        "cost_per_success_low",
        "outcome_coverage",
    )
    assert _by(said, "feature", *figures) == {
        "search": ("34.8", "17.4", "17.4", "1"),
        "support": ("46", "46", "46", "1"),
        "report": ("10.3", "10.3", "5.15", "0.5"),
    }
    assert _by(said, "feature", "cost", "cost_per_success_high") == {
        "search": ("2.8", "17.4"), "support": ("6.2", "46"), "report": ("2.3", "10.3"),
    }  # fmt: skip
    assert said["notes"] == [NOBODY, GHOST]


def test_shares_of_overheads_and_of_people_s_time(folder: Path) -> None:
    """Search: 5 x 2 requests + 3 x 2 + 3 x 2 = 22; support: 4 x 2 + 3 x 2 = 14; report: 2 x 2 + 2 x 2 = 8."""
    said = _asked(folder, "--per", "success", "--by", "feature")

    assert _by(said, "feature", "overhead_cost", "labour_cost") == {
        "search": ("22", "10"),
        "support": ("14", "30"),
        "report": ("8", "0"),
    }
    totals = said["totals"]
    assert (totals["overhead_cost"], totals["labour_cost"]) == ("44", "40")  # 22 + 6 + 16


def test_a_success_of_the_whole(folder: Path) -> None:
    """34.8 + 46 + 10.3 = 91.1 for four successes: 22.775; with r2 five: 18.22; 6 of 7 closed tasks are judged."""
    totals = _asked(folder, "--per", "success")["totals"]

    assert [totals[name] for name in COUNTS] == [4, 2, 1, 1]
    assert (totals["cost"], totals["cost_of_closed_tasks"]) == ("11.3", "91.1")
    assert (totals["cost_per_success"], totals["cost_per_success_low"]) == ("22.775", "18.22")
    assert totals["cost_per_success_high"] == "22.775"
    assert totals["outcome_coverage"] == "0.857142857142857143"


def test_the_model_that_was_tried_first_carries_what_came_of_it(folder: Path) -> None:
    """Small: s1, s2 with its call of large, s3, r2: 18.4 + 10.2 + 6.2 + 4.2 = 39 for two, or three with r2.

    Large: p1, p2, r1: 36 + 10 + 6.1 = 52.1 for two. p3 is small's and open.
    """
    said = _asked(folder, "--per", "success", "--by", "model")

    assert _by(said, "model", "cost", "cost_per_success", "cost_per_success_low") == {
        "large": ("8.1", "26.05", "26.05"),
        "small": ("3.2", "19.5", "13"),
    }


def test_a_success_of_each_customer(folder: Path) -> None:
    """c1: 18.4 + 6.2 + 36 = 60.6 for two; c2: 10.2 + 10 + 6.1 + 4.2 = 30.5 for two, or three with r2."""
    said = _asked(folder, "--per", "success", "--by", "customer")

    assert _by(said, "customer", "cost_per_success", "cost_per_success_low") == {
        "c1": ("30.3", "30.3"),
        "c2": ("15.25", "10.166666666666666667"),
    }


def test_each_task_has_its_own_cost(folder: Path) -> None:
    """The last column of the table above, of which the mean is (91.1 + 4.2) / 8 = 11.9125."""
    said = _asked(folder, "--per", "task", "--by", "task")

    assert {task: cost for task, (cost,) in _by(said, "task", "cost_per_task").items()} == {
        "s1": "18.4", "s2": "10.2", "s3": "6.2", "p1": "36", "p2": "10", "p3": "4.2", "r1": "6.1",
        "r2": "4.2",
    }  # fmt: skip
    assert (said["totals"]["tasks"], said["totals"]["cost_per_task"]) == (8, "11.9125")
    assert said["totals"]["cost_with_task"] == "95.3"


def test_a_filter_shows_what_its_tasks_cost_with_all_that_they_bear(folder: Path) -> None:
    """Of support alone: 46 dollars a success, as in the report of all features."""
    said = _asked(folder, "--per", "success", "--where", "feature=support")

    assert said["totals"]["cost_per_success"] == "46"
    assert said["totals"]["overhead_cost"] == "14"


def test_layers(folder: Path) -> None:
    """Tokens 11.4, searches 0.1, evaluation runs 22, vectors 9 - 3, the set 16, people 40: 95.5 dollars."""
    said = _asked(folder, "--by", "layer")

    assert [(row["layer"], row["cost"]) for row in said["rows"]] == [
        ("people", "40"),
        ("evaluation runs (opex)", "22"),
        ("evaluation set (capex)", "16"),
        ("tokens", "11.4"),
        ("vector store (opex)", "6"),
        ("tools", "0.1"),
    ]
    assert said["totals"]["cost"] == "95.5"


def test_users_customers_and_steps(folder: Path) -> None:
    """11.3 of 11.5 dollars state a user, customer and step: two, two and ten of them.

    ada's are search's 2.8, bob's 6.2 + 2.3; steps: plan of s1, s2, s3, answer of s2, p1, p2, p3, check
    of p2, write of r1 and r2.
    """
    names = ("user", "customer", "step")
    totals = {name: _asked(folder, "--per", name)["totals"] for name in names}

    assert [totals[name][f"{name}s"] for name in names] == [2, 2, 10]
    assert [totals[name][f"cost_per_{name}"] for name in names] == ["5.65", "5.65", "1.13"]
    assert [totals[name][f"cost_with_{name}"] for name in names] == ["11.3"] * 3
    assert sorted(_costs(_asked(folder, "--by", "user"), "user").values()) == ["0.2", "2.8", "8.5"]
    assert _asked(folder, "--per", "step")["notes"] == [
        "1.7 % of the cost is of calls that state no step of a task: it is in no cost per step"
    ]


def test_margins(folder: Path) -> None:
    """c1 brought 50 and cost 0.4 + 0.2 + 2 = 2.6; c2 brought 5 and cost 2.2 + 4 + 0.2 + 2.1 + 0.2 = 8.7.

    Of the 22 dollars by requests, c1 bears 4/12, c2 7/12, the call of nobody 1/12: the last unit of
    18 decimals goes to c2, of whose reports' share, 22/6, cutting down took most. Vectors are 2 a task of
    search: 4 and 2; the set 2 a task: 6 and 10; people were busy with c1 for 40. So c1 is left
    50 - 2.6 - 17.333... - 40, c2 5 - 8.7 - 24.833..., and of the whole 55 - 11.5 - 44 - 40.
    """
    said = _asked(folder, "--per", "revenue", "--by", "customer")
    assert _by(said, "customer", "revenue", "cost", "labour_cost") == {
        "c2": ("5", "8.7", "0"),
        "c1": ("50", "2.6", "40"),
        None: ("0", "0.2", "0"),
    }
    assert _by(said, "customer", "overhead_cost", "margin") == {
        "c2": ("24.833333333333333334", "-28.533333333333333334"),
        "c1": ("17.333333333333333333", "-9.933333333333333333"),
        None: ("1.833333333333333333", "-2.033333333333333333"),
    }
    assert (said["totals"]["revenue"], said["totals"]["margin"]) == ("55", "-40.5")
    assert said["notes"] == [GHOST]


def test_half_the_month(folder: Path) -> None:
    """Until the sixteenth all tasks but p3 are due, and half of each overhead: 11 + 3 + 8 = 22 dollars.

    Calls are 11.1, people 40: 73.1 for four successes.
    """
    totals = _asked(folder, "--per", "success", "--until", "2026-11-16")["totals"]

    assert [totals[name] for name in COUNTS] == [4, 2, 0, 1]
    assert (totals["cost"], totals["overhead_cost"]) == ("11.1", "22")
    assert totals["cost_per_success"] == "18.275"


def test_tasks_by_when_they_were_judged(folder: Path) -> None:
    """s2 was called on the third and put right on the fifth, beside p1; p3 and r2 stay where they are."""
    said = _asked(folder, "--per", "task", "--by", "day", "--task-period", "outcome")

    assert _by(said, "day", "tasks") == {
        "2026-11-02": (1,), "2026-11-04": (1,), "2026-11-05": (2,), "2026-11-06": (1,),
        "2026-11-09": (1,), "2026-11-10": (1,), "2026-11-28": (1,),
    }  # fmt: skip


def test_a_week_later_the_open_task_is_unknown(folder: Path) -> None:
    """91.1 + 4.2 = 95.3 for four successes, or for six."""
    done = command(
        "report", "--per", "success", "--format", "json", "--pricebook", "prices.toml",
        "--now", "2026-12-06", cwd=folder,
    )  # fmt: skip
    totals = json.loads(done.out)["totals"]

    assert [totals[name] for name in COUNTS] == [4, 2, 0, 2]
    assert (totals["cost_per_success"], totals["cost_per_success_low"]) == (
        "23.825",
        "15.883333333333333333",
    )


def test_a_gate_on_the_cost_of_a_success(folder: Path) -> None:
    """22.775 dollars are more than 20."""
    done = command(
        "report", "--per", "success", "--fail-on", "cost_per_success>20USD", "--pricebook",
        "prices.toml", "--now", "2026-11-30", cwd=folder,
    )  # fmt: skip

    assert done.code == 1
    assert "the cost per success of 22.775 USD is more than 20 USD" in done.err


def _ledger_of(folder: Path, home: Path, parts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The report of a ledger into which the parts of files came one ingest after another."""
    for name in ("prices.toml", "tokenomics.toml"):
        (home / name).write_text((folder / name).read_text("utf-8"), "utf-8")
    for number, (name, text) in enumerate(parts):
        (home / f"{number}-{name}").write_text(text, "utf-8")
        command("ingest", f"{number}-{name}", cwd=home)
    return _asked(home, "--per", "success", "--by", "feature")


def test_order_and_splits_of_ingests_decide_nothing(folder: Path, tmp_path: Path) -> None:
    """Each file line by line, the last line of the last file first, comes to the same rows and notes."""
    parts = [
        (name, f"{head}\n{line}\n")
        for name, text in FILES.items()
        for head, *lines in [text.splitlines()]
        for line in lines
    ]
    whole = _asked(folder, "--per", "success", "--by", "feature")
    split = _ledger_of(folder, tmp_path, parts[::-1])

    for part in ("rows", "totals", "notes"):
        assert split[part] == whole[part]
    assert Decimal(split["totals"]["cost_of_closed_tasks"]) == Decimal("91.1")
