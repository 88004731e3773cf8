"""A message as the HTML of a mail: plain tables, light and dark, nothing from elsewhere."""

from __future__ import annotations

import html
from collections.abc import Iterator

from tokenomics.alert.message import Message, Table, Tone, figures, label, readable, tone, when

# Ink on paper in both schemes; every pair has a contrast of at least 4.5 to 1.
_TONES: dict[Tone, tuple[str, str]] = {
    "info": ("#1a5fb4", "#8ab8ff"),
    "warning": ("#8a5a00", "#ffc14d"),
    "critical": ("#b3261e", "#ff8a80"),
    "resolved": ("#1e6f3e", "#7fd49b"),
    "test": ("#5a606b", "#a4abb6"),
}
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"

_LAYOUT = 'role="presentation" width="100%" cellpadding="0" cellspacing="0"'
_CARD = "max-width:600px;background:#ffffff;border:1px solid #dfe2e7;border-radius:8px"

# Clients that know neither classes nor dark colours show the inline styles.
_STYLE = """\
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#16181c!important}
.card{background:#1f2227!important;border-color:#363b43!important}
.ink{color:#e8eaed!important}
.quiet{color:#a4abb6!important}
.line{border-color:#363b43!important}
.tone{color:DARK!important;border-color:DARK!important}
}
"""


def page(message: Message, chart: str | None = None) -> str:
    """The message as one HTML document; `chart` is the address of the picture that it shows."""
    said = readable(message)
    light, dark = _TONES[tone(said)]
    parts = [*_opening(said, light), *_body(said, chart), *_closing(said)]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="supported-color-schemes" content="light dark">',
            f"<title>{html.escape(said.subject)}</title>",
            f"<style>\n{_STYLE.replace('DARK', dark)}</style>",
            "</head>",
            '<body class="page" style="margin:0;padding:0;background:#f3f4f6">',
            f'<table {_LAYOUT} class="page" style="background:#f3f4f6">',
            '<tr><td align="center" style="padding:24px 12px">',
            f'<table {_LAYOUT} class="card" style="{_CARD}">',
            *parts,
            "</table>",
            "</td></tr></table>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _opening(message: Message, colour: str) -> Iterator[str]:
    yield (
        f'<tr><td class="tone" style="border-top:4px solid {colour};border-radius:8px 8px 0 0;'
        f'padding:20px 24px 0;{_FONT}font-size:13px;font-weight:700;color:{colour}">'
        f"{label(message)}</td></tr>"
    )
    yield (
        f'<tr><td class="ink" style="padding:4px 24px 12px;{_FONT}font-size:20px;line-height:1.3;'
        f'font-weight:600;color:#1c1e21;overflow-wrap:anywhere">{html.escape(message.headline)}</td></tr>'
    )


def _body(message: Message, chart: str | None) -> Iterator[str]:
    for paragraph in message.paragraphs:
        yield (
            f'<tr><td class="ink" style="padding:0 24px 12px;{_FONT}font-size:15px;'
            f'line-height:1.5;color:#1c1e21;overflow-wrap:anywhere">{html.escape(paragraph)}</td></tr>'
        )
    for table in message.tables:
        yield f'<tr><td style="padding:4px 24px 16px">{_table(table)}</td></tr>'
    if chart is not None:
        yield (
            f'<tr><td style="padding:4px 24px 16px"><img src="{html.escape(chart)}" width="552"'
            f' alt="Chart: {html.escape(message.headline)}"'
            ' style="display:block;width:100%;height:auto;border-radius:4px;background:#ffffff">'
            "</td></tr>"
        )


def _table(table: Table) -> str:
    numbers = figures(table)
    head = [_row(table.columns, numbers, "th")] if table.columns else []
    title = [_caption(table.title)] if table.title else []
    return "\n".join(
        [
            '<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">',
            *title,
            *head,
            *(_row(row, numbers, "td") for row in table.rows),
            "</table>",
        ]
    )


def _caption(title: str) -> str:
    return (
        f'<caption class="ink" style="text-align:left;padding:0 0 4px;{_FONT}font-size:15px;'
        f'font-weight:600;color:#1c1e21">{html.escape(title)}</caption>'
    )


def _row(cells: tuple[str, ...], numbers: tuple[bool, ...], element: str) -> str:
    last = len(cells) - 1
    drawn = [
        _cell(text, element, "right" if number else "left", 0 if place == last else 12)
        for place, (text, number) in enumerate(zip(cells, numbers, strict=True))
    ]
    return f"<tr>{''.join(drawn)}</tr>"


def _cell(text: str, element: str, side: str, gap: int) -> str:
    head = element == "th"
    kind, colour = ("quiet", "#5a606b") if head else ("ink", "#1c1e21")
    size = "font-size:13px;font-weight:600;" if head else "font-size:15px;"
    number = "white-space:nowrap;font-variant-numeric:tabular-nums;" if side == "right" else ""
    return (
        f'<{element} align="{side}" class="{kind} line" style="padding:6px {gap}px 6px 0;'
        f"border-bottom:1px solid #dfe2e7;text-align:{side};{number}{_FONT}{size}color:{colour};"
        f'overflow-wrap:anywhere">{html.escape(text)}</{element}>'
    )


def _closing(message: Message) -> Iterator[str]:
    facts = [when(message), *([message.period] if message.period else [])]
    yield (
        f'<tr><td class="quiet" style="padding:4px 24px 20px;{_FONT}font-size:13px;color:#5a606b">'
        f"{' &middot; '.join(html.escape(fact) for fact in facts)}</td></tr>"
    )
