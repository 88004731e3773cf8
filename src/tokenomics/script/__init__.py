"""A question as a script for a warehouse: the tables that it reads, its prices, its queries."""

from tokenomics.script.text import LOADING, TESTED, Recording, check, dialects, script

__all__ = ["LOADING", "TESTED", "Recording", "check", "dialects", "script"]
