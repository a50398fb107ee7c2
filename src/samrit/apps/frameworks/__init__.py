"""Packs as installed: by digest, never changed."""
