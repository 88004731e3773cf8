"""Exchange rates of a configuration, read strictly."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from support.rates import era
from tokenomics.config import exchange_of, load
from tokenomics.fx_config import pairs_of
from tokenomics.records.errors import ConfigError
from tokenomics.records.exchange import Exchange, Pair


def test_rates_of_a_file_are_exact(tmp_path: Path) -> None:
    """As text or as a number; days are those of the report's zone."""
    file = tmp_path / "tokenomics.toml"
    file.write_text(
        '[report]\ntimezone = "Europe/Berlin"\n[fx]\n"CNY/USD" = [{ from = 2026-01-01, rate = "0.1402" },'
        " { from = 2026-02-01, rate = 0.14020000000000000001 }]\n"
    )

    assert exchange_of(load(file)) == Exchange(
        (
            Pair(
                "CNY", "USD",
                (era("2026-01-01", "0.1402"), era("2026-02-01", "0.14020000000000000001")),
            ),
        ),
        ZoneInfo("Europe/Berlin"),
    )  # fmt: skip
    assert pairs_of({}) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('"EURUSD" = [{ from = 2026-01-01, rate = 1 }]', "fx: 'EURUSD' is no pair of currencies"),
        ('"eur/usd" = [{ from = 2026-01-01, rate = 1 }]', "write it like 'EUR/USD'"),
        ('"USD/USD" = [{ from = 2026-01-01, rate = 1 }]', "fx: 'USD/USD' is one currency twice"),
        (
            '"USD/EUR" = [{ from = 2026-01-01, rate = 1 }]\n"EUR/USD" = [{ from = 2026-01-01, rate = 1 }]',
            r"fx\.USD/EUR: is stated the other way round too",
        ),
        ('"EUR/USD" = []', r"fx\.EUR/USD: names no rate"),
        ('"EUR/USD" = "1.08"', r"fx\.EUR/USD: expected list, got text"),
        ('"EUR/USD" = [{ from = 2026-01-01, rate = "0" }]', r"fx\.EUR/USD\.0\.rate: 0 is no rate"),
        ('"EUR/USD" = [{ from = 2026-01-01, rate = -1.08 }]', r"rate: -1.08 is no rate"),
        ('"EUR/USD" = [{ from = 2026-01-01, rate = nan }]', r"a number beyond all measure: nan"),
        ('"EUR/USD" = [{ from = 2026-01-01, rate = "NaN" }]', r"rate: NaN is no rate"),
        ('"EUR/USD" = [{ from = 2026-01-01, rate = 1e18 }]', r"is no rate"),
        ('"EUR/USD" = [{ from = 2026-01-01, rate = "x" }]', r"fx\.EUR/USD\.0\.rate: invalid decimal"),
        (
            '"EUR/USD" = [{ from = 2026-01-01, rate = 1 }, { from = 2026-01-01, rate = 2 }]',
            r"fx\.EUR/USD\.1\.from: 2026-01-01 does not come after 2026-01-01: write rates in order",
        ),
        (
            '"EUR/USD" = [{ from = 2026-02-01, rate = 1 }, { from = 2026-01-01, rate = 2 }]',
            r"fx\.EUR/USD\.1\.from: 2026-01-01 does not come after 2026-02-01",
        ),
        ('"EUR/USD" = [{ form = 2026-01-01, rate = 1 }]', r"did you mean 'fx\.EUR/USD\.0\.from'"),
        ('"EUR/USD" = [{ rate = 1 }]', r"fx\.EUR/USD\.0\.from: missing"),
        ('"EUR/USD" = [{ from = "soon", rate = 1 }]', r"fx\.EUR/USD\.0\.from: no date: write 2026"),
    ],
)  # fmt: skip
def test_what_is_no_rate_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    """The file, the pair and the key are named."""
    file = tmp_path / "rates.toml"
    file.write_text(f"[fx]\n{text}\n")

    with pytest.raises(ConfigError, match=rf"rates\.toml: .*{sentence}"):
        load(file)
