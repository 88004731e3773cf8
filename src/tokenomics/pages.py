"""`tk.page`: everything that is known of a period as one page of HTML, for notebooks and files."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import NamedTuple, Unpack

from tokenomics.briefing import Asking, brief
from tokenomics.config import people_of
from tokenomics.costing import Attribution
from tokenomics.costing.persons import meant
from tokenomics.handle import Handle, Names, Question, book_for, instant, query_of
from tokenomics.overlap import Authority
from tokenomics.report.origin import BookRef, Origin, prices_words
from tokenomics.report.page import html
from tokenomics.version import __version__
from tokenomics.whole import whole


class Page(NamedTuple):
    """A page of HTML that needs nothing besides; a notebook shows it in a frame of its own."""

    html: str

    def save(self, path: str | Path) -> None:
        """Write the page to a file."""
        with whole(Path(path), "output") as part:
            part.write_text(self.html, "utf-8", newline="")

    def _repr_html_(self) -> str:
        """The page inside a notebook, apart from its styles and scripts."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts" title="AI cost" '
            'style="width:100%;height:80vh;border:0"></iframe>'
        )


def page(handle: Handle, by: Names = (), **question: Unpack[Question]) -> Page:
    """All that is known of a period as a page: cost, forecast, groups, what changed it, waste, budgets, bills, alerts.

    Groups are by feature, team, user and model, each a table, or by the dimensions `by` together. The
    period is all that the ledger has, or from `since` up to `until`; `limit` is the rows of a table. Charts
    need the extra `charts`. Raises as `costs` does.
    """
    config = handle.config
    query = query_of(config, by, question)
    book = book_for(query, question)
    rules = [Attribution(rule.when, rule.set) for rule in config.attribute]
    asked = meant(query, rules, people_of(config, handle.ledger.where))
    now = instant(question.get("now"), query.tz) or datetime.now(UTC)
    authority = [Authority(rule.provider, rule.source) for rule in config.authority]
    listed = book_for(query, {})
    found = brief(
        Asking(handle.ledger, book, asked.query, config, now, asked.rules, authority, listed)
    )
    origin = Origin(
        tool_version=__version__, generated_at=now, command="report", parameters={},
        ledger_path=str(handle.ledger.where), ledger_version=handle.version,
        config_digest=config.digest, pricebooks=tuple(BookRef(*layer) for layer in book.layers),
        cost_basis=book.basis,
    )  # fmt: skip
    return Page(html(found, origin, prices=prices_words(book, query)))
