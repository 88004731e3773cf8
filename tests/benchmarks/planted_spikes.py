"""How many planted spikes are named, by the size of the company that they are planted in.

PYTHONPATH=tests python tests/benchmarks/planted_spikes.py [--sizes 200,100,20] [--seeds 1,2,3]

Twenty spikes (x 3, two to six hours, flows of 5 % of spend and more) in ninety days, as the tests
plant them: `named` by the end of their second hour, `late` by their end or two hours after it. Beside
that `lumps`, how many calls or sessions of mean weight a spike's flow usually has in its first two
hours, and how many are named by them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from math import inf
from random import Random
from typing import NamedTuple

from support.planted import DAYS, Spike, Traffic, plant, sessions, traffic
from tokenomics.analysis.flow_series import HOUR_STAKES
from tokenomics.analysis.rhythm import HOURLY
from tokenomics.analysis.spikes import WHOLE, Found, Steps, find

_BOUNDS = (2, 4, 8, 16, 32)


class Run(NamedTuple):
    """What came of a company's spikes: what it costs a month, each with the lumps of its flow and
    whether it was named in time or late, and what else was told.
    """

    month: float
    named: Sequence[tuple[float, bool, bool]]
    false: int


def run(size: float, seed: int) -> Run:
    """Plant spikes in a company of that size, and look for them."""
    rng = Random(seed)
    usual = traffic(rng, min(size, 5))
    spikes = plant(rng, usual, 20, first_day=28)
    seen = traffic(rng, size, spikes)
    slots = [hour % 168 for hour in range(DAYS * 24)]
    steps = Steps("hour", HOURLY, 24, HOUR_STAKES, slots, range(DAYS * 24 + 1))
    found = find(seen.series, steps, seen.shared)
    false = [each for each in found if not any(_is_near(each, spike) for spike in spikes)]
    named = [(_lumps(seen, spike), *_named(found, spike)) for spike in spikes]
    return Run(sum(seen.series[WHOLE]) / DAYS * 30, named, len(false))


def _is_near(found: Found, spike: Spike) -> bool:
    return found.first < spike.end + 2 and found.end > spike.first


def _named(found: Sequence[Found], spike: Spike) -> tuple[bool, bool]:
    mine = [
        each for each in found if _is_near(each, spike) and spike.flow in {each.flow, *each.besides}
    ]
    return any(each.noticed <= spike.first + 1 for each in mine), bool(mine)


def _lumps(seen: Traffic, spike: Spike) -> float:
    """The usual cost of the flow in those hours of the week over the mean weight of what it comes in."""
    costs = seen.series[spike.flow]
    usual = sum(
        costs[hour] for hour in range(spike.first % 168, DAYS * 24, 168) for hour in (hour, hour + 1)
        if hour < len(costs) and not spike.first <= hour < spike.end
    ) / (DAYS // 7)  # fmt: skip
    sums = [sum(cost for _, cost in each.costs) for pool in sessions().values() for each in pool if spike.flow in each.flows]  # fmt: skip
    weight = sum(x * x for x in sums) / sum(sums)
    return usual / weight


def main() -> int:
    """Print a row a size, and one for each number of lumps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="200,100,50,20,10")
    parser.add_argument("--seeds", default="1,2,3")
    asked = parser.parse_args()
    seeds = [int(seed) for seed in asked.seeds.split(",")]
    every: list[tuple[float, bool, bool]] = []
    print("| USD a month | named of 20 | late | false in 30 days |\n|---|---|---|---|")
    for size in asked.sizes.split(","):
        runs = [run(float(size), seed) for seed in seeds]
        every += [each for of in runs for each in of.named]
        named = ", ".join(str(sum(in_time for _, in_time, _ in of.named)) for of in runs)
        late = ", ".join(str(sum(told for *_, told in of.named)) for of in runs)
        false = sum(of.false for of in runs) / len(runs) / DAYS * 30
        print(
            f"| {sum(of.month for of in runs) / len(runs):,.0f} | {named} | {late} | {false:.1f} |",
            flush=True,
        )
    print("\n| lumps | spikes | named | late |\n|---|---|---|---|")
    for low, high in zip((0, *_BOUNDS), (*_BOUNDS, inf), strict=True):
        mine = [each for each in every if low <= each[0] < high]
        counts = Counter(
            told
            for each in mine
            for told, is_so in zip(("named", "late"), each[1:], strict=True)
            if is_so
        )
        of = f"{low} and more" if high == inf else f"{low} to {high}"
        print(f"| {of} | {len(mine)} | {counts['named']} | {counts['late']} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
