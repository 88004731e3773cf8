"""How often laws are tried whose every example is dear: an ingest, a commit or a report each."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A book or a folder that all examples may share: none changes it, or each has a place of its own in it.
SHARING = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)


def few(part: int = 5, *, sharing: bool = False) -> settings:
    """Settings of a law that is tried a `part`-th as often as the profile says, by default eight times.

    With `sharing` its examples share the fixtures of their test.
    """
    profile = settings.get_profile(settings.get_current_profile_name())
    return settings(
        max_examples=max(1, profile.max_examples // part),
        suppress_health_check=SHARING if sharing else SHARING[:1],
    )
