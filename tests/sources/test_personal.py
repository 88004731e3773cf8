"""What macros know of people, their folders and their keys."""

from __future__ import annotations

import pytest

from support.draft import value


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/home/ann/shop", "shop"),
        ("/home/ann/shop/", "shop"),
        ("/srv/ann", "ann"),
        ("C:\\Users\\ann\\shop", "shop"),
        ("/home/ann", None),
        ("/home/ann/", None),
        ("/Users/ann", None),
        ("C:\\Users\\ann\\", None),
        ("/", None),
        ("", None),
        (None, None),
    ],
)
def test_a_home_folder_says_nothing(path: str | None, folder: str | None) -> None:
    """Of a path the last folder is kept; that of a home folder is a person's name."""
    assert value("last_folder(?)", path) == folder


@pytest.mark.parametrize(
    "text", ["sk-ant-api03-abc", "gsk_abc", "xai-abc", "AIzaSyA", "Bearer abc"]
)
def test_secrets_of_many_providers(text: str) -> None:
    """A key of any known beginning is digested."""
    assert value("as_key_id(?)", text) == value("sha256(?)", text)


@pytest.mark.parametrize("text", ["key-support", "skunkworks", "proxy_sk", "apikey_01Rj"])
def test_ids_of_keys_are_no_secrets(text: str) -> None:
    """Names and ids stay."""
    assert value("as_key_id(?)", text) == text


@pytest.mark.parametrize("text", ["sk-learn", "a@b", None])
def test_neither_address_nor_key(text: str | None) -> None:
    """What only looks alike is neither."""
    assert not value("is_mail(?)", text)
    assert not value("is_secret(?)", text)
