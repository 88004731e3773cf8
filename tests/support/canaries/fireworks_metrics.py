"""Canaries in Fireworks' billing metrics."""

from __future__ import annotations

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, prompt: str) -> Row:
        return {
            "email": m.mail("user"), "start_time": "2026-11-02 10:00:00 UTC", "end_time": "2026-11-02 11:00:00 UTC",
            "usage_type": m.kept("type"), "accelerator_type": m.kept("accelerator"), "accelerator_seconds": "1",
            "base_model_name": m.kept("model"), "model_bucket": m.kept("bucket"), "parameter_count": m.gone("count"),
            "prompt_tokens": prompt, "completion_tokens": "5",
        }  # fmt: skip

    refused = given.refused()
    return {"metrics.csv": table([row(given, "1"), row(refused, refused.gone("count"))])}
