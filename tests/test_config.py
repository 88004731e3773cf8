"""tokenomics.toml, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.channels import SmtpConfig, TeamsConfig
from tokenomics.config import Config, keeping_users, load, logs_of, people_of
from tokenomics.records.errors import ConfigError

TEXT = """\
[ledger]
path = "spend"

[report]
timezone = "Europe/Berlin"

[[source]]
name = "gateway"
match = "logs/gateway-*.csv"
fields = { ts = "TIMESTAMP", input = "ContextTokens" }
constants = { provider = "openai", requests = 2 }
timezone = "UTC"

[[attribute]]
when = { api_key_id = "88dc28c1ab" }
set = { team = "support" }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The path of a configuration file that is not there yet."""
    return tmp_path / "tokenomics.toml"


def test_a_whole_file(file: Path) -> None:
    """Every section is read; relative paths start from the file's folder."""
    file.write_text(TEXT)
    config = load(file)

    assert config.ledger.path == "spend"
    assert config.report.timezone == "Europe/Berlin"
    assert config.source[0].fields == {"ts": "TIMESTAMP", "input": "ContextTokens"}
    assert config.source[0].constants == {"provider": "openai", "requests": 2}
    assert config.attribute[0].set == {"team": "support"}
    assert config.root == file.parent
    assert len(config.digest) == 64


def test_every_key_has_a_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a file everything has a value."""
    monkeypatch.chdir(tmp_path)
    assert load() == Config()
    assert (Config().ledger.path, Config().report.timezone) == (".tokenomics", "UTC")


def test_the_file_of_the_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tokenomics.toml in the working folder is read unasked."""
    file.write_text(TEXT)
    monkeypatch.chdir(file.parent)
    assert load().ledger.path == "spend"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[ledgre]\npath = 'x'", "unknown key 'ledgre': did you mean 'ledger'"),
        (
            "[report]\ntimezon = 'UTC'",
            "unknown key 'report.timezon': did you mean 'report.timezone'",
        ),
        ("[report]\ntimezone = 'Europe/Berln'", "did you mean 'Europe/Berlin'"),
        ("[report]\ncurrency = 'EUR'", "report.currency"),
        ("[[source]]\nname = 'x'", "source.0.match"),
        ("[[source]]\nname = 'x'\nmatch = 'y'\nkind = 'usages'", "did you mean 'usage'"),
        ("[privacy]\nalso = ['custommer']", "unknown column 'custommer': did you mean 'customer'?"),
        ("[privacy]\nalso = ['provider']", "privacy.also: unknown column 'provider'"),
        ("[ledger]\npath = 3", "ledger.path: expected text, got whole number"),
        ("source = {}", "source: expected list, got table"),
        (
            "[[source]]\nname = 'x'\nmatch = 'y'\nfields = { ts = 3 }",
            "source.0.fields: expected text",
        ),
        ("[[source]]\nname = 'x'\nmatch = 'y'\nkey = [3]", "source.0.key.0: expected text"),
        ("[[overhead]]\nname = 'x'\nstart = 'soon'", "overhead.0.start: no date: write 2026-11-01"),
        ("[[source]]\nname = 'x'\nmatch = 'y'\ntimezone = 'UTX'", "unknown time zone 'UTX'"),
        ("channel = 3", "channel: expected table, got whole number"),
        ("[channel]\nops = 3", "channel: expected table, got whole number"),
        ("[channel.ops]\nhost = 'x'", "channel.ops.type: missing: choose from smtp, slack"),
        ("[channel.ops]\ntype = 'smpt'", "channel.ops.type: unknown type of channel 'smpt'"),
        ("[channel.ops]\ntype = 'slack'", "channel.ops.url_env: missing"),
        (
            "[channel.ops]\ntype = 'slack'\nurl_env = 'X'\nurl_enw = 'X'",
            "unknown key 'channel.ops.url_enw': did you mean 'channel.ops.url_env'?",
        ),
        (
            "[channel.ops]\ntype = 'slack'\nurl_env = 'X'\ntimeout = 0",
            "channel.ops.timeout: expected number > 0",
        ),
        (
            "[channel.ops]\ntype = 'webhook'\nurl = 'https://x'\nheaders = { A = 1 }",
            "channel.ops.headers: expected text, got whole number",
        ),
        ("[channel.ops]\ntype = 'smtp'\npassword = 'x'", "channel.ops.password: does not belong"),
        ("[channel.ops]\ntype = 'webhook'", "channel.ops.url: give either url or url_env"),
        ("root = '/'", "unknown key 'root'"),
        ("not toml", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(text: str, sentence: str, file: Path) -> None:
    """A wrong key or value names the file, the key and the nearest valid one."""
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert str(file) in str(caught.value)
    assert sentence in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that was named must be there."""
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "nowhere.toml")


def test_people_lie_where_the_configuration_says(file: Path) -> None:
    """Relative to the configuration's file; else beside the ledger, hidden."""
    file.write_text("[privacy]\npeople = 'secret/people.json'\nalso = ['customer', 'tag:owner']\n")
    ledger = file.parent / "ledger"

    assert people_of(load(file), ledger) == file.parent / "secret" / "people.json"
    assert people_of(Config(), ledger) == file.parent / ".ledger.people.json"


def test_people_never_lie_in_the_ledger(file: Path) -> None:
    """Whoever may read the ledger's folder should not find the people in it."""
    file.write_text("[privacy]\npeople = 'ledger/people.json'")

    with pytest.raises(ConfigError, match="lies in the ledger's folder"):
        people_of(load(file), file.parent / "ledger")


def test_users_are_kept_where_the_caller_or_the_file_says_so(file: Path) -> None:
    """Each of both suffices."""
    file.write_text("[privacy]\nkeep_user_ids = true")

    assert keeping_users(load(file), False).privacy.keep_user_ids
    assert keeping_users(Config(), True).privacy.keep_user_ids
    assert not keeping_users(Config(), False).privacy.keep_user_ids


def test_channels_are_read_by_their_type(file: Path) -> None:
    """Each table is of the type it names, and keeps the name it has in the file."""
    file.write_text(
        "[channel.ops-mail]\ntype = 'smtp'\nhost = 'mail.example.com'\nfrom = 'a@b.example'\n"
        "to = ['c@d.example']\n[channel.chat]\ntype = 'teams'\nurl_env = 'CHAT'\ntimeout = 2.5\n"
    )

    assert load(file).channel == {
        "ops-mail": SmtpConfig("mail.example.com", "a@b.example", ("c@d.example",)),
        "chat": TeamsConfig("CHAT", timeout=2.5),
    }


def test_logs_are_seen_from_the_file(file: Path) -> None:
    """What is relative lies beside the file, `~` is the home."""
    file.write_text('[ledger]\nlogs = ["logs", "~/sessions", "/data/*.csv"]\n', "utf-8")

    assert logs_of(load(file)) == [
        str(file.parent / "logs"),
        str(Path.home() / "sessions"),
        "/data/*.csv",
    ]


def test_a_path_may_be_a_text(file: Path) -> None:
    """Notebooks say `config="tokenomics.toml"`."""
    file.write_text(TEXT, "utf-8")

    assert load(str(file)) == load(file)
