"""How many calls are asked again because the first answer failed, as outcomes tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from tokenomics.analysis.choices import ENOUGH
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ZERO, ratio
from tokenomics.records.words import many
from tokenomics.replaying.evidence import Evidence
from tokenomics.replaying.evidence_words import rate
from tokenomics.replaying.holding import NO_TALLY, Tally, added
from tokenomics.replaying.routes import Route, Target


def measured(evidence: Evidence | None, route: Route) -> Route:
    """A route with the share of what failed where it asks for that.

    Raises ConfigError where it names no one feature, or too few of its tasks were judged.
    """
    if not any(target.is_measured for target in route.to):
        return route
    failures = _failures(evidence, route)
    share = ratio(ZERO + failures.successes, failures.judged) or ZERO
    to = (target._replace(share=share) if target.is_measured else target for target in route.to)
    return route._replace(to=tuple(to))


def sentences(evidence: Evidence | None, routes: Sequence[Route]) -> Iterator[str]:
    """What share was measured, and how sure it is."""
    for route in routes:
        for target in route.to:
            if target.is_measured:
                share = rate(_failures(evidence, route))
                yield (
                    f"{_feature(route)}: {route.to[0].model} failed in {share} judged tasks: so many of its"
                    f" calls are asked of {target.model} again."
                )


def _failures(evidence: Evidence | None, route: Route) -> Tally:
    """How many judged tasks of the route's feature its first model failed."""
    feature, first = _feature(route), route.to[0]
    found = reduce(added, _tallies(evidence, feature, first) if evidence else (), NO_TALLY)
    if found.judged < ENOUGH:
        raise ConfigError(
            f"route {route.text!r}: {many(found.judged, 'judged task')} of {feature!r} with {first.model}: how"
            f" often it fails is told by {ENOUGH}: state a share, 'then 12% {route.to[1].model}'"
        )
    return found._replace(successes=found.judged - found.successes)


def _tallies(evidence: Evidence, feature: str, first: Target) -> Iterator[Tally]:
    for work, tally in evidence.tallies.items():
        same = evidence.named(work.provider, first.model) == (work.provider, work.model)
        if work.feature == feature and same and first.provider in {None, work.provider}:
            yield tally


def _feature(route: Route) -> str:
    features = [value for name, value in route.picked.where if name == "feature"]
    if len(features) != 1:
        raise ConfigError(
            f"route {route.text!r}: write one feature=NAME before the arrow: how often a model fails"
            " depends on what it does"
        )
    return features[0]
