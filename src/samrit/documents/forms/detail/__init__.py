"""The sections of a detail sheet and how each is filled."""
