"""Pages for people with an account: each module holds its views and their addresses."""
