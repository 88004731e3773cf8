"""Bills beside what was metered: what differs, and what of it which reason explains."""
