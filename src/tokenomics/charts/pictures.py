"""Charts as pictures, drawn on this machine: nothing is fetched and no browser is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tokenomics.records.errors import ConfigError

_MISSING = "pictures need vl-convert: pip install 'tokenomics-finops[charts]'"


def svg(spec: Mapping[str, Any]) -> str:
    """A chart as SVG, its letters as text; raises ConfigError without the extra `charts`."""
    return _drawer().vegalite_to_svg(dict(spec), allowed_base_urls=[])


def png(spec: Mapping[str, Any], *, scale: float = 2) -> bytes:
    """A chart as PNG, by default of two dots a pixel; raises ConfigError without the extra `charts`."""
    return _drawer().vegalite_to_png(dict(spec), scale=scale, allowed_base_urls=[])


def can_draw() -> bool:
    """Whether the extra `charts` is there."""
    try:
        _drawer()
    except ConfigError:
        return False
    return True


def _drawer() -> Any:
    try:
        import vl_convert  # noqa: PLC0415 - eighty megabytes that only pictures need
    except ImportError:
        raise ConfigError(_MISSING) from None
    return vl_convert
