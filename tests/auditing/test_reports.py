"""Tests of reports.py."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from support.asked_again import CASES, MANNER, Case, envelope, options_of, run_in, written
from support.command import command
from support.kept_ledgers import write_logs
from tokenomics.auditing.envelopes import Difference
from tokenomics.auditing.reports import Ran, Verified, in_a_process, verified
from tokenomics.records.errors import InputError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and a ledger of two months."""
    folder = written(tmp_path_factory.mktemp("made"))
    write_logs(folder / "logs")
    assert command("ingest", "logs", cwd=folder).code == 0
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Path:
    """The same, for a test that changes it."""
    folder = tmp_path / "here"
    shutil.copytree(made, folder, copy_function=shutil.copy2)
    return folder


def _kept(folder: Path, *words: str, name: str = "report.json") -> Path:
    done = command(*words, "--format", "json", cwd=folder)
    assert done.out.startswith("{"), done.err
    (folder / name).write_text(done.out, "utf-8")
    return folder / name


def _again(folder: Path, path: Path, **options: Any) -> Verified:
    return verified(path, ledger=folder / ".tokenomics", config=folder / "tokenomics.toml", run=run_in(folder), **options)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_report_can_be_asked_again(case: Case, made: Path) -> None:
    """The envelope of every command, with every option, holds all that its question takes."""
    kept = _kept(made, *case.words, name=f"{abs(hash(case.words))}.json")

    assert _again(made, kept) == Verified(True, (), (), ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_option_is_asked_again(case: Case) -> None:
    """No option that decides about figures is left out of these cases."""
    given = {word.removeprefix("--").replace("-", "_") for word in case.words if word.startswith("--")}  # fmt: skip
    options = set(options_of(case.words)) - MANNER

    assert options - given - case.tried == set()
    assert case.tried - options == set()


def test_options_that_a_case_leaves_out_are_tried_by_another() -> None:
    """What decides how logs are read is a report's, straight from logs."""
    given = {word for case in CASES for word in case.words}
    left_out = {f"--{name.replace('_', '-')}" for case in CASES for name in case.tried} - given

    assert left_out == {"--keep-user-ids", "--owned", "--staff", "--precision", "--capital", "--cache"}  # fmt: skip


def test_a_restatement_changes_no_report(here: Path) -> None:
    """A report is of the version that it states, whatever was read since."""
    kept = _kept(here, "report", "--by", "model,day", "--per", "success")
    write_logs(here / "logs", days=25)
    assert command("ingest", "logs", cwd=here).code == 0
    assert _kept(here, "report", "--by", "model,day", name="new.json").read_text() != kept.read_text()  # fmt: skip

    assert _again(here, kept) == Verified(True, (), (), ())


def test_a_correction_of_prices_changes_no_report(here: Path) -> None:
    """A price that became known later is left out: the report is of what was known then."""
    kept = _kept(here, "report", "--pricebook", "own.toml", "--by", "model")
    book = here / "own.toml"
    text = book.read_text("utf-8")
    book.write_text(text + '[[price]]\nmodel = "gpt-4-0613"\nfrom = 2026-10-01\nknown_at = 2026-12-24\nrates = [{ input = 99, output = 99 }]\n', "utf-8")  # fmt: skip
    other = _kept(here, "report", "--pricebook", "own.toml", "--by", "model", name="new.json")
    assert envelope(other)["totals"]["cost"] != envelope(kept)["totals"]["cost"]
    found = _again(here, kept)

    assert (found.same, found.differences) == (True, ())
    assert found.notes[0].startswith("other prices are known by now: ")
    assert found.notes[-1].startswith("at prices as they were known on 2026-")


def test_a_price_edited_in_place_is_told(here: Path) -> None:
    """Where the past itself was changed no day gives the report back: the book is the reason."""
    kept = _kept(here, "report", "--pricebook", "own.toml", "--by", "model")
    book = here / "own.toml"
    book.write_text(book.read_text("utf-8").replace("own-model", "gpt-4-0613"), "utf-8")
    found = _again(here, kept)

    assert not found.same
    assert [d.where for d in found.differences][:2] == ["rows[0].cost", "totals.cost"]
    assert found.reasons == ("other prices are known by now: own",)


def test_an_upgrade_changes_no_report(here: Path) -> None:
    """A report of another version of the tool is the same where its figures are, and that is said."""
    kept = _kept(here, "report")
    text = kept.read_text("utf-8").replace('"tool_version": "', '"tool_version": "0.0.')
    kept.write_text(text, "utf-8")
    found = _again(here, kept)

    assert found.same
    assert found.notes[0].startswith("it was made by version 0.0.")


def test_another_configuration_is_a_reason(here: Path) -> None:
    """Rules that give calls a team change the rows; what does not matter changes nothing but a note."""
    kept = _kept(here, "report", "--by", "team")
    config = here / "tokenomics.toml"
    text = config.read_text("utf-8")
    config.write_text(f"# words\n{text}", "utf-8")
    assert _again(here, kept) == Verified(True, (), (), ("the configuration is not the one that it was made with",))  # fmt: skip
    config.write_text(f'{text}[[attribute]]\nwhen = {{ feature = "support" }}\nset = {{ team = "a" }}\n', "utf-8")  # fmt: skip
    found = _again(here, kept)

    assert not found.same
    assert found.reasons == ("the configuration is not the one that it was made with",)


def test_a_figure_that_was_changed_is_told(here: Path) -> None:
    """Where it stands, what it was said to be and what it is; no reason is made up."""
    kept = _kept(here, "report")
    report = envelope(kept)
    report["totals"]["cost"] = "1.23"
    kept.write_text(json.dumps(report), "utf-8")

    assert _again(here, kept) == Verified(False, (Difference("totals.cost", "1.23", "6.4938"),), (), ())  # fmt: skip


def test_a_version_that_is_gone_is_told(here: Path) -> None:
    """A report of a ledger that is not there, or never was at that version, is not reproduced."""
    kept = _kept(here, "report")
    report = envelope(kept)
    report["ledger"]["version"] = 7
    kept.write_text(json.dumps(report), "utf-8")
    (reason,) = _again(here, kept).reasons
    shutil.rmtree(here / ".tokenomics")
    (other,) = _again(here, kept).reasons

    assert reason.startswith("it cannot be asked anew: the ledger ")
    assert reason.endswith("has no version 7: its latest is 0")
    assert "there is no ledger at" in other


def test_people_who_were_forgotten_are_a_reason(here: Path) -> None:
    """A report about somebody by name holds as long as anybody knows who they are."""
    kept = _kept(here, "report", "--where", "user=person1@example.com", "--now", "2026-11-20")
    assert _again(here, kept).same
    assert command("forget", "person1@example.com", "--yes", cwd=here).code == 0
    found = _again(here, kept)

    assert not found.same
    assert any("has changed since: people may be forgotten" in reason for reason in found.reasons)
    next(here.glob(".*people.json")).unlink()
    assert any("is gone: nobody is found by name" in reason for reason in _again(here, kept).reasons)  # fmt: skip


def test_a_report_straight_from_logs_is_asked_of_them(here: Path) -> None:
    """With what was said of files that do not say it; logs that changed since are a reason."""
    kept = _kept(here, "report", "logs", "--keep-user-ids", "--by", "user,model", "--scope", "acme")
    assert envelope(kept)["command"]["parameters"]["keep_user_ids"] is True
    assert _again(here, kept).same
    write_logs(here / "logs", days=21)
    found = _again(here, kept)

    assert not found.same
    assert found.reasons[0].startswith("it was read straight from files, which may have changed")


def test_a_comparison_is_of_the_version_that_it_states(here: Path) -> None:
    """Periods of a ledger are asked of it as it was, and its gates are judged again; a ledger of another path is read as it is."""
    kept = _kept(here, "diff", "2026-10", "2026-11", "--fail-on", "cost>+1%")
    path = _kept(here, "diff", ".tokenomics", "2026-11", name="other.json")
    write_logs(here / "logs", days=22)
    assert command("ingest", "logs", cwd=here).code == 0

    assert envelope(kept)["ledger"]["version"] == 0
    assert _again(here, kept) == Verified(True, (), (), ())
    assert ".tokenomics is read as it is now" in _again(here, path).reasons


def test_standard_input_is_gone(here: Path) -> None:
    """What was read from it cannot be asked anew, which is said."""
    kept = _kept(here, "report", "logs")
    report = envelope(kept)
    report["command"]["parameters"]["paths"] = ["-"]
    kept.write_text(json.dumps(report), "utf-8")
    found = verified(kept, run=lambda _: Ran("", "error: nothing to read\n"))

    assert found.reasons == ("it was read from standard input, which is gone",)


def test_a_process_of_its_own_knows_nothing_of_ours(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment says of ledgers and clocks is not what the report was asked with."""
    kept = _kept(here, "report")
    monkeypatch.setenv("TOKENOMICS_LEDGER", "elsewhere")
    monkeypatch.setenv("TOKENOMICS_NOW", "nonsense")

    assert in_a_process(["--version"]).out.startswith("tokenomics ")
    assert verified(kept, ledger=here / ".tokenomics", config=here / "tokenomics.toml").same


def test_a_report_writes_nothing(here: Path) -> None:
    """Whoever wrote it chooses no file: what it asks besides figures is refused before anything runs."""
    kept = _kept(here, "report")
    report = envelope(kept)
    report["command"]["parameters"]["output"] = str(here / "owned")
    kept.write_text(json.dumps(report), "utf-8")

    with pytest.raises(InputError, match="'output' is no option that decides about figures"):
        verified(kept, run=lambda _: pytest.fail("something was run"))
    assert not (here / "owned").exists()


def test_a_price_book_of_another_day_is_told(here: Path) -> None:
    """What a book knew last is stated beside its digest, and no digit of either is taken on trust."""
    kept = _kept(here, "report")
    report = envelope(kept)
    report["pricebooks"][0]["known_at"] = "2026-01-01"
    kept.write_text(json.dumps(report), "utf-8")
    found = _again(here, kept)

    assert found.same
    assert found.notes == (f"other prices are known by now: {report['pricebooks'][0]['name']}",)


def test_what_is_no_report_is_an_error(tmp_path: Path) -> None:
    """In one line, before anything is asked."""
    (tmp_path / "list.json").write_text("[]", "utf-8")

    with pytest.raises(InputError, match="no report in JSON"):
        verified(tmp_path / "list.json")
