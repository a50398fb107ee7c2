"""The questionnaires, version by version."""
