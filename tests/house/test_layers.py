"""The direction of imports as the contracts draw it."""

from __future__ import annotations

from support.house import LIBRARY, project

CONTRACTS = project()["tool"]["importlinter"]["contracts"]


def test_every_part_of_the_library_has_its_layer() -> None:
    """No module or package of the library escapes the contract of layers."""
    (layers,) = (contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    placed = {name.strip() for layer in layers for name in layer.replace("|", ":").split(":")}
    parts = {
        f"tokenomics.{path.stem}"
        for path in LIBRARY.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }

    assert parts - {"tokenomics.__init__"} <= placed
    assert placed <= parts | {"tokenomics_cli"}


def test_contracts_are_named_by_what_they_promise() -> None:
    """Each contract's name is a sentence that says what breaks when it breaks."""
    for contract in CONTRACTS:
        assert len(contract["name"].split()) >= 4, contract["name"]
