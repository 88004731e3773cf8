"""Tests of prices_trend.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command


def test_a_class_is_shown_until_a_day(tmp_path: Path) -> None:
    """From 26.25 = (3 x 15 + 60) / 4 to 1.925 = (3 x 1.1 + 4.4) / 4 is 13.6 times cheaper."""
    done = command("prices", "trend", "--class", "o1", "--on", "2025-02-01", cwd=tmp_path)

    assert done.out.splitlines() == [
        "class  on          model           input  output  blend  cheaper  a year",
        "o1     2024-12-17  openai/o1          15      60  26.25        1",
        "o1     2025-01-31  openai/o3-mini    1.1     4.4  1.925     13.6",
        "o1     2025-02-01  openai/o3-mini    1.1     4.4  1.925     13.6",
    ]
    assert done.err.startswith("USD per 1M tokens")


def test_programs_get_the_sources(tmp_path: Path) -> None:
    """JSON has the bar, the score and who says so, and where the price is from, and no narration."""
    done = command(
        *("prices", "trend", "--class", "gpt-4", "--on", "2023-04-01", "--format", "json"),
        cwd=tmp_path,
    )
    first, _ = json.loads(done.out)

    assert (first["model"], first["blend"], first["a year"]) == ("openai/gpt-4", "37.5", None)
    assert (first["benchmark"], first["bar"], first["score"]) == ("MMLU", "86", "86")
    assert "Epoch AI" in first["score source"]
    assert "langfuse" in first["price source"]
    assert done.err == ""


def test_today_is_the_last_day(tmp_path: Path) -> None:
    """Without --on the last row of each class is of the day that --now gives."""
    done = command("prices", "trend", "--format", "json", cwd=tmp_path)
    rows = json.loads(done.out)
    last = {row["class"]: row["on"] for row in rows}

    assert last == dict.fromkeys(("GPT-3", "GPT-3.5", "GPT-4", "GPT-4o", "o1"), "2026-11-15")


def test_prices_of_ones_own_count(tmp_path: Path) -> None:
    """A discount of half on DeepSeek makes its part of the trend half as dear."""
    (tmp_path / "own.toml").write_text('[[discount]]\nprovider = "deepseek"\npercent = "50"\n')
    found = [
        json.loads(
            command(
                *("prices", "trend", "--class", "o1", "--on", "2026-05-01", "--format", "json"),
                *more,
                cwd=tmp_path,
            ).out
        )[-1]["blend"]
        for more in ((), ("--pricebook", "own.toml"))
    ]

    assert found == ["0.175", "0.0875"]


def test_a_table_fits_eighty_columns(tmp_path: Path) -> None:
    """On a narrow terminal the blend stays and what it is made of goes."""
    done = command("prices", "trend", cwd=tmp_path, env={"COLUMNS": "80"})
    lines = done.out.splitlines()

    assert max(map(len, (*lines, *done.err.splitlines()))) <= 80
    assert lines[0].split() == ["class", "on", "model", "blend", "cheaper", "a", "year"]


def test_nothing_known_is_said(tmp_path: Path) -> None:
    """A day before all prices has no rows, which is no error."""
    done = command("prices", "trend", "--on", "2019-01-01", cwd=tmp_path)

    assert (done.code, done.out) == (0, "")
    assert done.err == "no price of these models is known until then\n"


def test_an_unknown_class_is_one_line(tmp_path: Path) -> None:
    """A wrong name is an error with those that there are."""
    done = command("prices", "trend", "--class", "o2", cwd=tmp_path)

    assert done.code == 2
    assert done.err == "error: unknown class 'o2': choose from GPT-3, GPT-3.5, GPT-4, GPT-4o, o1\n"
