"""Fuzz one way in, guided by coverage: `python tests/fuzzing/fuzz.py TARGET SECONDS FOUND`, as run.py does.

Needs atheris. Findings are kept in the folder FOUND, one a place where something was raised, with the
bytes and the trace; the fuzzing goes on after them.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import tempfile
import traceback
from pathlib import Path
from random import Random
from typing import Any

from support.mutations import variant

atheris: Any = importlib.import_module("atheris")

with atheris.instrument_imports(include=["tokenomics"]):
    from support.fuzzed import TARGETS, tried

# So many texts are read at once.
_TOGETHER = 50
_LONGEST = 16_384


class Kept:
    """Findings by the place where they were raised."""

    def __init__(self, folder: Path) -> None:
        """They are written into the folder, which is made for the first."""
        self.folder, self.places = folder, set[str]()

    def keep(self, data: bytes, error: Exception) -> None:
        """Write a finding down, the first of its place."""
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f"{Path(f.filename).name}:{f.lineno}" for f in frames if "tokenomics" in f.filename]
        place = f"{type(error).__name__} {' '.join(ours[-2:])}"
        if place in self.places:
            return
        self.places.add(place)
        name = hashlib.sha256(place.encode()).hexdigest()[:12]
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(data)
        (self.folder / f"{name}.txt").write_text(
            "".join(traceback.format_exception(error)), "utf-8"
        )


class Fuzzing:
    """Texts that are tried each by itself, and then many at once."""

    def __init__(self, name: str, kept: Kept) -> None:
        """A way in by its name."""
        self.target, self.kept, self.waiting = TARGETS[name], kept, list[bytes]()

    def one(self, data: bytes) -> None:
        """Try a text."""
        if self._holds(self.target._replace(together=None), data) and self.target.together:
            self.waiting.append(data)
            if len(self.waiting) == _TOGETHER:
                self.together()

    def together(self) -> None:
        """Try all that wait at once; where that fails, each by itself."""
        texts, self.waiting = self.waiting, []
        try:
            tried(self.target, *texts)
        except Exception:  # noqa: BLE001 - whatever it is, one of them is why
            for data in texts:
                self._holds(self.target, data)

    def _holds(self, target: Any, data: bytes) -> bool:
        try:
            tried(target, data)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            self.kept.keep(data, error)
            return False
        return True


def _mutated(data: bytes, most: int, seed: int) -> bytes:
    chance = Random(seed)
    return atheris.Mutate(data, most) if chance.random() < 0.4 else variant(data, chance)[:most]


def main() -> None:
    """Fuzz until the time is over."""
    name, seconds, found = sys.argv[1:4]
    fuzzing = Fuzzing(name, Kept(Path(found)))
    with tempfile.TemporaryDirectory() as corpus:
        for nth, seed in enumerate(fuzzing.target.seeds()):
            Path(corpus, f"{nth}").write_bytes(seed)
        options = [
            f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=4096", f"-max_len={_LONGEST}",
            "-print_final_stats=1", f"-artifact_prefix={found}-", corpus,
        ]  # fmt: skip
        atheris.Setup([sys.argv[0], *options], fuzzing.one, custom_mutator=_mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
