"""Small logs whose costs are known by heart.

gpt-4-0613 costs 30 dollars a million tokens of input and 60 a million of output.
"""

from __future__ import annotations

from pathlib import Path

HEADER = "ts,provider,model,team,user,input,output,request_id"
# 1,000 x 0.00003 + 500 x 0.00006 = 0.06; 2,000 x 0.00003 + 0 = 0.06; together 0.12 dollars.
ROWS = (
    "2026-11-02T10:00:00Z,openai,gpt-4-0613,support,ada,1000,500,a",
    "2026-11-03T10:00:00Z,openai,gpt-4-0613,search,bob,2000,0,b",
)
UNPRICED = "2026-11-03T11:00:00Z,nobody,mystery-1,search,bob,7,0,c"
BROKEN = "2026-11-03T12:00:00Z,openai,gpt-4-0613,search,bob,-48151623,0,d"


def calls(path: Path, *rows: str) -> Path:
    """A native CSV file of calls; without rows, of the two that cost 0.12 dollars."""
    path.write_text("\n".join([HEADER, *(rows or ROWS), ""]), "utf-8")
    return path
