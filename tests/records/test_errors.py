"""What a user is told."""

from __future__ import annotations

import pytest

from tokenomics.records import errors


def test_exit_codes() -> None:
    """Wrong input ends with 2, refused rows with 1, a failure outside with 3."""
    assert errors.ConfigError.exit_code == errors.LedgerError.exit_code == 2
    assert errors.RejectedRows.exit_code == 1
    assert errors.LedgerConflict.exit_code == 3


def test_every_error_is_drawn() -> None:
    """The tree in the module's docstring has every class of the module, and no other."""
    own = [x for x in vars(errors).values() if getattr(x, "__module__", "") == errors.__name__]
    defined = {item.__name__ for item in own if isinstance(item, type)}
    drawn = {word for word in (errors.__doc__ or "").split() if word in defined}
    assert drawn == defined


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("modle", "unknown dimension 'modle': did you mean 'model'?"),
        ("xyz", "unknown dimension 'xyz': choose from model, user"),
    ],
)
def test_unknown(name: str, sentence: str) -> None:
    """A name that is not known comes with the nearest, or else with the choices."""
    assert errors.unknown("dimension", name, ["user", "model"]) == sentence


def test_nearest() -> None:
    """The nearest names come first; a name like none has none."""
    assert errors.nearest("gpt-4-06", ["gpt-4-0613", "o3", "gpt-4"])[0] in {"gpt-4", "gpt-4-0613"}
    assert errors.nearest("zzz", ["gpt-4"]) == ()
