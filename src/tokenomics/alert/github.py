"""A comment below a pull request of GitHub that is renewed instead of repeated.

It is found by its first line, which is hidden. Where it may not be written it goes to the summary
of the job instead, so that nothing is lost in pull requests from forks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx2

from tokenomics.alert.outside import (
    Later,
    Outside,
    answer,
    persistently,
    secret,
    trust,
    unlogged,
)
from tokenomics.alert.posting import PAUSES, asked_pause, judge
from tokenomics.alert.summary import VARIABLE
from tokenomics.records.errors import ConfigError, DeliveryError, InputError
from tokenomics.version import __version__

_REPOSITORY, _TOKEN, _API, _EVENT = (
    "GITHUB_REPOSITORY", "GITHUB_TOKEN", "GITHUB_API_URL", "GITHUB_EVENT_PATH",
)  # fmt: skip
_PAGE, _MOST_PAGES = 100, 100
# GitHub takes so many characters in a comment; what is beyond is cut.
_MOST = 65_000
_TIMEOUT = 30.0
_MARK = "<!-- "
_SPENT = "0"
# What GitHub says to whoever may not, or may not even know.
_FORBIDDEN = 403
_CLOSED = {401, _FORBIDDEN, 404}
_NEEDS = "its token needs pull-requests: write, which a pull request from a fork does not get"


class Stuck(NamedTuple):
    """What became of a comment, in a sentence; `is_shown` says whether anybody can see it."""

    sentence: str
    is_shown: bool = True


def stick(text: str, outside: Outside, *, pull: int | None = None, is_quiet: bool = False) -> Stuck:
    """Renew the comment that begins with the text's first line, or make it.

    The pull request is that of the event that a job is about, unless it is named. What `is_quiet` makes
    no new comment. Raises ConfigError where the environment does not say where to, InputError for a
    text without a hidden first line, DeliveryError where nobody can see it, nor in a job's summary.
    """
    mark = text.partition("\n")[0]
    if not (mark.startswith(_MARK) and mark.endswith("-->")):
        raise InputError(
            "a comment begins with a hidden line that it is found by, as tokenomics diff --format markdown writes it"
        )
    environment = outside.environment
    number = pull if pull is not None else _number(environment)
    if number is None:
        return _summarised(text, "this job is about no pull request", outside)
    place = f"{secret(environment, _API)}/repos/{secret(environment, _REPOSITORY)}/issues"
    context = trust(environment)
    client = httpx2.Client(verify=context, timeout=_TIMEOUT, headers=_headers(environment))
    try:
        with unlogged("httpx2"), client:
            return _stuck(
                _Talk(client, outside, place), number, mark, _cut(text), is_quiet=is_quiet
            )
    except DeliveryError as error:
        return _summarised(text, f"GitHub {error}", outside)


class _Talk(NamedTuple):
    """A connection to GitHub, and the address of a repository's issues."""

    client: httpx2.Client
    outside: Outside
    place: str


def _stuck(talk: _Talk, number: int, mark: str, text: str, *, is_quiet: bool) -> Stuck:
    found = _found(talk, number, mark)
    if found is None and is_quiet:
        return Stuck("nothing changed, and there is no comment to renew", is_shown=False)
    if found is None:
        _ask(talk, "POST", f"{talk.place}/{number}/comments", text)
        return Stuck(f"commented on #{number}")
    if found.get("body") == text:
        return Stuck(f"the comment on #{number} says so already")
    _ask(talk, "PATCH", f"{talk.place}/comments/{found['id']}", text)
    return Stuck(f"renewed the comment on #{number}")


def _found(talk: _Talk, number: int, mark: str) -> Mapping[str, Any] | None:
    """The comment that begins with a mark: a program's, else the first of anybody."""
    ours = [each for each in _comments(talk, number) if _begins(each, mark)]
    programs = [each for each in ours if (each.get("user") or {}).get("type") == "Bot"]
    return next(iter([*programs, *ours]), None)


def _begins(comment: Mapping[str, Any], mark: str) -> bool:
    return (comment.get("body") or "").partition("\n")[0].rstrip("\r") == mark


def _comments(talk: _Talk, number: int) -> Iterator[Mapping[str, Any]]:
    for page in range(1, _MOST_PAGES + 1):
        address = f"{talk.place}/{number}/comments?per_page={_PAGE}&page={page}"
        found = _ask(talk, "GET", address)
        if not isinstance(found, list):
            raise DeliveryError("answered with no list of comments")
        yield from found
        if len(found) < _PAGE:
            return


def _ask(talk: _Talk, method: str, address: str, text: str | None = None) -> Any:
    """What GitHub answers, after a few tries; raises DeliveryError where it refuses."""
    answers: list[Any] = []

    def attempt() -> None:
        body = None if text is None else {"body": text}
        try:
            with talk.client.stream(method, address, json=body) as response:
                _judge(response, talk.outside.clock())
                answers.append(json.loads(response.read() or b"null"))
        except httpx2.TransportError as error:
            if method == "POST" and not isinstance(error, httpx2.ConnectError):
                # It may have been taken: a second one would stand there for ever.
                raise DeliveryError(f"did not answer: {type(error).__name__}") from None
            raise Later(f"does not answer: {type(error).__name__}", PAUSES) from None
        except ValueError:
            raise DeliveryError("answered with something that is no JSON") from None

    persistently(attempt, talk.outside.sleep)
    return answers[-1]


def _judge(response: httpx2.Response, now: datetime) -> None:
    """GitHub says 403 also where one asks too often: then it says for how long."""
    spent = response.headers.get("x-ratelimit-remaining") == _SPENT
    pause = response.headers.get("retry-after", "")
    if response.status_code == _FORBIDDEN and (spent or pause):
        reset = response.headers.get("x-ratelimit-reset", "")
        until = float(reset) - now.timestamp() if reset.isdigit() else 0.0
        raise Later("asks to wait (403)", PAUSES, max(asked_pause(pause, now), until, 0.0))
    if response.status_code in _CLOSED:
        raise DeliveryError(f"answered {response.status_code}: {_message(response)}; {_NEEDS}")
    judge(response, "" if response.is_success else _message(response), now)


def _message(response: httpx2.Response) -> str:
    try:
        return answer(str(json.loads(response.read())["message"]))
    except (ValueError, KeyError, TypeError):
        return "no reason"


def _headers(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        "accept": "application/vnd.github+json",
        "authorization": f"Bearer {secret(environment, _TOKEN)}",
        "user-agent": f"tokenomics/{__version__}",
        "x-github-api-version": "2022-11-28",
    }


def _number(environment: Mapping[str, str]) -> int | None:
    """The pull request of the event that started the job."""
    try:
        event = json.loads(Path(secret(environment, _EVENT)).read_text("utf-8"))
        number = event["pull_request"]["number"]
    except (OSError, ValueError, KeyError, TypeError, ConfigError):
        return None
    return number if isinstance(number, int) else None


def _summarised(text: str, why: str, outside: Outside) -> Stuck:
    """The comment in the summary of the job, and why it is there."""
    try:
        path = Path(secret(outside.environment, VARIABLE))
        with path.open("a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(f"{text}\n")
    except (OSError, ConfigError):
        raise DeliveryError(f"{why}; and {VARIABLE} names no file for it") from None
    return Stuck(f"{why}: the comment is in the summary of the job")


def _cut(text: str) -> str:
    if len(text) <= _MOST:
        return text
    whole = text[:_MOST].rpartition("\n")[0]
    ends = "\n\n</details>" * (whole.count("<details>") - whole.count("</details>"))
    return f"{whole}{ends}\n\nThe rest is too long for a comment.\n"
