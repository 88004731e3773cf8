"""Writing a demo: the calls are made once, rendered by the writers and summed into the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from tokenomics.demo.agents import agent_sessions, long_session
from tokenomics.demo.bill import Bill
from tokenomics.demo.calls import GATEWAY, NATIVE, Call
from tokenomics.demo.claude import Pen, write_session
from tokenomics.demo.company import FIRST_MONTH, World, dice, features, world
from tokenomics.demo.files import Written, below, written
from tokenomics.demo.forms import FORMS
from tokenomics.demo.gateway import write_config, write_gateway
from tokenomics.demo.litellm import write_litellm
from tokenomics.demo.native import (
    OutcomesFile,
    write_native_csv,
    write_native_jsonl,
    write_overheads,
)
from tokenomics.demo.tally import Tally
from tokenomics.demo.text import Filler
from tokenomics.demo.traffic import edge_calls, feature_calls, gateway_log_calls
from tokenomics.demo.truth import Truth, write_truth
from tokenomics.records.errors import InputError, unknown

# Median characters of a tool's result: short where a demo should be small, as found on
# developers' machines where the size of real logs is the point.
_SHORT, _REAL = 260, 6_500
_MEGABYTE = 1_000_000

_KEEPING = """\
# The demo's users are invented, so they need no pseudonyms.
[privacy]
keep_user_ids = true
"""


def write_company(folder: Path, *, seed: int, size: float = 1.0, month: str = FIRST_MONTH) -> Truth:
    """A month of the company's logs in `folder`/logs, a provider's bill in bills, tokenomics.toml and truth.json.

    Equal seed, size and month give equal bytes; size 1 is about 30,000 calls. Raises InputError
    where the folder holds something already, or size or month make no demo.
    """
    company = world(seed=seed, size=size, month=month)
    logs = _empty(folder) / "logs"
    native = logs / "native"
    native.mkdir(parents=True)
    tally, bill = Tally(), Bill(company)
    files = [*_claude(logs / "claude" / "projects", company, tally)]
    with OutcomesFile(native / f"outcomes-{month}.csv") as outcomes:
        seen = _Eyes(tally, outcomes, bill)
        files += write_litellm(logs / "litellm", seen.watch(gateway_log_calls(company)))
        files += _native(native, company, seen)
    gateway = bill.watch(tally.watch(feature_calls(company, features(GATEWAY))))
    files.append(write_gateway(logs / f"gateway-{month}.csv", gateway))
    files.append(write_overheads(native / f"overheads-{month}.csv", company))
    files.append(outcomes.written())
    write_config(folder, "logs/gateway-*.csv")
    billed = bill.write(folder / "bills" / f"openai-{month}.csv")
    truth = tally.truth(company, [below(folder, file) for file in files])._replace(bill=billed)
    write_truth(folder / "truth.json", truth)
    return truth


def write_claude_logs(
    folder: Path, *, seed: int, megabytes: int, month: str = FIRST_MONTH
) -> Truth:
    """Session logs of Claude Code in `folder`/projects, `megabytes` million bytes or a bit more.

    Lines are as long as those on developers' machines, sessions spread over the month. Writes
    no truth file; the truth is what is returned. Raises InputError like `write_company`.
    """
    company = world(seed=seed, month=month)
    projects = _empty(folder) / "projects"
    rng = dice(company, "long sessions")
    pen = _pen(company, _REAL)
    tally = Tally()
    files: list[Written] = []
    left = megabytes * _MEGABYTE
    while left > 0:
        calls = list(tally.watch(long_session(company, rng)))
        new = write_session(pen, projects, calls)
        left -= sum(file.size for file in new)
        files += new
    return tally.truth(company, [below(folder, file) for file in files])


def write_logs(
    folder: Path, name: str, *, seed: int, size: float = 1.0, month: str = FIRST_MONTH
) -> Truth:
    """The month of the company's gateway in `folder`/logs as another format of FORMS, with its truth.

    Logs are as they happen to be: calls are written twice, and one is torn, where the format allows it.
    Truth.json says what the format can tell of the calls. Raises InputError like `write_company`, and
    for a format that is none of them.
    """
    if name not in FORMS:
        raise InputError(unknown("format of logs", name, FORMS))
    company = world(seed=seed, size=size, month=month)
    logs = _empty(folder) / "logs"
    logs.mkdir()
    form, tally = FORMS[name], Tally()
    told = (call for each in gateway_log_calls(company) if (call := form.told(each)) is not None)
    calls = tally.watch(call._replace(source=form.source, verdicts=()) for call in told)
    files = [
        below(folder, written(path, form.source, rows))
        for path, rows in form.write(logs, f"{name}-{month}", calls)
    ]
    truth = tally.truth(company, files)
    (folder / "tokenomics.toml").write_text(_KEEPING, encoding="utf-8", newline="\n")
    write_truth(folder / "truth.json", truth)
    return truth


class _Eyes(NamedTuple):
    """Who looks at the calls on their way to a writer."""

    tally: Tally
    outcomes: OutcomesFile
    bill: Bill

    def watch(self, calls: Iterable[Call]) -> Iterator[Call]:
        return self.bill.watch(self.outcomes.watch(self.tally.watch(calls)))


def _empty(folder: Path) -> Path:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: is not empty; a demo needs a folder of its own")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _pen(company: World, characters: int) -> Pen:
    rng = dice(company, "claude lines")
    return Pen(rng, Filler(rng), characters)


def _claude(projects: Path, company: World, tally: Tally) -> Iterator[Written]:
    pen = _pen(company, _SHORT)
    for session in agent_sessions(company):
        yield from write_session(pen, projects, list(tally.watch(session)))


def _native(native: Path, company: World, seen: _Eyes) -> Iterator[Written]:
    nightly = [feature for feature in features(NATIVE) if feature.service_tier == "batch"]
    daily = [feature for feature in features(NATIVE) if feature.service_tier == "standard"]
    contracts = next(feature for feature in daily if feature.name == "contract-review")
    batch = chain(edge_calls(company, nightly[0]), feature_calls(company, nightly))
    direct = chain(edge_calls(company, contracts), feature_calls(company, daily))
    yield write_native_csv(native / f"batch-{company.month}.csv", seen.watch(batch))
    yield write_native_jsonl(native / f"direct-{company.month}.jsonl", seen.watch(direct))
