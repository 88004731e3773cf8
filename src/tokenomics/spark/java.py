"""The Java that Spark runs on."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tokenomics.records.errors import OutsideError

LEAST = 17
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')
_ADVICE = f"install Java {LEAST} or newer (Debian: openjdk-17-jre-headless) or set JAVA_HOME to one"


def check_java(env: Mapping[str, str]) -> None:
    """Raise OutsideError where there is no Java that Spark can run on, and say what to do."""
    home = env.get("JAVA_HOME")
    found = str(Path(home) / "bin" / "java") if home else shutil.which("java", path=env.get("PATH"))
    if found is None or not Path(found).is_file():
        where = f"JAVA_HOME is {home!r}" if home else "there is none on the PATH"
        raise OutsideError(f"Spark needs Java and {where}: {_ADVICE}")
    version = _version(found)
    if version is None or version < LEAST:
        said = "does not say its version" if version is None else f"is Java {version}"
        raise OutsideError(f"Spark needs Java {LEAST} and {found} {said}: {_ADVICE}")


def _version(program: str) -> int | None:
    try:
        done = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return None
    found = _VERSION.search(done.stderr + done.stdout)
    return int(found[1]) if found else None
