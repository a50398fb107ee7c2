"""What a person should know, and work that runs after a transaction."""
