"""Whether what is stored and what was told still hold: ledgers with what lies beside them, and reports."""
