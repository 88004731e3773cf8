"""What estimates rest on, in sentences: how tokens are counted, what answers are assumed, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tokenomics import tokens
from tokenomics.estimating.counting import HOWS
from tokenomics.estimating.estimate import Estimate
from tokenomics.estimating.uses import Note
from tokenomics.records.words import many

_OUTPUT: Mapping[Note, str] = {
    "cap": "no answer is in the cost of {n}, and {its} most is that of an answer as long as the model allows: say --output N",
    "no_cap": "no answer is in the cost of {n}, and how long the model's may be is not known: say --output N",
    "max_tokens": "answers of {n} are taken to be as long as {it_says}",
}  # fmt: skip
_LIMITS: Mapping[Note, str] = {
    "media": "images and other parts of {n} that are no text are not counted: say --media-tokens N",
    "elsewhere": "{n} go{es} on with what the provider keeps, which is not counted",
    "endless": "{n} may use a tool without end that is charged by the use, which is in no amount",
    "uses": "tools that are charged by the use are in the most of {n} alone",
    "tools": "tools of {n} are counted as JSON, which is about what a provider makes of them",
    "batch": "{n} {is_are} of a batch and priced so: --tier standard prices {it_them} as calls",
}  # fmt: skip


def counting(found: Sequence[Estimate]) -> Iterator[str]:
    """How the tokens of each model are counted, a sentence for each way."""
    for how in HOWS:
        models = {(of.provider, of.model): None for of in found if of.counted == how}
        if not models:
            continue
        rules = {tokens.rule_of(model): None for _, model in models}
        for rule in rules:
            named = ", ".join(f"{p}/{m}" for p, m in models if tokens.rule_of(m) == rule)
            yield f"{how}: {named}: {_way(how, rule)}"


def _way(how: str, rule: tokens.Rule) -> str:
    if how == "exact":
        return f"texts are counted by {rule.encoding}, the models' own encoding; 3 tokens a message are for what is around it"
    ratio = f"{rule.hundredths / 100:.2f}"
    if how == "ratio" and rule.source == tokens.ASSUMED:
        return f"tokens are taken for those of {rule.encoding}, which nobody measured; the most is a fifth more"
    if how == "ratio":
        return f"tokens are {ratio} times those of {rule.encoding}, {rule.source}; the most is a fifth more"
    times = "" if rule.hundredths == 100 else f", times {ratio}"
    return (
        f"a token is taken for {tokens.BYTES} bytes{times}, of English or of code about right, of JSON half of it;"
        f" the most is a token a byte: {tokens.INSTALL} counts them"
    )


def answers(found: Sequence[Estimate], asked: int | None) -> Iterator[str]:
    """What is assumed of answers; `asked` is what the user says of each."""
    if asked is not None:
        yield f"each answer is assumed to have {many(asked, 'token')}, thoughts included"
    yield from _told(_OUTPUT, found)


def limits(found: Sequence[Estimate]) -> Iterator[str]:
    """What is not in the amounts, and what a reader may not expect of them."""
    yield from _told(_LIMITS, found)
    long = [of for of in found if of.context_from]
    if long:
        least = min(of.context_from for of in long)
        yield f"{many(len(long), 'request')} of {least:,} tokens or more {_are(long)} charged the prices of long contexts"


def _told(sentences: Mapping[Note, str], found: Sequence[Estimate]) -> Iterator[str]:
    for note, text in sentences.items():
        number = sum(note in of.notes for of in found)
        if number:
            one = number == 1
            yield text.format(
                n=many(number, "request"), its="its" if one else "their", es="es" if one else "",
                it_says="it allows" if one else "they allow", is_are="is" if one else "are",
                it_them="it" if one else "them",
            )  # fmt: skip


def _are(found: Sequence[object]) -> str:
    return "is" if len(found) == 1 else "are"
