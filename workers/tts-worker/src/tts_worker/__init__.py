"""The worker that speaks."""
