"""Signing in and out, second steps, one's own account, and the accounts an administrator looks after."""
