"""The plan of measures, version by version."""
