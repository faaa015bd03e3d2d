"""The worker that hears."""
