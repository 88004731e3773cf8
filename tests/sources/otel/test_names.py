"""The names of conventions."""

from __future__ import annotations

from tokenomics.sources.otel import names


def test_each_attribute_says_one_thing() -> None:
    """No attribute fills two fields, and none is a name of the reader's own."""
    paths = [path for field in names.FIELDS for path in field.paths]

    assert len(paths) == len(set(paths))
    assert {field.name for field in names.FIELDS} >= set(names.OWN)
    assert not names.READ & set(names.OWN)


def test_nothing_that_was_said_is_read() -> None:
    """Of messages, prompts and answers no attribute is among those that are read."""
    words = ("messages", "prompt.", "content", "input.value", "output.value", "event")

    assert not [name for name in names.READ for word in words if word in name]


def test_only_users_are_people() -> None:
    """One field names a person."""
    people = [field.name for field in names.FIELDS if field.privacy == "pseudonymise"]

    assert people == ["user"]
