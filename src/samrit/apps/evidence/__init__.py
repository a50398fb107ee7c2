"""Evidence: files and links that prove a result, and who may see them."""
