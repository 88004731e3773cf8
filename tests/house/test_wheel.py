"""What is shipped: the wheel built from the source distribution, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.house import LIBRARY, ROOT
from tokenomics.version import __version__


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by way of the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def content(wheel: Path) -> set[str]:
    """The names of the files in the wheel."""
    return set(zipfile.ZipFile(wheel).namelist())


def test_wheel_holds_all_of_the_library(content: set[str]) -> None:
    """Every file of the library is in the wheel: modules, queries, maps, schemas, the type marker."""
    files = {
        f"tokenomics/{path.relative_to(LIBRARY).as_posix()}"
        for path in LIBRARY.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert files <= content
    assert "tokenomics/py.typed" in content


def test_wheel_holds_the_pricebooks(content: set[str]) -> None:
    """Every pricebook, and the classes of models, lie beside the library's modules."""
    books = {
        f"tokenomics/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "pricebooks").rglob("*.toml")
    }

    assert {
        "tokenomics/pricebooks/openai.toml",
        "tokenomics/pricebooks/classes/capability.toml",
    } <= books
    assert books <= content


def test_wheel_holds_nothing_else(content: set[str]) -> None:
    """No tests, notebooks or benchmarks are installed at users' machines."""
    tops = {path.split("/")[0] for path in content}

    assert tops == {
        "tokenomics",
        "tokenomics_cli",
        f"tokenomics_finops-{__version__}.dist-info",
    }


def test_wheel_carries_licence_and_command(wheel: Path, content: set[str]) -> None:
    """The licence is in the metadata, and `tokenomics` is the command's name."""
    (entry_points,) = (path for path in content if path.endswith("entry_points.txt"))

    assert any(path.endswith("licenses/LICENSE") for path in content)
    assert "tokenomics = tokenomics_cli.app:main" in zipfile.ZipFile(wheel).read(
        entry_points
    ).decode("utf-8")


def test_installed_wheel_prices_and_helps(wheel: Path, tmp_path: Path) -> None:
    """Unpacked away from the checkout the library finds its prices and the command its help."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    program = (
        "import tokenomics.books as p, tokenomics_cli.app as a; "
        "assert 'tokenomics_cli' in a.__file__; print(p.__file__); p.bundled(); a.main()"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import site, sys; {_site()}; {program}", "--help"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.startswith(str(tmp_path))
    assert "Usage" in done.stdout


def _site() -> str:
    """Code that puts the packages of this environment on the path without its editable installs."""
    folders = [path for path in sys.path if path.endswith("site-packages")]
    return f"sys.path[1:1] = {folders!r}"
