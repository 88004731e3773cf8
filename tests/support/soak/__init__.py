"""Simulated weeks of hourly work under random faults, against sums of its own."""
