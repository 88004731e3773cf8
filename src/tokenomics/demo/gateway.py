"""A home-made gateway's CSV with columns of its own, and the configuration that explains it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from tokenomics.demo.calls import GATEWAY, Call
from tokenomics.demo.company import features
from tokenomics.demo.files import Rows, Written, written

_ZONE = "Europe/Berlin"
_COLUMNS = (
    "Timestamp", "CallId", "KeyId", "Employee", "Stage", "Deployment", "FreshTokens",
    "CachedTokens", "GeneratedTokens", "Result",
)  # fmt: skip

_CONFIG = """\
# How the demo's logs are to be read and attributed.
[report]
currency = "USD"
timezone = "UTC"

# The demo's users are invented, so they need no pseudonyms.
[privacy]
keep_user_ids = true

[[source]]
name = "gateway"
match = "{match}"
timezone = "{zone}"
constants = {{ provider = "openai" }}
key = ["CallId"]

[source.fields]
ts = "Timestamp"
request_id = "CallId"
api_key_id = "KeyId"
user = "Employee"
environment = "Stage"
model = "Deployment"
input = "FreshTokens"
cache_read = "CachedTokens"
output = "GeneratedTokens"
status = "Result"
"""

_ATTRIBUTE = """
[[attribute]]
when = {{ api_key_id = "{key}" }}
set = {{ team = "{team}", feature = "{feature}" }}
"""


def write_gateway(path: Path, calls: Iterable[Call]) -> Written:
    """The calls in local time, with a key where the company thinks of a team and a feature."""
    zone = ZoneInfo(_ZONE)
    recorded = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(_COLUMNS)
        for call in calls:
            local = call.ts.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S.%f")
            meters = (call.meters.get(name, 0) for name in ("input", "cache_read", "output"))
            who = (call.request_id, _key_id(call.feature), call.user, call.environment, call.model)
            sheet.writerow((local, *who, *meters, call.status))
            recorded += 1
    return written(path, GATEWAY, Rows(recorded))


def write_config(folder: Path, match: str) -> None:
    """`tokenomics.toml` with the mapping of the files at `match` and the meaning of their keys."""
    rules = "".join(
        _ATTRIBUTE.format(key=_key_id(feature.name), team=feature.team, feature=feature.name)
        for feature in features(GATEWAY)
    )
    text = _CONFIG.format(match=match, zone=_ZONE) + rules
    (folder / "tokenomics.toml").write_text(text, encoding="utf-8", newline="\n")


def _key_id(feature: str | None) -> str:
    return sha256(f"gateway key of {feature}".encode()).hexdigest()[:10]
