"""Sources: each turns files of one format into records and rejects."""
