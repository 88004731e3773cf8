"""`tokenomics whatif`: what it would cost under another design."""

from __future__ import annotations

from tokenomics_cli import replay, selfhost, whatif_people, whatif_portfolio, whatif_scenarios
from tokenomics_cli.groups import Defaulting, group


class _WhatIf(Defaulting):
    """Without a command usage is replayed."""

    default = "replay"


app = group("whatif", "What it would cost if it were done another way.", cls=_WhatIf)
app.command()(replay.replay)
app.command()(selfhost.selfhost)
app.command()(whatif_people.people)
app.command()(whatif_portfolio.portfolio)
app.command()(whatif_scenarios.scenarios)
