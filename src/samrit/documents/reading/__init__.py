"""Filled forms and other agencies' tables, read back into figures, with every doubt said and nothing guessed."""
