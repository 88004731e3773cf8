"""Tests of watcher.py: nights of `tokenomics alert` with a real mail server."""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from support.command import Done, command, process
from support.logs import ROWS, UNPRICED, calls
from support.mail_server import PASSWORD, USER, Authority, Inbox, closed_port, serving, silent
from tokenomics_cli import watcher

CONFIG = """
[alert]
channels = ["ops-mail"]
[channel.ops-mail]
type = "smtp"
host = "localhost"
port = {port}
security = "{security}"
timeout = {timeout}
from = "finops@example.com"
to = ["ops@example.com"]
{more}
"""
SIGNED_IN = 'username_env = "SMTP_USER"\npassword_env = "SMTP_PASSWORD"'
# The newest call of the log is of 11 o'clock on the third.
NIGHTS = ("2026-11-04T06:00:00Z", "2026-11-04T07:00:00Z", "2026-11-04T08:00:00Z")
MINE = """
provider = "nobody"
known_at = 2026-11-01
[[price]]
model = "mystery-1"
from = 2026-01-01
source = "a letter"
rates = [{ input = 2, output = 2 }]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger with two calls that have a price, and one that has none."""
    calls(tmp_path / "calls.csv", *ROWS, UNPRICED)
    assert command("ingest", "calls.csv", cwd=tmp_path).code == 0
    return tmp_path


def _configured(folder: Path, port: int, security: str = "none", more: str = "") -> Path:
    text = CONFIG.format(port=port, security=security, timeout=5, more=more)
    (folder / "tokenomics.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def paused(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds between attempts, which nobody waits."""
    found: list[float] = []
    monkeypatch.setattr(watcher, "time", SimpleNamespace(sleep=found.append))
    return found


@pytest.fixture
def inbox(folder: Path) -> Generator[Inbox]:
    """A mail server that the configuration names."""
    found = Inbox()
    with serving(found) as port:
        _configured(folder, port)
        yield found


def _night(folder: Path, now: str = NIGHTS[0], *more: str, **env: str) -> Done:
    return command("alert", "--now", now, *more, cwd=folder, env={"NO_PROXY": "*", **env})


def test_one_event_over_three_nights_is_one_mail(folder: Path, inbox: Inbox) -> None:
    """The model without a price is told once; the command says nothing at all."""
    nights = [_night(folder, now) for now in NIGHTS]

    assert nights == [Done(0, "", "")] * 3
    assert [mail["Subject"] for mail in inbox.mails] == ["nobody mystery-1 has no price: 1 call"]


def test_its_end_is_told_in_the_same_thread(folder: Path, inbox: Inbox) -> None:
    """A price of one's own: one more mail, which answers the first."""
    (folder / "mine.toml").write_text(MINE, "utf-8")
    for _ in range(2):
        _night(folder)
    for _ in range(2):
        assert _night(folder, NIGHTS[1], "--pricebook", "mine.toml") == Done(0, "", "")

    first, second = inbox.mails
    assert second["Subject"] == "nobody mystery-1 has no unpriced usage of late"
    assert second["In-Reply-To"] == first["Message-ID"]


def test_mail_leaves_encrypted_and_signed_in(folder: Path, tmp_path: Path) -> None:
    """STARTTLS with a certificate that is checked, user and password from the environment."""
    authority, inbox = Authority(tmp_path), Inbox()
    with serving(
        inbox, context=authority.context(), authenticator=inbox.authenticate, auth_required=True
    ) as port:
        _configured(folder, port, "starttls", SIGNED_IN)
        env = {"SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD, "SSL_CERT_FILE": str(authority.file)}
        assert _night(folder, **env) == Done(0, "", "")

    assert (len(inbox.mails), inbox.encrypted, inbox.users) == (1, [True], [USER])


def test_killed_between_sending_and_noting_it_comes_again_as_the_same(
    folder: Path, inbox: Inbox
) -> None:
    """The server took the mail, the process died before the commit: the same Message-ID once more."""
    killed = process(
        "alert", "--now", NIGHTS[0], cwd=folder,
        env={"NO_PROXY": "*", "TOKENOMICS_FAILPOINT": "before_commit"},
    )  # fmt: skip
    again = [_night(folder, now) for now in NIGHTS]

    assert killed.returncode == -9
    assert again == [Done(0, "", "")] * 3
    assert len(inbox.mails) == 2
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 1


def test_a_dead_server_is_exit_code_3_and_nothing_is_noted(
    folder: Path, paused: list[float]
) -> None:
    """It is tried again twice; the next night, when it is back, the mail comes."""
    _configured(folder, closed_port())
    dead = _night(folder)
    inbox = Inbox()
    with serving(inbox) as port:
        _configured(folder, port)
        assert _night(folder, NIGHTS[1]) == Done(0, "", "")

    assert dead.code == 3
    assert dead.err.startswith("error: channel ops-mail: localhost:")
    assert paused == [2, 10]
    assert len(inbox.mails) == 1


def test_a_server_that_says_nothing_ends_in_time(folder: Path, paused: list[float]) -> None:
    """It takes the connection and never answers: exit code 3 after the channel's patience, three times."""
    with silent() as port:
        _configured(folder, port)
        text = (folder / "tokenomics.toml").read_text("utf-8")
        (folder / "tokenomics.toml").write_text(text.replace("timeout = 5", "timeout = 0.2"), "utf-8")  # fmt: skip
        assert _night(folder).code == 3

    assert paused == [2, 10]


def test_a_refused_mail_is_not_noted(folder: Path, inbox: Inbox) -> None:
    """550 is an answer that asking again does not change; the next night asks again all the same."""
    inbox.replies["data"] = ["550 no thanks"]
    refused = _night(folder)

    assert (refused.code, "550" in refused.err) == (3, True)
    assert _night(folder, NIGHTS[1]) == Done(0, "", "")
    assert len(inbox.mails) == 1


def test_old_data_are_told_once_and_nothing_else_is_judged(folder: Path, inbox: Inbox) -> None:
    """27 hours after the newest call: one mail, and none about the missing price."""
    for now in ("2026-11-04T14:00:00Z", "2026-11-05T14:00:00Z"):
        assert _night(folder, now) == Done(0, "", "")

    assert [mail["Subject"] for mail in inbox.mails] == [
        "no usage for 27 hours: nothing else is judged"
    ]


def test_a_dry_run_says_and_sends_nothing(folder: Path, inbox: Inbox) -> None:
    """What would be sent is on standard error; the night after it is still due."""
    said = _night(folder, NIGHTS[0], "--dry-run")

    assert said == Done(0, "", "ops-mail: alert: nobody mystery-1 has no price: 1 call\n")
    assert inbox.mails == []
    _night(folder)
    assert _night(folder, NIGHTS[1], "--dry-run").err == "nothing to say\n"


def test_a_second_alert_does_nothing_while_one_runs(folder: Path, inbox: Inbox) -> None:
    """The lock is held by somebody else: no mail, no error, and a word for who asks."""
    from tokenomics.watching.alone import alone  # noqa: PLC0415

    with alone(folder / ".tokenomics"):
        done = process("alert", "--now", NIGHTS[0], "-v", cwd=folder, env={"NO_PROXY": "*"})

    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"another alert watches .tokenomics: nothing to do\n"
    assert inbox.mails == []


def test_what_nobody_would_hear_is_said(folder: Path) -> None:
    """Without [alert] channels the missing price is named, so that silence means something."""
    (folder / "tokenomics.toml").write_text("", "utf-8")

    assert _night(folder) == Done(
        0, "",
        "no channel hears of this: nobody mystery-1 has no price: 1 call;"
        " name one in [alert] channels or the budget's\n",
    )  # fmt: skip


def test_somebody_who_watches_is_told(folder: Path, inbox: Inbox) -> None:
    """With -v each message that was taken is a line."""
    said = _night(folder, NIGHTS[0], "-v")

    assert said.err == "ops-mail (ops@example.com): nobody mystery-1 has no price: 1 call\n"
    assert len(inbox.mails) == 1


BUDGET = """
[[budget]]
name = "support"
amount = "{amount}"
channels = ["ops-mail"]
alert = {{ actual = [80, 100], forecast = [] }}
"""


RATES = """
[fx]
"EUR/USD" = [{ from = 2026-11-01, rate = "1.25" }]
"""


def _spend(folder: Path, day: int, tokens: int) -> None:
    """Another call, at 30 dollars a million tokens."""
    name = f"calls-{day}-{tokens}.csv"
    row = f"2026-11-{day:02d}T05:00:00Z,openai,gpt-4-0613,support,ada,{tokens},0,r{day}-{tokens}"
    calls(folder / name, row)
    assert command("ingest", name, cwd=folder).code == 0


def test_a_budget_is_told_at_each_point_once_and_when_it_is_kept_again(
    tmp_path: Path,
) -> None:
    """85 of 100 dollars for three nights: one mail. 105: one more. A greater limit: one at the end."""
    folder, inbox = tmp_path, Inbox()
    _spend(folder, 3, 2_833_334)
    with serving(inbox) as port:
        _configured(folder, port)
        text = (folder / "tokenomics.toml").read_text("utf-8")

        def night(day: int, amount: str = "100 USD") -> None:
            config = text + BUDGET.format(amount=amount)
            (folder / "tokenomics.toml").write_text(config, "utf-8")
            assert _night(folder, f"2026-11-{day:02d}T06:00:00Z") == Done(0, "", "")

        for _ in range(3):
            night(3)
        _spend(folder, 4, 666_666)
        for _ in range(2):
            night(4)
        for _ in range(2):
            night(4, "200 USD")

    assert [mail["Subject"] for mail in inbox.mails] == [
        "support: 80 % of 100.00 USD spent, 7.5 % of the period is over",
        "support: budget of 100.00 USD is gone",
        "support: back below 100 % of 200.00 USD spent",
    ]
    assert inbox.mails[2]["In-Reply-To"] == inbox.mails[1]["Message-ID"]


def test_a_budget_in_euros_is_told_as_it_is_stated(tmp_path: Path) -> None:
    """80 EUR at 1.25 are 100 dollars, of which 85 are spent: told once, with both."""
    folder, inbox = tmp_path, Inbox()
    _spend(folder, 3, 2_833_334)
    with serving(inbox) as port:
        _configured(folder, port, more=BUDGET.format(amount="80 EUR") + RATES)
        nights = [_night(folder, "2026-11-03T06:00:00Z") for _ in range(2)]
    (mail,) = inbox.mails

    assert nights == [Done(0, "", "")] * 2
    assert mail["Subject"] == "support: 80 % of 100.00 USD spent, 7.5 % of the period is over"
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "80.00 EUR, 100.00 USD at 1.25 USD a EUR" in " ".join(text.split())


def test_a_hostile_feature_is_text_in_the_mail(tmp_path: Path) -> None:
    """A line break and a script in a feature's name reach nobody as such."""
    folder, inbox = tmp_path, Inbox()
    (folder / "calls.jsonl").write_text(
        json.dumps({
            "ts": "2026-11-03T05:00:00Z", "provider": "openai", "model": "gpt-4-0613",
            "feature": "chat\nBcc: all@example.com<script>alert(1)</script>", "input": 4_000_000,
        }), "utf-8",
    )  # fmt: skip
    assert command("ingest", "calls.jsonl", cwd=folder).code == 0
    with serving(inbox) as port:
        _configured(folder, port)
        text = (folder / "tokenomics.toml").read_text("utf-8")
        each = BUDGET.format(amount="100 USD").replace("channels", 'for_each = "feature"\nchannels')
        (folder / "tokenomics.toml").write_text(text + each, "utf-8")
        assert _night(folder, "2026-11-03T06:00:00Z") == Done(0, "", "")

    (mail,) = inbox.mails
    html = mail.get_body(("html",))
    assert mail["Bcc"] is None
    assert [e.rcpt_tos for e in inbox.envelopes] == [["ops@example.com"]]
    assert html is not None
    assert "<script>" not in html.get_content()


BURN = """
[[budget]]
name = "support"
where = {{ team = "support" }}
amount = "1200 USD"
channels = ["{channels}"]
alert = {{ actual = [90], forecast = [] }}
"""


def _weeks(folder: Path, days: int, fast: range) -> None:
    """A dollar an hour from October 12 on, 12 dollars in the hours of `fast`."""
    start, rows = datetime(2026, 10, 12, tzinfo=UTC), list[str]()
    for hour in range(days * 24):
        tokens = 400_000 if hour in fast else 33_334
        at = (start + timedelta(hours=hour, minutes=55)).isoformat().replace("+00:00", "Z")
        rows.append(f"{at},openai,gpt-4-0613,support,ada,{tokens},0,r{hour}")
    calls(folder / "weeks.csv", *rows)
    assert command("ingest", "weeks.csv", cwd=folder).code == 0


def test_a_budget_that_burns_too_fast_is_one_message_over_three_nights(tmp_path: Path) -> None:
    """From 18:00 on 8 November 12 dollars an hour, up to 6:00 on the 11th; nothing beyond on the 14th.

    The spike of user ada is told with it, and the end is told once.
    """
    folder, inbox = tmp_path, Inbox()
    _weeks(folder, 33, range(27 * 24 + 18, 30 * 24 + 6))
    with serving(inbox) as port:
        _configured(folder, port)
        text = (folder / "tokenomics.toml").read_text("utf-8")
        (folder / "tokenomics.toml").write_text(text + BURN.format(channels="ops-mail"), "utf-8")
        planned = _night(folder, "2026-11-09T00:00:00Z", "--dry-run")
        nights = [_night(folder, f"2026-11-{day:02d}T00:00:00Z") for day in (9, 10, 11, 14)]

    subject = "support: burns 12.0x as fast as expected for 6 hours (72.00 USD of 1,200.00 a month)"
    assert planned == Done(0, "", f"ops-mail: alert: {subject}\n")
    assert nights == [Done(0, "", "")] * 4
    assert [mail["Subject"] for mail in inbox.mails] == [
        subject, "support: no longer burns faster than expected"
    ]  # fmt: skip
    said = json.loads(command("alert", "history", "--format", "json", cwd=folder).out)
    assert [(row["status"], row["key"].rsplit("/", 1)[-1]) for row in said if row["message_id"]] == [
        ("resolved", "burn"), ("alert", "burn"),
    ]  # fmt: skip
    body = inbox.mails[0].get_body(("plain",))
    assert body is not None
    assert "more than usual" in body.get_content()


def test_a_budget_of_short_history_says_so_in_a_dry_run(tmp_path: Path) -> None:
    """Ten days of calls, the last of them fast: a word for who asks, and none at night."""
    folder, inbox = tmp_path, Inbox()
    _weeks(folder, 10, range(9 * 24 + 18, 10 * 24))
    with serving(inbox) as port:
        _configured(folder, port)
        text = (folder / "tokenomics.toml").read_text("utf-8")
        (folder / "tokenomics.toml").write_text(text + BURN.format(channels="ops-mail"), "utf-8")
        planned = _night(folder, "2026-10-22T00:00:00Z", "--dry-run")
        assert _night(folder, "2026-10-22T00:00:00Z") == Done(0, "", "")

    assert planned.err.splitlines()[-1] == (
        "how fast these burn is judged from twelve days of their calls on: support"
    )
    assert not any("burns" in mail["Subject"] for mail in inbox.mails)
