"""The table of FOCUS's columns."""

from __future__ import annotations

from tokenomics.focus.columns import COLUMNS, OWN, columns_of, subcategories, written


def test_a_version_has_its_columns() -> None:
    """1.4 has 65 columns beside our own, 1.2 has 57; who serves has other names in them."""
    counts = {
        version: sum(not column.name.startswith(OWN) for column in columns_of(version))
        for version in ("1.2", "1.4")
    }
    names = {version: {c.name for c in columns_of(version)} for version in ("1.2", "1.4")}

    assert counts == {"1.2": 57, "1.4": 65}
    assert names["1.2"] - names["1.4"] == {"ProviderName", "PublisherName"}
    assert {"ServiceProviderName", "HostProviderName"} <= names["1.4"] - names["1.2"]


def test_every_mandatory_column_is_written() -> None:
    """An export has what each file must have."""
    for version in ("1.2", "1.4"):
        must = {column.name for column in columns_of(version) if column.level == "mandatory"}
        assert must <= {column.name for column in written(version)}


def test_columns_of_shares_are_of_files_that_share_costs_out() -> None:
    """Five of 1.4, and none of 1.2, which does not know them."""
    more = {
        version: {column.name for column in written(version, has_shares=True)}
        - {column.name for column in written(version)}
        for version in ("1.2", "1.4")
    }

    assert more["1.2"] == set()
    assert more["1.4"] == {
        f"Allocated{name}"
        for name in ("MethodDetails", "MethodId", "ResourceId", "ResourceName", "Tags")
    }


def test_our_own_columns_come_last_and_are_marked() -> None:
    """They begin with x_, as the specification asks, and no other does."""
    levels = [column.level == "own" for column in COLUMNS]

    assert levels == sorted(levels)
    assert all(column.name.startswith(OWN) == (column.level == "own") for column in COLUMNS)


def test_every_column_is_declared_once_and_explained() -> None:
    """A name is there once, and says what it has in a sentence."""
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.doc.endswith(".") for column in COLUMNS)


def test_a_category_has_its_parts_and_a_rest() -> None:
    """What has no parts has a rest alone."""
    assert subcategories("Web") == ("Application Platforms", "Other (Web)")
    assert subcategories("Other") == ("Other (Other)",)
