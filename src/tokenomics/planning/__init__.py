"""What might come, side by side with what is expected: spending and budgets under scenarios."""
