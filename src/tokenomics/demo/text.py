"""Filler for the places where real logs hold prompts, answers and files."""

from __future__ import annotations

from random import Random

_WORDS = (  # noqa: SIM905 (words are read best as text)
    "account adapter archive balance batch branch buffer cache catalog channel client column "
    "commit config context counter cursor customer dataset default delay deploy digest engine "
    "entry error event export factor feature field filter folder format gateway handler header "
    "import index invoice ledger limit loader margin market message method metric module number "
    "object offset option order output packet parser partner payload period policy process "
    "product profile project query queue ratio reader record region report request result "
    "return route sample schema scope server session signal source status stream string table "
    "target task team template thread ticket token total trace update user value version window"
).split()
_POOL = 262_144


class Filler:
    """Synthetic text of any length, cut from one pool that is made once."""

    def __init__(self, rng: Random) -> None:
        """Make the pool; `rng` decides about it and about every cut."""
        self._rng = rng
        parts: list[str] = []
        size = 0
        while size < 2 * _POOL:
            line = " ".join(rng.choices(_WORDS, k=rng.randint(3, 12)))
            line = f'{rng.randint(1, 999):>6}\t    {line} = "{rng.choice(_WORDS)}";\n'
            parts.append(line)
            size += len(line)
        self._pool = "".join(parts)

    def text(self, median: int) -> str:
        """Text of about `median` characters, at most twelve times and never beyond the pool."""
        length = round(median * min(12.0, self._rng.lognormvariate(0.0, 0.8)))
        start = self._rng.randrange(_POOL)
        return self._pool[start : start + max(1, min(length, _POOL))]
