"""What the tests of pages share: a company's month, briefed once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from support.pages import briefing_of, company
from tokenomics.briefing import Briefing
from tokenomics.costing import CostQuery


@pytest.fixture(scope="session")
def august(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    """August until the 20th: everything that is known of it but a bill."""
    query = CostQuery(since=datetime(2026, 8, 1, tzinfo=UTC))
    return briefing_of(company(tmp_path_factory.mktemp("company")), query)
