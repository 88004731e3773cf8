"""Service tiers: what cheap ones saved, what dear ones cost more, what could be cheaper still."""

from __future__ import annotations

from tokenomics.analysis.stakes import BY_TOKEN, Base, Finding

# Tiers that are cheaper because the answer may take longer, the one that is dearer because it may
# not, and the names of the one between them.
SLOW = ("batch", "flex")
FAST = ("priority",)
STANDARD = ("standard", "default")


def slow(base: Base) -> Finding | None:
    """Calls of slow tiers at the standard price: they would have cost more. None without any tier."""
    return _as_standard(base, SLOW)


def fast(base: Base) -> Finding | None:
    """Calls of the fast tier at the standard price. None where no call states a tier."""
    return _as_standard(base, FAST)


def could_wait(base: Base) -> Finding:
    """Calls of the standard tier at the batch price; most that could be saved if all could wait."""
    tier = f"coalesce(lower({base.column('service_tier')}), '{STANDARD[0]}')"
    return Finding(f"{BY_TOKEN} AND {_is(tier, STANDARD)}", {"service_tier": "'batch'"})


def _as_standard(base: Base, tiers: tuple[str, ...]) -> Finding | None:
    if "service_tier" not in base.used:
        return None
    flag = f"{BY_TOKEN} AND {_is('lower(calls.service_tier)', tiers)}"
    return Finding(flag, {"service_tier": "CAST(NULL AS VARCHAR)"})


def _is(value: str, names: tuple[str, ...]) -> str:
    return f"{value} IN ({', '.join(repr(name) for name in names)})"
