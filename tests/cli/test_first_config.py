"""Tests of first_config.py."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.config import SECTIONS, load
from tokenomics.config_keys import keys_of
from tokenomics.outcomes.rules import rules_of
from tokenomics_cli.first_config import Begun, text_of
from tokenomics_cli.first_logs import Logs, Place
from tokenomics_cli.first_look import Flow, Look

# What would end a text or a line of TOML, or steer a terminal.
_HOSTILE = 'a"b\\c\n[privacy]\x7f'


def _begun(root: Path) -> Begun:
    return Begun(
        root=root,
        home=root.parent,
        ledger=root / ".tokenomics",
        timezone="Europe/Berlin",
        keep_user_ids=False,
        logs=Logs((Place(root / "logs", "native: 2 files"),), (root / "gateway.csv",)),
        look=Look("2026-11", Decimal("84.10"), (Flow("project", "shop"), Flow("project", "web"))),
    )


def _load(text: str, folder: Path):  # noqa: ANN202 - what load returns
    file = folder / "tokenomics.toml"
    file.write_text(text, "utf-8")
    return load(file)


def test_it_loads_as_it_is(tmp_path: Path) -> None:
    """What was found counts, and everything else is a default."""
    config = _load(text_of(_begun(tmp_path)), tmp_path)

    assert config.ledger.path == ".tokenomics"
    assert config.ledger.logs == ("logs",)
    assert config.report.timezone == "Europe/Berlin"
    assert (config.attribute, config.budget, config.success, config.source) == ((), (), (), ())


def test_it_loads_with_everything_switched_on(tmp_path: Path) -> None:
    """Without the # before them all settings and examples are right as well."""
    text = re.sub(r"^#(?=\S)", "", text_of(_begun(tmp_path)), flags=re.MULTILINE)
    config = _load(text, tmp_path)

    assert [rule.when for rule in config.attribute] == [{"project": "shop"}, {"project": "web"}]
    assert config.budget[0].amount == "110.00 USD"
    assert config.source[0].match == "gateway.csv"
    assert rules_of(config)[0] == rules_of(config)[1]  # the rule that holds without one


def test_each_key_has_its_meaning(tmp_path: Path) -> None:
    """Above each setting stands what it means; the sentences are those of the configuration."""
    lines = text_of(_begun(tmp_path)).splitlines()
    for name in ("ledger", "report", "privacy", "task"):
        for key in keys_of(SECTIONS[name]):
            places = [n for n, line in enumerate(lines) if line.lstrip("#").startswith(key.name)]
            assert f"# {key.doc}" in {lines[n - 1] for n in places}, key.name


def test_rules_alike_are_explained_once(tmp_path: Path) -> None:
    """Of two suggested rules the first says what its keys mean, and whose calls they are about."""
    text = text_of(_begun(tmp_path))

    assert text.count("#[[attribute]]") == 2
    assert text.count("# The dearest calls without a team, by project.") == 1
    assert text.count(f"# {keys_of(SECTIONS['attribute'])[1].doc}") == 1


def test_every_section_is_named(tmp_path: Path) -> None:
    """Those that are not shown are named at the end."""
    text = text_of(_begun(tmp_path))

    assert [name for name in SECTIONS if not re.search(rf"\b{name}\b", text)] == []
    assert "channel.NAME" in text


def test_neither_home_nor_folder_is_named(tmp_path: Path) -> None:
    """Paths are seen from the file, else from the home; only what lies elsewhere is written whole."""
    begun = _begun(tmp_path)
    places = (tmp_path / "logs", tmp_path.parent / "there", Path("/elsewhere"), tmp_path)
    text = text_of(begun._replace(logs=Logs(tuple(Place(path, "") for path in places))))

    assert str(tmp_path) not in text
    assert _load(text, tmp_path).ledger.logs == ("logs", "~/there", "/elsewhere", ".")


def test_nothing_found_is_an_empty_list(tmp_path: Path) -> None:
    """Without logs and without a look into a ledger it is a text to fill in."""
    text = text_of(_begun(tmp_path)._replace(logs=Logs(()), look=Look()))

    assert _load(text, tmp_path).ledger.logs == ()
    assert '#amount = "10.00 USD"' in text


@pytest.mark.parametrize("switched", [False, True])
def test_what_files_say_is_text(tmp_path: Path, switched: bool) -> None:
    """A value that looks like TOML stays a value, commented out or not."""
    begun = _begun(tmp_path)._replace(look=Look(None, Decimal(0), (Flow("project", _HOSTILE),)))
    text = text_of(begun)
    text = re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE) if switched else text
    rules = _load(text, tmp_path).attribute

    assert [rule.when for rule in rules] == ([{"project": _HOSTILE}] if switched else [])


def test_users_are_kept_where_it_was_asked_for(tmp_path: Path) -> None:
    """`--keep-user-ids` holds for later ingests too."""
    text = text_of(_begun(tmp_path)._replace(keep_user_ids=True))

    assert _load(text, tmp_path).privacy.keep_user_ids
