"""Tests of speeds.py."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics.selfhosting.speeds import Read, are_apart, speeds

HALF = Read(Fraction(1, 2), is_assumed=False)


def test_each_precision_has_its_speed() -> None:
    """As it was measured, or a factor of the first that was."""
    found = list(speeds(("bf16=1400", "fp8=2300"), ("int4=2.5",), HALF))

    assert [(of.precision, of.rate, of.how) for of in found] == [
        ("bf16", 1_400, "1,400 tokens a second, as measured"),
        ("fp8", 2_300, "2,300 tokens a second, as measured"),
        ("int4", 3_500, "1,400 tokens a second, as measured, x 2.5 as stated"),
    ]


def test_tokens_read_and_written_take_their_own_time() -> None:
    """Of two tokens one takes 1/3,000 of a second and the other 1/1,000: 2 in 4/3,000, 1,500 a second."""
    stated, other = ("input=3000,output=1000",), ("1500",)
    (of,) = speeds(stated, (), HALF)
    (guessed,) = speeds(stated, (), HALF._replace(is_assumed=True))

    assert (of.precision, of.rate, of.assumed, guessed.assumed) == (None, 1_500, (), ("mix",))
    assert of.how == (
        "3,000 tokens read or 1,000 written a second, as measured, are 1,500 where 50 % are read"
    )
    assert (are_apart(stated), are_apart(other)) == (True, False)


def test_a_factor_is_of_the_mix_too() -> None:
    """1,500 x 2, by the same assumption."""
    found = list(speeds(("input=3000,output=1000",), ("fp8=2",), HALF._replace(is_assumed=True)))

    assert (found[1].rate, found[1].assumed) == (3_000, ("mix",))


@pytest.mark.parametrize(
    ("stated", "factors", "sentence"),
    [
        ((), (), "tokens_per_second is missing"),
        (("fp8=1", "fp8=2"), (), "there twice for fp8"),
        (("1", "2"), (), "there twice for no precision"),
        (("1",), ("fp8",), "write NAME=FACTOR"),
        (("fp8=1",), ("fp8=2",), "precision 'fp8' is there twice"),
        (("input=1",), (), "write input=…,output=…, both of them"),
        (("input=1,ouput=2",), (), "did you mean 'output'"),
        (("input=1,input=2",), (), "has input twice"),
        (("0",), (), "must be more than 0"),
    ],
)
def test_what_cannot_be_is_said(
    stated: tuple[str, ...], factors: tuple[str, ...], sentence: str
) -> None:
    """One sentence names it."""
    with pytest.raises(ConfigError) as error:
        list(speeds(stated, factors, HALF))

    assert sentence in str(error.value)
