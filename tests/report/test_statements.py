"""What is owed as documents."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.command import command
from support.owed import CALLS, MONTH, owing
from support.usage import book_of, report_of
from tokenomics.costing.answer import Besides
from tokenomics.reconciling.owing import Owed, Owing
from tokenomics.records.money import total
from tokenomics.report.statements import fitted, statements, within

STATEMENT = """# Statement of team support

2026-11-01 to 2026-11-30 (UTC), USD, contract prices

**10.00 USD owed.**

| what | USD |
| --- | ---: |
| calls | 6.00 |
| share of what is of no single one | 4.00 |
| **owed** | **10.00** |

The share is 50 % of 8.00 USD, weighed by cost: calls that state no team, and costs that belong to no single one.

Some of its usage has no price and is in no amount.

## Its calls

| feature | model | requests | cost |
| --- | --- | ---: | ---: |
| chat | small | 1 | 4.00 |
| mail | small | 1 | 2.00 |
| chat | new | 1 | 0.00 |
| **total** |  | **3** | **6.00** |
"""


def _pages(folder: Path, *options: str) -> dict[str, str]:
    done = command(*MONTH, "--statements", "sent", *options, cwd=folder)
    assert done.code == 0, done.err
    return {path.name: path.read_text("utf-8") for path in (folder / "sent").iterdir()}


def test_a_statement_says_what_is_owed_and_for_what(tmp_path: Path) -> None:
    """4 + 2 dollars of calls and half of what is nobody's; a model without a price is said."""
    pages = _pages(owing(tmp_path))

    assert set(pages) == {"search.md", "support.md"}
    assert pages["support.md"] == STATEMENT
    assert "| overheads | 4.00 |" in pages["search.md"]


def test_what_is_owed_evenly_is_said_so(tmp_path: Path) -> None:
    """Each bears the same."""
    pages = _pages(owing(tmp_path), "--share-by", "even")

    assert "The share is 50 % of 8.00 USD, each bears the same: " in pages["search.md"]


def test_a_name_steers_neither_a_file_nor_a_page(tmp_path: Path) -> None:
    """Slashes and dots are no path, marks are no markup, and names alike have a file each."""
    rows = "".join(
        f"2026-11-02T10:00:00Z,acme,small,n{number},{team},chat,1000000\n"
        for number, team in enumerate(("../etc", "etc", "ETC", "a|b*c"))
    )
    pages = _pages(owing(tmp_path, CALLS.splitlines(keepends=True)[0] + rows))

    assert sorted(name.lower() for name in pages) == [
        "a-b-c.md", "etc-2.md", "etc-3.md", "etc.md", "search.md",
    ]  # fmt: skip
    assert "# Statement of team a\\|b\\*c" in pages["a-b-c.md"]


def test_a_name_may_be_longer_than_a_files(tmp_path: Path) -> None:
    """It is cut in the file's name and whole in the page, and no file has the name of a device."""
    teams = ("x" * 300, "x" * 299 + "y", "con", "Nul.a", "console")
    rows = "".join(
        f"2026-11-02T10:00:00Z,acme,small,n{number},{team},chat,1000000\n"
        for number, team in enumerate(teams)
    )
    pages = _pages(owing(tmp_path, CALLS.splitlines(keepends=True)[0] + rows))

    cut = "x" * 100
    assert set(pages) == {f"{cut}.md", f"{cut}-2.md", "statement-con.md", "statement-Nul.a.md", "console.md", "search.md"}  # fmt: skip
    assert {pages[f"{cut}.md"].splitlines()[0], pages[f"{cut}-2.md"].splitlines()[0]} == {
        f"# Statement of team {team}" for team in teams[:2]
    }


def test_dimensions_that_are_owed_by_are_not_told_again() -> None:
    """By team and model the calls are told apart by feature alone."""
    assert within(("team",)) == ("feature", "model")
    assert within(("team", "model")) == ("feature",)


def test_of_many_kinds_of_calls_the_dearest_are_named(tmp_path: Path) -> None:
    """Of 25 features the 20 dearest have a line, and the five others one together: 1 + 2 + 3 + 4 + 5 of 325 dollars."""
    report = report_of(book_of(tmp_path), [])
    calls = tuple(
        Owing(("a", f"f{n:02}"), Decimal(n), Besides(), 1, 1, has_unpriced=False)
        for n in range(1, 26)
    )
    whole = Owing(("a",), Decimal(325), Besides(), 25, 25, has_unpriced=False)
    owed = Owed(("team",), [whole], Decimal(0), "cost", report)
    finer = Owed(("team", "feature"), calls, Decimal(0), "cost", report)
    page = statements(owed, finer, prices="list prices")["a.md"]

    assert "| f25 | 1 | 25.00 |" in page
    assert "| f05 |" not in page
    assert "| 5 more | 5 | 15.00 |" in page
    assert page.endswith("| **total** | **25** | **325.00** |\n")


def test_statements_show_what_the_listing_shows(tmp_path: Path) -> None:
    """Three thirds of a dollar are 0.334 + 0.333 + 0.333, so that what all are asked for is the whole."""
    report = report_of(book_of(tmp_path), [])
    third = [Decimal("0.333333333333333334"), *[Decimal("0.333333333333333333")] * 2]
    owing_ = [
        Owing((name,), part, Besides(), 1, 1, has_unpriced=False, weight=Fraction(1))
        for name, part in zip("abc", third, strict=True)
    ]
    owed = Owed(("team",), owing_, Decimal(0), "even", report)
    pages = statements(owed, owed, prices="list prices")
    shown = [page.split("**")[1] for page in pages.values()]

    assert shown == ["0.334 USD owed.", "0.333 USD owed.", "0.333 USD owed."]


@given(
    parts=st.lists(st.decimals(-1000, 1000, places=6), min_size=1, max_size=6),
    off=st.integers(-1, 1),
)
def test_parts_sum_to_a_whole_that_was_rounded_elsewhere(parts: list[Decimal], off: int) -> None:
    """Whichever way the whole was rounded, none is moved by more than two cents."""
    whole = total(parts).quantize(Decimal("0.01")) + Decimal(off) / 100
    found = fitted(parts, whole, 2)

    assert total(found) == whole
    assert all(abs(one - other) <= Decimal("0.03") for one, other in zip(found, parts, strict=True))


@pytest.mark.parametrize("basis", ["priced", "billed"])
def test_statements_of_both_bases_name_their_prices(tmp_path: Path, basis: str) -> None:
    """What is billed says so in place of the price book."""
    folder = owing(tmp_path)
    bill = "ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ChargeCategory,model,meter,quantity,unit,BilledCost,BillingCurrency\n2026-11-02,2026-11-03,acme,API,Usage,small,input,5000000,Tokens,5,USD\n"
    (folder / "bill.csv").write_text(bill, "utf-8")
    assert command("ingest", "bill.csv", cwd=folder).code == 0
    page = _pages(folder, "--cost-basis", basis)["support.md"]

    assert ("as billed" in page) == (basis == "billed")
    assert ("| calls | 3.00 |" in page) == (basis == "billed")
