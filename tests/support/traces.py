"""Traces that state the blocks which prompts begin with, and the mapping that reads them."""

from __future__ import annotations


def mapping(provider: str, model: str, block_tokens: int) -> str:
    """The configuration for traces of one model, whose clocks began at ten."""
    return f"""[[source]]
name = "trace"
match = "*trace.jsonl"
epoch = 2026-11-02T10:00:00Z
units = {{ ts = "ms" }}
fields = {{ ts = "timestamp", input_total = "input_length", prefix_digests = "hash_ids" }}
constants = {{ provider = "{provider}", model = "{model}", block_tokens = {block_tokens} }}
"""
