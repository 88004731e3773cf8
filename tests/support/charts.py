"""Charts as tests look at them: the rows that are drawn, and the texts of a picture."""

from __future__ import annotations

import re
from typing import Any

from tokenomics.charts import svg


def drawn(spec: dict[str, Any], **where: object) -> list[dict[str, Any]]:
    """The rows of a chart's data that have these values."""
    rows: list[dict[str, Any]] = spec["data"]["values"]
    return [row for row in rows if all(row.get(name) == value for name, value in where.items())]


def texts(spec: dict[str, Any]) -> list[str]:
    """The texts of a chart's picture, as its SVG escapes them."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg(spec))
