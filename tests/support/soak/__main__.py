"""One seed of the soak: `python -m support.soak --seed 1 --folder soak-1 --log soak-1.jsonl`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from support.soak.run import Hour, soak


def main() -> int:
    """Run it, an hour a line of the log and the sum of it all at its end; 1 where something did not hold."""
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--days", type=int, default=24)
    options.add_argument(
        "--folder", type=Path, required=True, help="empty, or of a soak that was killed"
    )
    options.add_argument("--log", type=Path, required=True)
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with given.log.open("a", encoding="utf-8") as log:

        def tell(hour: Hour) -> None:
            said = hour._asdict() | {"left": hour.left._asdict()}
            log.write(json.dumps(said) + "\n")
            log.flush()
            for text in hour.wrong:
                sys.stderr.write(f"hour {hour.hour}: {text}\n")

        done = soak(given.folder.resolve(), seed=given.seed, hours=24 * given.days, tell=tell)
        log.write(json.dumps(done) + "\n")
    sys.stdout.write(json.dumps(done, indent=1) + "\n")
    return 1 if done["violations"] else 0


if __name__ == "__main__":
    sys.exit(main())
