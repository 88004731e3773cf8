"""What asking for costs must not import."""

from __future__ import annotations

import subprocess
import sys


def test_reports_import_no_heavy_packages() -> None:
    """Polars, pandera, pyarrow and pydantic would cost seconds that most commands do not have."""
    code = (
        "import sys, tokenomics.costing, tokenomics.explain, tokenomics.gate;"
        "import tokenomics.report.table, tokenomics.report.markdown, tokenomics.report.delimited;"
        "import tokenomics.report.envelope, tokenomics.report.frame, tokenomics.report.explanation;"
        "print(*sorted({'polars', 'pandera', 'pyarrow', 'pydantic'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == ""
