"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes is the machine's affair, not the law's.
# The whole suite has ten minutes; --hypothesis-profile thorough tries each law more often.
settings.register_profile("any machine", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile("any machine")
