"""People who sign in: their account and how they like their pages."""
