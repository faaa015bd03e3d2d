"""The worker that makes voices."""
