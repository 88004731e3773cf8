"""The words everything else is written in: records, meters, money, errors, configuration."""
