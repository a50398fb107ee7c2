"""Results: drafts, submissions, decisions, and whose turn it is."""
