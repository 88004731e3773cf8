"""The calls of the company's features, day by day: sessions, incidents, edges, a runaway agent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random

from tokenomics.demo.calls import LITELLM, Call, Verdict
from tokenomics.demo.company import (
    CUSTOMERS,
    ENVIRONMENT_WEIGHTS,
    ENVIRONMENTS,
    HAIKU,
    LLAMA,
    SOL,
    SONNET,
    STAFF,
    Feature,
    Model,
    World,
    dice,
    features,
    moment,
    tokens,
    volume,
    within,
)
from tokenomics.demo.facts import LONG_CONTEXT

# Shares of calls: each threshold includes the ones before it.
_FAILED, _CACHED, _RETRIED, _FELL_BACK = 0.015, 0.06, 0.09, 0.1
_HISTORY_FROM_CACHE = 0.8
_NEVER_JUDGED, _JUDGED_AGAIN = 0.06, 0.5
_ERRORS = ("RateLimitError", "Timeout", "ServiceUnavailableError")
_RUNAWAY_DAY = 13
_LOOP_START, _LOOP_CALLS, _LOOP_LIMIT = 9_000, 1_100, 3_000
_CUT_DAY = 21
_CONTEXT_LIMIT = 180_000


def feature_calls(company: World, chosen: Iterable[Feature]) -> Iterator[Call]:
    """The calls of some features of one source, each day's in order of time."""
    chances = _chances(company, chosen)
    for day in company.days:
        yield from _in_order(_day(company, chances, day))


def gateway_log_calls(company: World) -> Iterator[Call]:
    """What the LiteLLM gateway saw: its features with failures, cache hits, retries, fallbacks.

    On one day an agent runs in a loop until somebody stops it.
    """
    rng = dice(company, "incidents")
    chances = _chances(company, features(LITELLM))
    for day in company.days:
        planned = _day(company, chances, day)
        happened = [seen for call in planned for seen in _incident(rng, company, call)]
        if day.day == _RUNAWAY_DAY:
            happened += _runaway(company, day)
        yield from _in_order(happened)


def edge_calls(company: World, feature: Feature) -> Iterator[Call]:
    """Calls at the last instant before and the first of the price change, for that feature.

    Where the tier is standard, each also just below and just at the long context's border.
    """
    rng = dice(company, f"edges of {feature.name}")
    cut = company.start + timedelta(days=_CUT_DAY - 1)
    sizes = (LONG_CONTEXT - 1, LONG_CONTEXT) if feature.service_tier == "standard" else (9000,)
    for ts in (cut - timedelta(microseconds=1), cut):
        for context in sizes:
            call = _first_call(rng, company, feature, cut)
            read = context // 3
            meters = {"input": context - read, "cache_read": read, "output": 700}
            yield call._replace(ts=ts, provider=SOL.provider, model=SOL.name, meters=meters)


def _chances(company: World, chosen: Iterable[Feature]) -> list[tuple[Feature, Random]]:
    return [(feature, dice(company, feature.name)) for feature in chosen]


def _day(company: World, chances: list[tuple[Feature, Random]], day: datetime) -> list[Call]:
    calls: list[Call] = []
    for feature, rng in chances:
        count = volume(rng, company, day, base=feature.sessions, weekend=feature.weekend)
        for _ in range(count):
            calls += _session(rng, company, feature, day)
    return calls


def _in_order(calls: list[Call]) -> list[Call]:
    return sorted(calls, key=lambda call: (call.ts, call.request_id))


def _first_call(rng: Random, company: World, feature: Feature, day: datetime) -> Call:
    """A call with all that the calls of a session share, at the session's start."""
    models, weights = zip(*feature.models, strict=True)
    (model,) = rng.choices(models, weights)
    (environment,) = rng.choices(ENVIRONMENTS, ENVIRONMENT_WEIGHTS)
    return Call(
        ts=within(company, moment(rng, day, feature.hours)),
        source=feature.source,
        provider=model.provider,
        model=model.name,
        meters={},
        request_id=_request_id(rng),
        session=f"{feature.name}-{rng.getrandbits(64):016x}",
        user=rng.choice(STAFF[feature.team]),
        team=feature.team,
        feature=feature.name,
        environment=environment,
        customer=_customer(rng) if feature.for_customers else None,
        service_tier=feature.service_tier,
    )


def _session(rng: Random, company: World, feature: Feature, day: datetime) -> list[Call]:
    first = _first_call(rng, company, feature, day)
    model = next(model for model, _ in feature.models if model.name == first.model)
    calls: list[Call] = []
    carried, ts = 0, first.ts
    for turn in range(rng.randint(*feature.turns)):
        meters = _meters(rng, feature, model, carried)
        latency = 300 + meters["output"] * 11 + rng.randrange(900)
        request_id = _request_id(rng) if turn else first.request_id
        calls.append(
            first._replace(ts=ts, meters=meters, latency_ms=latency, request_id=request_id)
        )
        carried = min(sum(meters.values()), _CONTEXT_LIMIT * 2)
        ts = within(company, ts + timedelta(milliseconds=latency + rng.randrange(2_000, 90_000)))
    if feature.success is not None:
        calls[-1] = calls[-1]._replace(verdicts=_verdicts(rng, calls[-1].ts, feature.success))
    return calls


def _meters(rng: Random, feature: Feature, model: Model, carried: int) -> dict[str, int]:
    """The disjoint meters of a call that sends `carried` tokens of history and a fresh prompt."""
    prompt = tokens(rng, feature.prompt)
    meters = {"input": prompt, "output": tokens(rng, feature.answer)}
    if carried and "cache_read" in model.meters and rng.random() < _HISTORY_FROM_CACHE:
        meters["cache_read"] = carried
    else:
        meters["input"] += carried
    if "cache_write" in model.meters:
        meters["cache_write"] = meters["input"] * 3 // 4
        meters["input"] -= meters["cache_write"]
    if "reasoning" in model.meters:
        meters["reasoning"] = rng.randrange(2 * feature.answer)
    return {meter: quantity for meter, quantity in meters.items() if quantity}


def _verdicts(rng: Random, ts: datetime, success: float) -> tuple[Verdict, ...]:
    """None, one or two verdicts up to five days later; the last one stands."""
    if rng.random() < _NEVER_JUDGED:
        return ()
    at = ts + timedelta(seconds=rng.randrange(60, 259_200))
    if rng.random() < success:
        return (Verdict(at, "success"),)
    first = Verdict(at, rng.choice(("failure", "failure", "abandoned")))
    if first.outcome == "failure" and rng.random() < _JUDGED_AGAIN:
        return first, Verdict(at + timedelta(hours=rng.randrange(1, 48)), "success")
    return (first,)


def _incident(rng: Random, company: World, call: Call) -> Iterator[Call]:
    """What became of a call: usually itself; else a failure and a second try, or a variation."""
    roll = rng.random()
    if call.model == LLAMA.name or roll > _FELL_BACK:
        yield call
    elif roll < _FAILED:
        yield _failed(rng, call)
        yield call._replace(ts=within(company, call.ts + timedelta(seconds=2)))
    elif roll < _CACHED:
        yield _cached(rng, call) if _may_cache(call) else call
    elif roll < _RETRIED:
        yield call._replace(retries=rng.randint(1, 3))
    else:
        yield _fallen_back(call)


def _failed(rng: Random, call: Call) -> Call:
    return call._replace(
        meters={},
        request_id=_request_id(rng),
        latency_ms=0,
        status="failure",
        error=rng.choice(_ERRORS),
        retries=3,
        verdicts=(),
    )


def _cached(rng: Random, call: Call) -> Call:
    """A hit in the gateway's own cache: the counts of the first answer, and no bill."""
    return call._replace(
        meters=_without_cache(call), from_cache=True, latency_ms=rng.randrange(2, 40)
    )


def _may_cache(call: Call) -> bool:
    return any(f.cacheable for f in features(LITELLM) if f.name == call.feature)


def _fallen_back(call: Call) -> Call:
    if call.model == HAIKU.name:
        return call
    return call._replace(
        provider=HAIKU.provider,
        model=HAIKU.name,
        meters=_without_cache(call),
        fallback_from=call.model,
        retries=1,
    )


def _without_cache(call: Call) -> dict[str, int]:
    output = call.meters["output"]
    return {"input": sum(call.meters.values()) - output, "output": output}


def _runaway(company: World, day: datetime) -> Iterator[Call]:
    """A loop of the research agent in the small hours: every call sends all that came before."""
    rng = dice(company, "runaway")
    feature = next(f for f in features(LITELLM) if f.name == "research-agent")
    first = _first_call(rng, company, feature, day)._replace(
        provider=SONNET.provider, model=SONNET.name, environment="prod", latency_ms=7_000
    )
    ts = day + timedelta(hours=1, minutes=12)
    context = _LOOP_START
    for _ in range(min(_LOOP_LIMIT, round(12 + _LOOP_CALLS * company.size))):
        fresh, answer = tokens(rng, 700), tokens(rng, 480)
        meters = {"input": 40, "cache_read": context, "cache_write": fresh, "output": answer}
        yield first._replace(ts=ts, meters=meters, request_id=_request_id(rng))
        context = context + fresh + answer if context < _CONTEXT_LIMIT else _LOOP_START
        ts += timedelta(milliseconds=rng.randrange(6_000, 14_000))


def _customer(rng: Random) -> str:
    """A customer; the first ones come far more often than the last."""
    return CUSTOMERS[int(len(CUSTOMERS) * rng.random() ** 2.2)]


def _request_id(rng: Random) -> str:
    return f"{rng.getrandbits(96):024x}"
