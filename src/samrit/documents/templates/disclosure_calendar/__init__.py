"""The disclosure calendar, version by version."""
