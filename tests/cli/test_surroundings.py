"""Tests of surroundings.py."""

from __future__ import annotations

from pathlib import Path

from support.house import project
from tokenomics.channels import SmtpConfig, SummaryConfig, WebhookConfig
from tokenomics.config import Config
from tokenomics.sections import LedgerConfig
from tokenomics_cli.surroundings import Installed, installed, installed_text, missing


def test_versions_and_extras_are_told() -> None:
    """Every extra of the package is looked for; Python's own version is among the others."""
    found = installed()

    assert set(found.extras) == set(project()["project"]["optional-dependencies"])
    assert found.versions["python"].startswith("3.")


def test_extras_are_told_in_a_line() -> None:
    """What is there and what is not."""
    some = Installed({"duckdb": "2.0"}, {"charts": True, "tokens": False})

    assert list(installed_text(some)) == ["duckdb 2.0", "extras: charts; not installed: tokens"]
    assert list(installed_text(Installed({}, {"charts": True})))[1] == "extras: charts"


def test_logs_and_variables_are_looked_for(tmp_path: Path) -> None:
    """A pattern that meets a file is there; a channel without variables needs none."""
    (tmp_path / "a.csv").write_text("", "utf-8")
    mail = SmtpConfig("host", "a@b.c", ("d@e.f",), username_env="USER_NAME", password_env="PASS")
    hook = WebhookConfig(url="https://example.com", headers_env={"x-key": "HOOK_KEY"})
    config = Config(
        ledger=LedgerConfig(logs=("*.csv", "*.jsonl")),
        channel={"mail": mail, "hook": hook, "summary": SummaryConfig()},
        root=tmp_path,
    )

    assert list(missing(config, {"USER_NAME": "ops", "PASS": ""})) == [
        f"[ledger] logs: {tmp_path / '*.jsonl'} is not there",
        "channel mail: set PASS where alerts are sent from",
        "channel hook: set HOOK_KEY where alerts are sent from",
    ]
