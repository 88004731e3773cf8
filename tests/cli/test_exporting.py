"""An export written."""

from __future__ import annotations

from pathlib import Path

from support.command import command
from support.logs import calls


def test_a_file_must_be_named(tmp_path: Path) -> None:
    """Before anything is read, and by an ending that says its form."""
    calls(tmp_path / "calls.csv")
    none = command("export", "focus", "calls.csv", cwd=tmp_path)
    other = command("export", "focus", "calls.csv", "-o", "focus.xlsx", cwd=tmp_path)

    assert none.err == ("error: name a file with --output, such as focus.csv or focus.parquet\n")
    assert other.err == "error: focus.xlsx: name a file that ends in .csv or .parquet\n"
    assert none.code == other.code == 2


def test_what_could_not_be_read_ends_with_two(tmp_path: Path) -> None:
    """The file is written of what could, and the other one is named."""
    calls(tmp_path / "calls.csv")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    done = command("export", "focus", "calls.csv", "broken.parquet", "-o", "a.csv", cwd=tmp_path)

    assert done.code == 2
    assert "broken.parquet" in done.err
    assert (tmp_path / "a.csv").is_file()


def test_a_gate_that_is_none_is_told_before_anything_is_written(tmp_path: Path) -> None:
    """With the names that there are."""
    calls(tmp_path / "calls.csv")
    done = command(
        "export", "focus", "calls.csv", "-o", "a.csv", "--fail-on", "unprized", cwd=tmp_path
    )

    assert done.code == 2
    assert "unprized" in done.err
    assert not (tmp_path / "a.csv").exists()


def test_an_export_takes_the_configurations_rules(tmp_path: Path) -> None:
    """Calls that a rule attributes to a team have its tag."""
    calls(tmp_path / "calls.csv")
    rule = '[[attribute]]\nwhen = { source = "native" }\nset = { team = "ours" }\n'
    (tmp_path / "tokenomics.toml").write_text(rule, "utf-8")
    done = command("export", "focus", "calls.csv", "-o", "a.csv", "--by", "team", cwd=tmp_path)

    assert done.code == 0, done.err
    assert '""team"": ""ours""' in (tmp_path / "a.csv").read_text("utf-8")
