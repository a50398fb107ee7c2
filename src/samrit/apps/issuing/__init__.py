"""Issued papers: numbered, hashed, bound to the score run they print."""
