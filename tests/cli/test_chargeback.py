"""`tokenomics chargeback`, as it is called."""

from __future__ import annotations

from pathlib import Path

from support.command import command


def test_the_month_is_a_period_of_its_own(tmp_path: Path) -> None:
    """A word that is no month and two periods are refused."""
    done = command("chargeback", "--month", "2026-13", cwd=tmp_path)
    both = command("chargeback", "--month", "2026-11", "--since", "2026-11", cwd=tmp_path)

    assert done.err == "error: '2026-13' is no month: write it like 2026-10\n"
    assert both.err == "error: --month is a period of its own: leave out --since and --until\n"


def test_the_title_says_that_costs_are_as_billed(tmp_path: Path) -> None:
    """What no bill is known of is at the book's prices: the title names both."""
    row = "2026-11-02T10:00:00Z,openai,gpt-4-0613,a,1000,500"
    (tmp_path / "calls.csv").write_text(f"ts,provider,model,team,input,output\n{row}\n", "utf-8")
    (tmp_path / "bill.csv").write_text(
        "ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ChargeCategory,BilledCost,BillingCurrency\n"
        "2026-11-02T00:00:00Z,2026-11-03T00:00:00Z,OpenAI,OpenAI API,Usage,0.05,USD\n",
        "utf-8",
    )
    month = ("chargeback", "calls.csv", "bill.csv", "--month", "2026-11", "--now", "2026-12-01")

    assert "USD, list prices" in command(*month, cwd=tmp_path).out.splitlines()[0]
    billed = command(*month, "--cost-basis", "billed", cwd=tmp_path).out.splitlines()[0]
    assert "USD, as billed, else list prices" in billed
