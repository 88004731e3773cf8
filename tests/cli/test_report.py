"""Tests of report.py: the options of a report, each seen to act."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from support.command import Done, command
from support.logs import BROKEN, ROWS, UNPRICED, calls


def _rows(done: Done) -> list[dict[str, Any]]:
    assert done.code == 0, done.err
    return json.loads(done.out)["rows"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with calls.csv: 0.06 dollars of support, 0.06 of search."""
    calls(tmp_path / "calls.csv")
    return tmp_path


def test_paths_need_no_ledger(folder: Path) -> None:
    """Logs are asked directly, and nothing is left behind."""
    rows = _rows(command("report", "calls.csv", "--by", "team", "--format", "json", cwd=folder))

    assert [(row["team"], row["cost"]) for row in rows] == [("search", "0.06"), ("support", "0.06")]
    assert [path.name for path in folder.iterdir()] == ["calls.csv"]


def test_paths_with_a_ledger_are_read_into_it(folder: Path) -> None:
    """With --ledger the logs stay, and the next report needs no paths."""
    first = command("report", "calls.csv", "--ledger", "books", "--format", "csv", cwd=folder)
    second = command("report", "--ledger", "books", "--format", "csv", cwd=folder)

    assert first == second
    assert "0.12" in second.out


def test_without_paths_and_ledger_it_says_what_to_do(tmp_path: Path) -> None:
    """There is nothing to ask: exit code 2 and the next step."""
    done = command("report", cwd=tmp_path)

    assert (done.code, done.out) == (2, "")
    assert "tokenomics ingest" in done.err


def test_period_and_zone(folder: Path) -> None:
    """--since is included, --until is not, and --tz says where a day begins."""
    one = ("report", "calls.csv", "--format", "json", "--by", "day")
    since = _rows(command(*one, "--since", "2026-11-03", cwd=folder))
    until = _rows(command(*one, "--until", "2026-11-03", cwd=folder))
    kiritimati = _rows(command(*one, "--tz", "Pacific/Kiritimati", cwd=folder))

    assert [row["day"] for row in since] == ["2026-11-03"]
    assert [row["day"] for row in until] == ["2026-11-02"]
    assert [row["day"] for row in kiritimati] == ["2026-11-03", "2026-11-04"]


def test_filters(folder: Path) -> None:
    """--where keeps, NAME!= leaves out, and the same name twice means either."""
    one = ("report", "calls.csv", "--keep-user-ids", "--format", "json", "--by", "user")

    assert [r["user"] for r in _rows(command(*one, "--where", "team=search", cwd=folder))] == [
        "bob"
    ]
    assert [r["user"] for r in _rows(command(*one, "--where", "team!=search", cwd=folder))] == [
        "ada"
    ]
    both = command(*one, "--where", "user=ada", "--where", "user=bob", cwd=folder)
    assert len(_rows(both)) == 2


def test_unit_costs_and_limit(folder: Path) -> None:
    """--per divides, --limit cuts rows and not totals."""
    done = command(
        "report", "calls.csv", "--by", "team", "--per", "request", "--limit", "1", "--format", "json",
        cwd=folder,
    )  # fmt: skip
    document = json.loads(done.out)

    assert [row["cost_per_request"] for row in document["rows"]] == ["0.06"]
    assert document["totals"]["cost"] == "0.12"


def test_csv_is_a_table_of_its_own(folder: Path) -> None:
    """CSV parses into one row a group, with plain decimals."""
    done = command("report", "calls.csv", "--by", "team", "--format", "csv", cwd=folder)

    assert [row["cost"] for row in csv.DictReader(io.StringIO(done.out))] == ["0.06", "0.06"]


def test_markdown_and_files(folder: Path) -> None:
    """--output writes the file and leaves standard output alone."""
    done = command(
        "report", "calls.csv", "--by", "team", "--format", "markdown", "-o", "out.md", cwd=folder
    )

    assert (done.code, done.out) == (0, "")
    assert "| support |" in (folder / "out.md").read_text("utf-8")


def test_parquet_goes_to_a_file(folder: Path) -> None:
    """Parquet needs --output, and says so before anything is read."""
    parquet = ("report", "calls.csv", "--format", "parquet")
    refused = command(*parquet, cwd=folder)
    done = command(*parquet, "--output", "out.parquet", cwd=folder)

    assert refused.code == 2
    assert "--output" in refused.err
    assert done.code == 0
    assert (folder / "out.parquet").read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize(
    ("gates", "code"),
    [("unpriced", 1), ("rejects", 1), ("undated", 0), ("cost>0.1USD", 1), ("cost>0.12USD", 0)],
)
def test_gates(tmp_path: Path, gates: str, code: int) -> None:
    """A failed gate is exit code 1 after the report, with the reason on standard error."""
    calls(tmp_path / "calls.csv", *ROWS, UNPRICED, BROKEN)
    done = command("report", "calls.csv", "--format", "csv", "--fail-on", gates, cwd=tmp_path)

    assert done.code == code
    assert "0.12" in done.out
    assert (f"gate {gates!r}" in done.err) == bool(code)


def test_a_mistyped_gate_fails_before_anything_is_read(tmp_path: Path) -> None:
    """The nearest gate is named, whatever the paths are."""
    done = command("report", "missing.csv", "--fail-on", "unprized", cwd=tmp_path)

    assert done.code == 2
    assert "did you mean 'unpriced'" in done.err


def test_a_mistyped_dimension_is_named(folder: Path) -> None:
    """The nearest dimension is offered."""
    done = command("report", "calls.csv", "--by", "tean", cwd=folder)

    assert (done.code, done.err) == (2, "error: unknown dimension 'tean': did you mean 'team'?\n")


def test_prices_of_ones_own(folder: Path) -> None:
    """An overlay wins over the bundled prices: half of 0.12 is 0.06."""
    (folder / "mine.toml").write_text(
        '[[discount]]\nprovider = "openai"\npercent = "50"\n', "utf-8"
    )
    done = command(
        "report", "calls.csv", "--pricebook", "mine.toml", "--format", "json", cwd=folder
    )
    document = json.loads(done.out)

    assert document["totals"]["cost"] == "0.06"
    assert document["cost_basis"] == "contract"


def test_prices_of_another_day_and_of_another_knowledge(folder: Path) -> None:
    """A book whose price of 60 came on 1 November and was learned on the 20th; before it was 30."""
    (folder / "mine.toml").write_text(
        'provider = "acme"\n'
        '[[price]]\nmodel = "a"\nrates = [{ input = 30 }]\n'
        '[[price]]\nmodel = "a"\nfrom = 2026-11-01\nknown_at = 2026-11-20\nrates = [{ input = 60 }]\n',
        "utf-8",
    )
    (folder / "one.csv").write_text(
        "ts,provider,model,input\n2026-11-02T00:00:00Z,acme,a,1000000\n", "utf-8"
    )

    def cost(*words: str) -> str:
        done = command(
            "report", "one.csv", "--pricebook", "mine.toml", *words, "--format", "json", cwd=folder
        )
        return json.loads(done.out)["totals"]["cost"]

    assert cost() == "60"
    assert cost("--prices-at", "2026-10-31") == "30"
    assert cost("--prices-at", "now", "--now", "2026-10-31") == "30"
    assert cost("--prices-known", "2026-11-19") == "30"
    titled = command(
        "report", "one.csv", "--pricebook", "mine.toml", "--prices-known", "2026-11-19",
        "--prices-at", "2026-11-03", cwd=folder,
    )  # fmt: skip
    assert "contract prices of 2026-11-03 as known on 2026-11-19" in titled.out.replace("\n", " ")
    wrong = command("report", "one.csv", "--prices-known", "soon", cwd=folder)
    assert (wrong.code, "no date" in wrong.err) == (2, True)


def test_what_usage_bought(folder: Path) -> None:
    """0.06 dollars for support's one success, 0.12 and 30 of hosting altogether, 1 dollar earned."""
    (folder / "outcomes.csv").write_text(
        "task_id,ts,outcome\nt1,2026-11-04T00:00:00Z,success\n", "utf-8"
    )
    calls(
        folder / "calls.csv",
        "2026-11-02T10:00:00Z,openai,gpt-4-0613,support,ada,1000,500,a",
    )
    text = (folder / "calls.csv").read_text("utf-8")
    (folder / "calls.csv").write_text(
        text.replace("request_id", "task_id,customer").replace(",a\n", ",t1,c1\n"), "utf-8"
    )
    (folder / "hosting.csv").write_text(
        "name,ts,amount,currency\nhosting,2026-11-02T00:00:00Z,30,USD\n", "utf-8"
    )
    (folder / "revenue.csv").write_text(
        "ts,amount,currency,customer\n2026-11-02T00:00:00Z,1,USD,c1\n", "utf-8"
    )
    command("ingest", "calls.csv", "outcomes.csv", "hosting.csv", "revenue.csv", cwd=folder)

    def rows(*words: str) -> list[dict[str, Any]]:
        return _rows(command("report", *words, "--format", "json", cwd=folder))

    (task,) = rows("--per", "success", "--by", "team")
    assert (task["successes"], task["cost"], task["overhead_cost"]) == (1, "0.06", "30")
    assert (task["cost_per_success"], task["outcome_coverage"]) == ("30.06", "1")
    assert [(r["layer"], r["cost"]) for r in rows("--by", "layer")] == [
        ("hosting (opex)", "30"),
        ("tokens", "0.06"),
    ]
    (customer,) = rows("--per", "revenue", "--by", "customer")
    assert (customer["margin"], customer["cost_of_revenue"]) == ("-29.06", "30.06")
    judged = ("--per", "success", "--by", "day", "--task-period")
    assert [row["day"] for row in rows(*judged, "last")] == ["2026-11-02"]
    assert [row["day"] for row in rows(*judged, "outcome")] == ["2026-11-04"]
    (folder / "tokenomics.toml").write_text('[task]\nperiod = "outcome"\n', "utf-8")
    assert [row["day"] for row in rows(*judged[:-1])] == ["2026-11-04"]
    gate = command("report", "--per", "success", "--fail-on", "cost_per_success>1USD", cwd=folder)
    assert gate.code == 1
    assert "the cost per success of 30.06 USD is more than 1 USD" in gate.err


def test_what_customers_and_steps_cost(folder: Path) -> None:
    """0.06 dollars of one customer and 0.06 of nobody; both are steps of one task by their session."""
    (folder / "steps.csv").write_text(
        "ts,provider,model,customer,session_id,step,input\n"
        "2026-11-02T10:00:00Z,openai,gpt-4-0613,c1,s,plan,2000\n"
        "2026-11-02T11:00:00Z,openai,gpt-4-0613,,s,write,2000\n"
        "2026-11-02T12:00:00Z,openai,gpt-4-0613,c1,,,2000\n",
        "utf-8",
    )

    def asked(*words: str) -> dict[str, Any]:
        done = command("report", "steps.csv", *words, "--format", "json", cwd=folder)
        return json.loads(done.out)

    found = asked("--per", "customer")["totals"]
    assert (found["customers"], found["cost_with_customer"]) == (1, "0.12")
    steps = asked("--per", "step")
    assert (steps["totals"]["steps"], steps["totals"]["cost_per_step"]) == (2, "0.06")
    assert steps["notes"] == [
        "33 % of the cost is of calls that state no step of a task: it is in no cost per step"
    ]
    (folder / "tokenomics.toml").write_text('[task]\nid = ["trace_id"]\n', "utf-8")
    assert asked("--per", "step")["totals"]["steps"] == 0


def test_overheads_drawn_from_a_bill(folder: Path) -> None:
    """Of a bill of 40 - 10 dollars support and search bear 15 each, beside 0.06 of calls; 5 are stated."""
    (folder / "bill.csv").write_text(
        "ChargePeriodStart,ChargePeriodEnd,BilledCost,BillingCurrency,ServiceName,ChargeCategory\n"
        "2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,40,USD,Amazon OpenSearch Service,Usage\n"
        "2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,-10,USD,Amazon OpenSearch Service,Credit\n"
        "2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,99,USD,AWS Lambda,Usage\n",
        "utf-8",
    )
    (folder / "tokenomics.toml").write_text(
        '[task]\nid = ["request_id"]\n'
        '[[overhead]]\nname = "vector store"\nallocate_by = "requests"\n'
        'from_charges = { service = "Amazon OpenSearch Service" }\n'
        '[[overhead]]\nname = "licence"\namount = "5.00 USD"\nstart = 2026-11-02\nscope = { team = "search" }\n'
        '[[overhead]]\nname = "gone"\nfrom_charges = { service = "AWS Lamda" }\n',
        "utf-8",
    )
    command("ingest", "calls.csv", "bill.csv", cwd=folder)
    done = command("report", "--per", "task", "--by", "team", "--format", "json", cwd=folder)

    assert {row["team"]: row["cost_per_task"] for row in _rows(done)} == {
        "support": "15.06",
        "search": "20.06",
    }
    assert json.loads(done.out)["notes"] == [
        "overhead 'gone': no charge matches: unknown service 'AWS Lamda': did you mean 'AWS Lambda'?"
    ]
    layers = _rows(command("report", "--by", "layer", "--format", "json", cwd=folder))
    assert [(row["layer"], row["cost"]) for row in layers] == [
        ("vector store (opex)", "30"),
        ("licence (opex)", "5"),
        ("tokens", "0.12"),
    ]


def test_a_past_version(folder: Path) -> None:
    """--ledger-at asks the ledger as it was, by version or instant."""
    command("ingest", "calls.csv", "--now", "2026-11-04", cwd=folder)
    calls(folder / "more.csv", UNPRICED)
    command("ingest", "more.csv", "--now", "2026-11-05", cwd=folder)

    def requests(*words: str) -> int:
        return json.loads(command("report", "--format", "json", *words, cwd=folder).out)["totals"][
            "requests"
        ]

    assert requests() == 3
    assert requests("--ledger-at", "0") == requests("--ledger-at", "2026-11-04T12:00:00Z") == 2


def test_a_past_version_of_paths_is_refused(folder: Path) -> None:
    """Files have no versions."""
    done = command("report", "calls.csv", "--ledger-at", "0", cwd=folder)

    assert done.code == 2
    assert "--ledger-at" in done.err


def test_a_report_in_another_currency_is_at_dated_exchange_rates(folder: Path) -> None:
    """0.06 dollars of 2 and of 3 November: x 1 / 1.25 = 0.048 and x 1 / 1.5 = 0.04 euros, to 18 decimals a rate."""
    (folder / "tokenomics.toml").write_text(
        '[fx]\n"EUR/USD" = [{ from = 2026-11-01, rate = "1.25" }, { from = 2026-11-03, rate = "1.50" }]\n',
        "utf-8",
    )
    done = command(
        "report", "calls.csv", "--by", "day", "--currency", "EUR", "--format", "json", cwd=folder
    )
    found = json.loads(done.out)

    # 0.00003 / 1.5 = 0.00002 a token: the inverse of 1.5 is cut at 18 decimals, and the rate then too.
    assert [(row["day"], row["cost"]) for row in found["rows"]] == [
        ("2026-11-02", "0.048"), ("2026-11-03", "0.04"),
    ]  # fmt: skip
    assert found["currency"] == "EUR"


def test_a_currency_without_prices_is_refused(folder: Path) -> None:
    """A report in a currency that no rate is in is one line."""
    done = command("report", "calls.csv", "--currency", "CHF", cwd=folder)

    assert done.code == 2
    assert "CHF" in done.err


def test_equal_questions_have_equal_answers(folder: Path) -> None:
    """Equal inputs and --now give equal bytes."""
    words = ("report", "calls.csv", "--format", "json", "--by", "model", "--now", "2026-11-10")

    assert command(*words, cwd=folder) == command(*words, cwd=folder)


def test_a_narrow_terminal(folder: Path) -> None:
    """At 60 columns no line is longer."""
    done = command(
        "report", "calls.csv", "--by", "team,model,user", cwd=folder, env={"COLUMNS": "60"}
    )

    assert max(map(len, done.out.splitlines())) <= 60


def test_the_course_of_costs_is_drawn_on_demand(tmp_path: Path) -> None:
    """0.06 USD a day for either team on a day of its own; other forms and questions refuse it."""
    calls(tmp_path / "calls.csv")
    shown = command("report", "calls.csv", "--by", "team", "--spark", cwd=tmp_path)
    words = ("report", "calls.csv", "--spark")
    as_json = command(*words, "--format", "json", cwd=tmp_path)
    per_success = command(*words, "--per", "success", cwd=tmp_path)

    rows = {line.split()[0]: line.split()[-1] for line in shown.out.splitlines() if "█" in line}
    assert rows == {"search": "·█", "support": "█·", "total": "██"}
    assert (as_json.code, per_success.code) == (2, 2)
    assert "--by day has its figures" in as_json.err
    assert "course of costs alone" in per_success.err
