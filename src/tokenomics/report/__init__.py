"""Renderers: a report as table, JSON, CSV, Markdown or Parquet."""
