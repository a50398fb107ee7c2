"""Fiscal years, rounds, deadlines, holidays, extensions: when something may be done."""
