"""Everything that a report for people who open no terminal tells: each question asked once."""

from tokenomics.briefing.asking import Asking, brief
from tokenomics.briefing.parts import Answered, Briefing, Lacking

__all__ = ["Answered", "Asking", "Briefing", "Lacking", "brief"]
