"""The performance agreement, version by version."""
