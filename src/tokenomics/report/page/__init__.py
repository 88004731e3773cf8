"""A briefing as one page of HTML that needs nothing besides: for browsers, printers and screen readers."""

from tokenomics.report.page.document import html

__all__ = ["html"]
