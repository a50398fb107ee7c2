"""The score annex, version by version."""
