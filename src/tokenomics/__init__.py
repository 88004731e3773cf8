"""What an AI bill is made of, who caused it, and what it bought."""
