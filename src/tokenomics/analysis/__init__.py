"""What drives a bill: questions whose answers are listings with columns of their own."""
