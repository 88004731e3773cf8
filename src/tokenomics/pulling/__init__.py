"""Usage and cost reports of providers, fetched from their administration's interfaces, page by page."""
