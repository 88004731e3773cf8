"""What is shipped, what builds it, and what must not be in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.command import environment
from support.dependencies import PAGE, REASONS, page
from support.house import ROOT, project

# What a build is made of; other files of the checkout change nothing.
BUILT = (
    "src",
    "cli",
    "pricebooks",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "pyproject.toml",
    ".gitignore",
)
# Run first in every Python of a build: whoever asks for a connection ends it.
NO_NETWORK = """
import socket
def refused(*_, **__):
    raise SystemExit("a build step asked for the network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refused
"""
# Keys as services write them; what is called so in tests has a word in it that no key has.
SECRETS = re.compile(
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{60,}"
    r"|\bglpat-[A-Za-z0-9_-]{20}\b|\bxox[abprs]-[A-Za-z0-9-]{20,}|\bAIza[0-9A-Za-z_-]{35}\b|\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{40,}"
    r"|hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24}|\bpypi-[A-Za-z0-9_-]{50,}"
)


def test_the_table_of_dependencies_is_that_of_what_is_declared() -> None:
    """Each has a reason, and its licence is the one that the installed package states."""
    assert PAGE.read_text("utf-8") == page()
    assert "not installed here" not in page()
    assert all(of.what and of.why for of in REASONS.values())


def _built(folder: Path) -> dict[str, bytes]:
    """The wheel and the source distribution of a copy of the checkout, built without a network."""
    copy, quiet = folder / "checkout", folder / "quiet"
    copy.mkdir()
    quiet.mkdir()
    (quiet / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    for name in BUILT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", copy],
        env={**environment(folder), "PYTHONPATH": str(quiet), "SOURCE_DATE_EPOCH": "1790000000"},
        check=True,
        capture_output=True,
    )
    return {path.name: path.read_bytes() for path in (folder / "dist").iterdir()}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What is built in a folder, and what in another one with other times."""
    one, other = (_built(tmp_path_factory.mktemp(name)) for name in ("one", "another-place"))
    return one, other


def test_a_build_is_the_same_everywhere(twice: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    """Wheel and source distribution are equal to the byte, and no step asks for the network."""
    one, other = twice

    assert sorted(name.rpartition(".")[2] for name in one) == ["gz", "whl"]
    assert one == other


def test_the_network_is_refused_to_a_build(tmp_path: Path) -> None:
    """The check would find a step that asks for it."""
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        env={**environment(tmp_path), "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == "a build step asked for the network\n"


def test_a_build_runs_no_code_of_ours() -> None:
    """No hook, no plugin and no script takes part in a build; all it needs is hatchling."""
    found = project()

    assert found["build-system"]["requires"] == ["hatchling>=1.27"]
    assert "hooks" not in found["tool"]["hatch"]["build"]
    assert set(found["tool"]["hatch"]["build"]["targets"]["wheel"]) == {"packages", "force-include"}
    assert not (ROOT / "setup.py").exists()


def test_a_wheel_has_no_files_but_declared_ones(
    twice: tuple[dict[str, bytes], dict[str, bytes]], tmp_path: Path
) -> None:
    """Modules, queries, schemas, pages and prices: no compiled code, no data of tests, nothing hidden."""
    (name,) = (name for name in twice[0] if name.endswith(".whl"))
    (tmp_path / name).write_bytes(twice[0][name])
    files = [
        path for path in zipfile.ZipFile(tmp_path / name).namelist() if ".dist-info/" not in path
    ]

    kinds = {Path(file).suffix or Path(file).name for file in files}
    assert kinds == {".py", ".sql", ".json", ".toml", ".csv", ".css", ".js", ".j2", ".typed"}
    assert not [file for file in files if any(part.startswith(".") for part in Path(file).parts)]


def test_no_key_lies_in_the_checkout() -> None:
    """No file that is shipped, tested or documented has what looks like a service's key."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = listed.stdout.decode().split("\0")[:-1] or [
        str(p.relative_to(ROOT))
        for p in ROOT.rglob("*")
        if p.is_file() and not {".git", ".venv"} & set(p.parts)
    ]
    found = [
        f"{name}: {secret[:12]}"
        for name in names
        if (ROOT / name).is_file()
        for secret in SECRETS.findall((ROOT / name).read_bytes().decode("utf-8", "replace"))
    ]

    assert len(names) > 1000
    assert found == []


ACTIONS = (ROOT / "action.yml", *sorted((ROOT / ".github" / "workflows").glob("*.yml")))


@pytest.mark.parametrize("file", ACTIONS, ids=lambda path: path.name)
def test_no_strangers_action_is_used(file: Path) -> None:
    """Steps are GitHub's own actions of a named version, and workflows may read the repository alone."""
    text = file.read_text("utf-8")
    used = re.findall(r"uses: (\S+)", text)

    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v[0-9]+", each) for each in used)
    assert file.name == "action.yml" or "\npermissions:\n  contents: read\n" in text


def test_the_action_installs_what_was_tested() -> None:
    """Versions are those of constraints.txt, of this checkout and nothing else."""
    text = (ROOT / "action.yml").read_text("utf-8")

    assert re.findall(r"pip install .*\n\s+(.*)", text) == [
        '-c "$GITHUB_ACTION_PATH/constraints.txt" "$GITHUB_ACTION_PATH"'
    ]
    assert "curl" not in text
    assert "wget" not in text
