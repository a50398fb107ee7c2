"""Values every layer shares: exact figures, Thai text and dates, and issues."""
