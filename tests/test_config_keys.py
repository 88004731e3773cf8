"""Tests of config_keys.py."""

from __future__ import annotations

import pytest
from msgspec import Struct

from tokenomics.channels import TYPES, SmtpConfig
from tokenomics.config import SECTIONS
from tokenomics.config_keys import Key, keys_of
from tokenomics.sections import LedgerConfig, TaskConfig


@pytest.mark.parametrize("section", [*SECTIONS.values(), *TYPES.values()])
def test_every_key_says_what_it_means(section: type[Struct]) -> None:
    """Each key of each section has a sentence and a type in words."""
    for key in keys_of(section):
        assert key.doc.endswith((".", "?")), key
        assert key.what, key
        assert not (key.required and key.default is not None), key


def test_a_key_with_its_default() -> None:
    """What may be left out has a default, a closed choice names what there is."""
    path, logs, *_ = keys_of(LedgerConfig)
    period = keys_of(TaskConfig)[1]

    assert path == Key("path", path.doc, "text", ".tokenomics")
    assert (logs.what, logs.default) == ("list of text", ())
    assert (period.what, period.default) == ("`first` or `last` or `outcome`", "last")


def test_keys_are_named_as_in_the_file() -> None:
    """`from` is no name that Python takes; a description inside a choice counts as well."""
    keys = {key.name: key for key in keys_of(SmtpConfig)}

    assert keys["from"].required
    assert keys["port"].doc.startswith("Its port")
    assert keys["port"].what == "number"


def test_a_default_that_is_made_anew() -> None:
    """A list of tables is one; a table that is empty unless given has an empty one."""
    fields = {key.name: key for key in keys_of(SECTIONS["source"])}

    assert (fields["constants"].what, fields["constants"].default) == ("table", {})
    assert (fields["timezone"].what, fields["timezone"].default) == ("text", None)
