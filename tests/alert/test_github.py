"""Comments given to a real web server on this machine that speaks GitHub's documented endpoints."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from support.github_server import PULL, GitHub, github
from support.mail_server import closed_port
from support.world import NOW, world
from tokenomics.alert.github import stick
from tokenomics.alert.outside import Outside
from tokenomics.records.errors import ConfigError, DeliveryError, InputError

MARK = "<!-- tokenomics:diff -->"
TEXT = f"{MARK}\n**Cost per task** rose\n"


@pytest.fixture
def server() -> Generator[GitHub]:
    """A pull request on which nobody has commented."""
    with github() as running:
        yield running


def _job(server: GitHub, folder: Path, pauses: list[float] | None = None, **more: str) -> Outside:
    event = folder / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": PULL}}), "utf-8")
    files = {"GITHUB_EVENT_PATH": str(event), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    return world(pauses, **server.environment(**{**files, **more}))


def test_a_comment_is_made_once_and_then_renewed(server: GitHub, tmp_path: Path) -> None:
    """The second build changes the words of the first one's comment, the third has nothing to say."""
    outside = _job(server, tmp_path)
    said = [stick(text, outside).sentence for text in (TEXT, f"{TEXT}more", f"{TEXT}more")]

    assert said == [
        "commented on #7",
        "renewed the comment on #7",
        "the comment on #7 says so already",
    ]
    assert [each["body"] for each in server.comments] == [f"{TEXT}more"]


def test_it_is_found_behind_many_others(server: GitHub, tmp_path: Path) -> None:
    """230 comments are three pages of a hundred; one without any text is no reason to stop."""
    for _ in range(229):
        server.say(None)
    mine = server.say(TEXT, "Bot")
    stick(f"{TEXT}new", _job(server, tmp_path))

    assert mine["body"] == f"{TEXT}new"
    assert [asked.rpartition("page=")[2] for asked in server.asked[:3]] == ["1", "2", "3"]
    assert len(server.comments) == 230


def test_only_a_first_line_is_a_mark(server: GitHub, tmp_path: Path) -> None:
    """Who quotes it, or another comparison of the same page, is left alone; a program's own comes first."""
    others = [
        server.say(f"> {MARK}\nlook"),
        server.say("<!-- tokenomics:diff nightly -->\n"),
        server.say(f"{MARK}\r\npasted"),
    ]
    mine = server.say(TEXT, "Bot")
    before = [each["body"] for each in others]
    stick(f"{TEXT}new", _job(server, tmp_path))

    assert [each["body"] for each in others] == before
    assert mine["body"] == f"{TEXT}new"


def test_no_change_makes_no_comment_but_renews_one(server: GitHub, tmp_path: Path) -> None:
    """Silence where there was nothing; where a comment warns, it is told that all is well again."""
    outside = _job(server, tmp_path)
    first = stick(TEXT, outside, is_quiet=True)

    assert not first.is_shown
    assert server.comments == []
    server.say(f"{TEXT}dearer", "Bot")
    assert stick(TEXT, outside, is_quiet=True).sentence == "renewed the comment on #7"


@pytest.mark.parametrize("status", [403, 404])
def test_without_permission_the_summary_has_it(server: GitHub, tmp_path: Path, status: int) -> None:
    """A pull request from a fork gets no token that writes: that is said, and nothing is lost."""
    server.closed = status
    said = stick(TEXT, _job(server, tmp_path))

    assert (tmp_path / "summary.md").read_text("utf-8") == f"{TEXT}\n"
    assert said.sentence == (
        f"GitHub answered {status}: Resource not accessible by integration; its token needs"
        " pull-requests: write, which a pull request from a fork does not get:"
        " the comment is in the summary of the job"
    )


@pytest.mark.parametrize(
    ("refusal", "pause"),
    [
        ((429, {"retry-after": "7"}), 7),
        ((403, {"retry-after": "9"}), 9),
        (
            (
                403,
                {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 20)},
            ),
            20,
        ),
        ((502, {}), 1),
    ],
)
def test_it_waits_as_long_as_it_is_asked_to(
    server: GitHub, tmp_path: Path, refusal: tuple[int, dict[str, str]], pause: float
) -> None:
    """A limit says how many seconds, or until when; then the comment is made."""
    pauses: list[float] = []
    server.refusals = [refusal]

    assert stick(TEXT, _job(server, tmp_path, pauses)).sentence == "commented on #7"
    assert pauses == [pause]


def test_too_long_a_pause_is_not_waited_for(server: GitHub, tmp_path: Path) -> None:
    """An hour is longer than a build lasts: the summary has it."""
    server.refusals = [(429, {"retry-after": "3600"})]

    assert (
        "asks to wait 3600 s: the comment is in the summary"
        in stick(TEXT, _job(server, tmp_path)).sentence
    )


def test_a_job_about_no_pull_request_has_a_summary(server: GitHub, tmp_path: Path) -> None:
    """A push has none; a number given is one."""
    outside = _job(server, tmp_path, GITHUB_EVENT_PATH=str(tmp_path / "none.json"))

    assert stick(TEXT, outside).sentence == (
        "this job is about no pull request: the comment is in the summary of the job"
    )
    assert stick(TEXT, outside, pull=PULL).sentence == "commented on #7"


def test_what_nobody_can_see_is_an_error(server: GitHub, tmp_path: Path) -> None:
    """Without a summary the reason is the error; without a token its name is told, and never its content."""
    server.closed = 403
    with pytest.raises(DeliveryError, match=r"answered 403.*and GITHUB_STEP_SUMMARY names no file"):
        stick(TEXT, _job(server, tmp_path, GITHUB_STEP_SUMMARY=""))
    with pytest.raises(ConfigError, match="GITHUB_TOKEN is not set"):
        stick(TEXT, _job(server, tmp_path, GITHUB_TOKEN=""))
    with pytest.raises(InputError, match="begins with a hidden line"):
        stick("hello", _job(server, tmp_path))


def test_a_server_that_is_not_there_is_tried_again(server: GitHub, tmp_path: Path) -> None:
    """Four times, then the summary has it."""
    pauses: list[float] = []
    outside = _job(server, tmp_path, pauses, GITHUB_API_URL=f"http://127.0.0.1:{closed_port()}")

    assert "GitHub does not answer: ConnectError; tried 4 times" in stick(TEXT, outside).sentence
    assert pauses == [1, 5, 30]


def test_a_comment_has_an_end(server: GitHub, tmp_path: Path) -> None:
    """What is longer than GitHub takes is cut at a line, and what is folded is closed."""
    long = f"{TEXT}<details>\n" + "x" * 99 + "\n" * 1 + ("y" * 99 + "\n") * 1000
    stick(long, _job(server, tmp_path))
    body = server.comments[0]["body"]

    assert len(body) < 65_536
    assert body.endswith("</details>\n\nThe rest is too long for a comment.\n")
