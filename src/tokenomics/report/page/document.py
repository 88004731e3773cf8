"""The page itself: a briefing's parts handed to a template, with its style and script inside."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from tokenomics.briefing import Briefing
from tokenomics.charts import DARK, LIGHT, Palette
from tokenomics.report.origin import Origin
from tokenomics.report.page.contents import contents

_HERE = Path(__file__).parent


def html(briefing: Briefing, origin: Origin, *, prices: str = "list prices") -> str:
    """The page as text; equal briefings and origins give equal bytes.

    `prices` says in words which prices it is made with. Charts need the extra `charts`; without it
    the page says so.
    """
    style, script = _file("page.css"), _file("page.js")
    return _template().render(
        page=contents(briefing, origin, prices),
        style=Markup(f"{_colours()}\n{style}"),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704 - as above
        script_digest=_digest(script),
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(_HERE)
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return made.get_template("page.html.j2")


@cache
def _file(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _digest(script: str) -> str:
    """What the page's policy knows its only script by."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


@cache
def _colours() -> str:
    """The colours as variables, light and dark, and pictures whose light colours are these variables."""
    light, dark = (_variables(palette) for palette in (LIGHT, DARK))
    drawn = "\n".join(
        f'.chart [fill="{colour}"]{{fill:var(--{name})}}'
        f'.chart [stroke="{colour}"]{{stroke:var(--{name})}}'
        for name, colour in LIGHT._asdict().items()
    )
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{"
        f":root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f"@media print{{:root,:root[data-theme=dark]{{color-scheme:light;{light}}}}}\n{drawn}"
    )


def _variables(palette: Palette) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in palette._asdict().items())
