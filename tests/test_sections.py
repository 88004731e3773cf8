"""The sections of the configuration."""

from __future__ import annotations

from typing import Annotated, get_args, get_origin, get_type_hints

import msgspec
import pytest

from tokenomics import sections

SECTIONS = [
    found
    for found in vars(sections).values()
    if isinstance(found, type) and issubclass(found, msgspec.Struct) and found is not msgspec.Struct
]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_every_key_says_what_it_means(section: type[msgspec.Struct]) -> None:
    """A sentence each, for schemas and messages; unknown keys are refused."""
    hints = get_type_hints(section, include_extras=True)

    for name in section.__struct_fields__:
        assert get_origin(hints[name]) is Annotated, name
        assert any(isinstance(m, msgspec.Meta) and m.description for m in get_args(hints[name])), (
            name
        )
    assert section.__struct_config__.forbid_unknown_fields


def test_the_sections_are_found() -> None:
    """Among them those that everybody has."""
    assert {"LedgerConfig", "ReportConfig", "OverheadConfig"} <= {s.__name__ for s in SECTIONS}
