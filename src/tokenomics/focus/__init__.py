"""Usage and bills in the columns of FOCUS, the open specification of cost and usage data.

One table of columns (`columns`) says what each version has and what a value may be; the export is written
from it (`export`), and files are checked against it row by row (`check`).
"""

from tokenomics.focus.check import Violation, violations
from tokenomics.focus.columns import VERSIONS, Version
from tokenomics.focus.export import Exported, exported

__all__ = ["VERSIONS", "Exported", "Version", "Violation", "exported", "violations"]
