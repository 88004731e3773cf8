"""What measured usage would have cost under another design: the same calls, otherwise."""
