"""Formats of other gateways, agents, telemetry and providers, in which the company's calls can be written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tokenomics.demo.forms.agents import AGENTS
from tokenomics.demo.forms.apis import APIS
from tokenomics.demo.forms.form import Form
from tokenomics.demo.forms.gateways import GATEWAYS
from tokenomics.demo.forms.platforms import PLATFORMS
from tokenomics.demo.forms.telemetry import TELEMETRY

__all__ = ["FORMS", "Form"]

FORMS: Mapping[str, Form] = MappingProxyType(
    dict(sorted({**AGENTS, **APIS, **GATEWAYS, **PLATFORMS, **TELEMETRY}.items()))
)
