"""The disclosure checklist, version by version."""
