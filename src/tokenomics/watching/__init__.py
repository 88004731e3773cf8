"""What is worth a message, and which message was already sent: budgets, forecasts, spikes, old data."""
