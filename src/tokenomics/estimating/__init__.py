"""What prompts will cost before a call is made: tokens counted or guessed, and said which, at a book's prices."""

from tokenomics.estimating.estimate import Estimate, Prices, estimate
from tokenomics.estimating.files import Prompts, read_prompts
from tokenomics.estimating.judging import Verdict, judge, parse_limit
from tokenomics.estimating.listed import Told, compared, for_people, listed
from tokenomics.estimating.run import Estimated, estimated
from tokenomics.estimating.shapes import Asked, call_of
from tokenomics.estimating.uses import Plan
from tokenomics.guard.naming import meant

__all__ = [
    "Asked",
    "Estimate",
    "Estimated",
    "Plan",
    "Prices",
    "Prompts",
    "Told",
    "Verdict",
    "call_of",
    "compared",
    "estimate",
    "estimated",
    "for_people",
    "judge",
    "listed",
    "meant",
    "parse_limit",
    "read_prompts",
]
